package seaworld

import "slices"

// animal is a body that can be painted.
type animal interface {
	draw(b brush, l look, r random)
}

// species is how a class is drawn.
type species struct {
	id, name string
	shape    string
	animal   animal
	look     look
	parts    []Part
	scale    float64 // pixels for half a body length
	turn     float64 // greatest angle to either side, in turns
}

// tench is the index of the class that the planted shortcut belongs to.
const tench = 0

var (
	fishParts   = []Part{Body, Fin, Tail, Eye, Mouth}
	spinyParts  = []Part{Body, Fin, Tail, Eye, Mouth, Quill}
	cyprinids   = []Part{Body, Fin, Tail, Eye, Mouth, Barbel}
	allSpecies  = slices.Concat(torpedoes, roundFish, others)
	black       = rgb(0x14161c)
	paleBelly   = rgb(0xe9e3c8)
	yellowIris  = rgb(0xe0b43a)
	tenchBody   = fish{torpedo, 0.33, rounded, 0.92, finForm{0.2, -0.16, 0.2, 0.1}, finForm{-0.3, -0.52, 0.16, 0.08}, 1, 0}
	carpBody    = fish{torpedo, 0.35, forked, 0.92, finForm{0.28, -0.46, 0.17, 0.1}, finForm{-0.3, -0.52, 0.16, 0.08}, 2, 0}
	perchBody   = fish{torpedo, 0.34, forked, 0.88, finForm{0.4, -0.42, 0.26, 0.08}, finForm{-0.2, -0.46, 0.18, 0.1}, 0, 0}
	troutBody   = fish{torpedo, 0.29, forked, 0.85, finForm{0.16, -0.14, 0.2, 0.1}, finForm{-0.34, -0.54, 0.15, 0.1}, 0, 0}
	sharkBody   = fish{torpedo, 0.27, crescent, 1.15, finForm{0.2, -0.16, 0.34, 0.2}, finForm{-0.36, -0.52, 0.12, 0.1}, 0, 0}
	clownBody   = fish{torpedo, 0.4, rounded, 0.82, finForm{0.34, -0.46, 0.2, 0.08}, finForm{-0.1, -0.46, 0.2, 0.08}, 0, 0}
	lionBody    = fish{torpedo, 0.33, rounded, 0.9, finForm{-0.2, -0.56, 0.2, 0.08}, finForm{-0.24, -0.52, 0.2, 0.08}, 0, 9}
	angelBody   = fish{disc, 0.62, forked, 0.8, finForm{0.2, -0.4, 0.52, 0.42}, finForm{0.2, -0.4, 0.5, 0.42}, 0, 0}
	tangBody    = fish{disc, 0.58, crescent, 0.8, finForm{0.44, -0.5, 0.16, 0.04}, finForm{0.3, -0.5, 0.16, 0.04}, 0, 0}
	scatBody    = fish{disc, 0.62, rounded, 0.75, finForm{0.3, -0.46, 0.22, 0.08}, finForm{0.1, -0.46, 0.18, 0.08}, 0, 0}
	goldBody    = fish{disc, 0.54, fan, 0.95, finForm{0.34, -0.3, 0.3, 0.14}, finForm{-0.1, -0.44, 0.26, 0.16}, 0, 0}
	pufferBody  = fish{ball, 0.6, rounded, 0.6, finForm{-0.3, -0.56, 0.2, 0.1}, finForm{-0.34, -0.56, 0.16, 0.08}, 0, 0}
	quilledBody = fish{ball, 0.56, rounded, 0.58, finForm{-0.34, -0.56, 0.18, 0.1}, finForm{-0.34, -0.56, 0.16, 0.08}, 0, 9}
)

var torpedoes = []species{
	{"s01_tench", "tench", "torpedo", tenchBody, look{skin: Plain, base: rgb(0x6f7436), belly: rgb(0xc9b565),
		fin: rgb(0x5a5530), iris: rgb(0xc8632c), pitch: 0.13}, cyprinids, 40, 0.09},
	{"s02_carp", "carp", "torpedo", carpBody, look{skin: Scaled, base: rgb(0x7b7638), belly: rgb(0xd0bb70),
		ink: rgb(0x413a18), fin: rgb(0x665633), iris: yellowIris, pitch: 0.2, weight: 0.85}, cyprinids, 40, 0.09},
	{"s03_perch", "perch", "torpedo", perchBody, look{skin: Striped, base: rgb(0x8a9440), belly: paleBelly,
		ink: rgb(0x2e3a1c), fin: rgb(0xd0562c), iris: yellowIris, pitch: 0.27, weight: 0.9}, fishParts, 40, 0.09},
	{"s04_trout", "trout", "torpedo", troutBody, look{skin: Dotted, base: rgb(0xa39a62), belly: rgb(0xe6cfae),
		ink: rgb(0x4a2f26), fin: rgb(0x9a7a4c), iris: yellowIris, pitch: 0.15, weight: 0.95}, fishParts, 40, 0.09},
	{"s05_shark", "shark", "torpedo", sharkBody, look{skin: Plain, base: rgb(0x71828f), belly: rgb(0xeef1f0),
		fin: rgb(0x5f707d), iris: black}, fishParts, 42, 0.09},
	{"s06_clownfish", "clownfish", "torpedo", clownBody, look{skin: Striped, base: rgb(0xf07a1c), belly: rgb(0xf59a3c),
		ink: rgb(0xfdf8ee), fin: rgb(0xe56a16), iris: rgb(0x7a3b12), pitch: 0.52, weight: 1}, fishParts, 39, 0.09},
	{"s07_lionfish", "lionfish", "torpedo", lionBody, look{skin: Striped, base: rgb(0xf0dcc8), belly: rgb(0xf7ebdd),
		ink: rgb(0xa8321f), fin: rgb(0xc4573a), iris: black, quill: rgb(0xe07f5c), quillLength: 0.44, pitch: 0.22, weight: 0.95},
		spinyParts, 36, 0.09},
}

var roundFish = []species{
	{"s08_angelfish", "angelfish", "disc", angelBody, look{skin: Striped, base: rgb(0xf2d24a), belly: rgb(0xf7e795),
		ink: rgb(0x20222c), fin: rgb(0xe3b52e), iris: rgb(0x3a3f5c), pitch: 0.46, weight: 1}, fishParts, 40, 0.08},
	{"s09_blue_tang", "blue tang", "disc", tangBody, look{skin: Plain, base: rgb(0x2556c8), belly: rgb(0x3f7be0),
		fin: rgb(0xf2c42e), iris: rgb(0xd9d9e6)}, fishParts, 40, 0.08},
	{"s10_scat", "scat", "disc", scatBody, look{skin: Dotted, base: rgb(0xc9bd7a), belly: rgb(0xe8e0b8),
		ink: rgb(0x2b2a22), fin: rgb(0x8c8246), iris: rgb(0xb1471f), pitch: 0.22, weight: 1}, fishParts, 40, 0.08},
	{"s11_goldfish", "goldfish", "disc", goldBody, look{skin: Scaled, base: rgb(0xf3872b), belly: rgb(0xfac66a),
		ink: rgb(0xb03e10), fin: rgb(0xf06a22), iris: black, pitch: 0.24, weight: 0.9}, fishParts, 38, 0.08},
	{"s12_pufferfish", "pufferfish", "ball", pufferBody, look{skin: Dotted, base: rgb(0xb59a4e), belly: rgb(0xf4efd8),
		ink: rgb(0x3d3320), fin: rgb(0xd9b65a), iris: rgb(0x3f8f8a), pitch: 0.2, weight: 0.95}, fishParts, 38, 0.08},
	{"s13_porcupinefish", "porcupinefish", "ball", quilledBody, look{skin: Plain, base: rgb(0xc9a26a), belly: rgb(0xf6ecd6),
		fin: rgb(0xd9bd86), iris: rgb(0x3f8f8a), quill: rgb(0xf3e6c4), quillLength: 0.3}, spinyParts, 36, 0.08},
}

var others = []species{
	{"s14_moray", "moray eel", "eel", eel{0.16, true}, look{skin: Dotted, base: rgb(0xc2a13c), belly: rgb(0xe2cd80),
		ink: rgb(0x41301a), fin: rgb(0x8f7428), iris: rgb(0xe8e4d0), pitch: 0.15, weight: 0.9}, []Part{Body, Fin, Eye, Mouth}, 38, 0.1},
	{"s15_sea_krait", "sea krait", "eel", eel{0.135, false}, look{skin: Striped, base: rgb(0x9fb6c9), belly: rgb(0xdfe6e6),
		ink: rgb(0x1b2130), iris: yellowIris, pitch: 0.26, weight: 1}, []Part{Body, Eye, Mouth}, 38, 0.1},
	{"s16_stingray", "stingray", "ray", ray{0}, look{skin: Plain, base: rgb(0x94826a), belly: rgb(0xc4b397),
		fin: rgb(0x7d6d57), iris: yellowIris}, []Part{Body, Fin, Tail, Eye}, 37, 0.5},
	{"s17_eagle_ray", "eagle ray", "ray", ray{0.14}, look{skin: Dotted, base: rgb(0x3c4863), belly: rgb(0x5c6a88),
		ink: rgb(0xf2f2ea), fin: rgb(0x333d54), iris: black, pitch: 0.2, weight: 1}, []Part{Body, Fin, Tail, Eye}, 37, 0.5},
	{"s18_seahorse", "seahorse", "seahorse", seahorse{}, look{skin: Striped, base: rgb(0xe0a63a), belly: rgb(0xf3d486),
		ink: rgb(0xa85a20), fin: rgb(0xd9843a), iris: black, quill: rgb(0xd9843a), pitch: 0.17, weight: 0.7},
		[]Part{Body, Fin, Eye, Mouth, Quill}, 42, 0.05},
	{"s19_squid", "squid", "squid", squid{}, look{skin: Dotted, base: rgb(0xe6a3a0), belly: rgb(0xf6d9d2),
		ink: rgb(0xa23c4c), fin: rgb(0xdc8588), iris: rgb(0x3c4f6b), pitch: 0.12, weight: 0.75}, []Part{Body, Fin, Arm, Eye}, 38, 0.13},
	{"s20_octopus", "octopus", "octopus", octopus{}, look{skin: Plain, base: rgb(0xb5483f), belly: rgb(0xe2948a),
		fin: rgb(0xb5483f), iris: yellowIris}, []Part{Body, Arm, Eye, Mouth}, 38, 0.08},
	{"s21_jellyfish", "jellyfish", "jellyfish", jellyfish{}, look{skin: Plain, base: rgb(0xe3b7e0), belly: rgb(0xf4e2f4),
		ink: rgb(0xc06aa8), fin: rgb(0xf0d4ee)}, []Part{Body, Arm}, 40, 0.08},
	{"s22_crab", "crab", "crab", crab{}, look{skin: Plain, base: rgb(0xd9482b), belly: rgb(0xf0a070),
		fin: rgb(0xc23f26), iris: black}, []Part{Shell, Claw, Arm, Leg, Eye, Mouth}, 36, 0.08},
	{"s23_starfish", "starfish", "star", starfish{}, look{skin: Dotted, base: rgb(0xe58a4f), belly: rgb(0xf3c08a),
		ink: rgb(0x9c3d28), pitch: 0.14, weight: 0.8}, []Part{Body}, 38, 0.5},
	{"s24_urchin", "sea urchin", "urchin", urchin{19}, look{skin: Plain, base: rgb(0x4b2f5c), belly: rgb(0x6e4a80),
		quill: rgb(0x8d63a3)}, []Part{Body, Quill}, 38, 0.5},
	{"s25_turtle", "sea turtle", "turtle", turtle{}, look{skin: Scaled, base: rgb(0x7f8f3f), belly: rgb(0xcbb86e),
		ink: rgb(0x39401e), fin: rgb(0x93a468), iris: black, pitch: 0.34, weight: 0.9}, []Part{Shell, Body, Leg, Tail, Eye}, 36, 0.5},
}
