package seaworld

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
	allSpecies  = append(append(torpedoes, roundFish...), others...)
	black       = hex(0x14161c)
	paleBelly   = hex(0xe9e3c8)
	yellowIris  = hex(0xe0b43a)
	tenchBody   = fish{torpedo, 0.33, rounded, 0.92, finForm{0.2, -0.16, 0.2, 0.1}, finForm{-0.3, -0.52, 0.16, 0.08}, 1, 0}
	carpBody    = fish{torpedo, 0.35, forked, 0.92, finForm{0.28, -0.46, 0.17, 0.1}, finForm{-0.3, -0.52, 0.16, 0.08}, 2, 0}
	perchBody   = fish{torpedo, 0.34, forked, 0.88, finForm{0.4, -0.42, 0.26, 0.08}, finForm{-0.2, -0.46, 0.18, 0.1}, 0, 0}
	troutBody   = fish{torpedo, 0.29, forked, 0.85, finForm{0.16, -0.14, 0.2, 0.1}, finForm{-0.34, -0.54, 0.15, 0.1}, 0, 0}
	sharkBody   = fish{torpedo, 0.27, crescent, 1.15, finForm{0.2, -0.16, 0.34, 0.2}, finForm{-0.36, -0.52, 0.12, 0.1}, 0, 0}
	clownBody   = fish{torpedo, 0.4, rounded, 0.82, finForm{0.34, -0.46, 0.2, 0.06}, finForm{-0.1, -0.46, 0.2, 0.06}, 0, 0}
	lionBody    = fish{torpedo, 0.33, rounded, 0.9, finForm{-0.2, -0.56, 0.2, 0.06}, finForm{-0.24, -0.52, 0.2, 0.06}, 0, 9}
	angelBody   = fish{disc, 0.62, forked, 0.8, finForm{0.2, -0.4, 0.52, 0.42}, finForm{0.2, -0.4, 0.5, 0.42}, 0, 0}
	tangBody    = fish{disc, 0.58, crescent, 0.8, finForm{0.44, -0.5, 0.16, 0.04}, finForm{0.3, -0.5, 0.16, 0.04}, 0, 0}
	scatBody    = fish{disc, 0.62, rounded, 0.75, finForm{0.3, -0.46, 0.22, 0.06}, finForm{0.1, -0.46, 0.18, 0.06}, 0, 0}
	goldBody    = fish{disc, 0.54, fan, 0.95, finForm{0.34, -0.3, 0.3, 0.14}, finForm{-0.1, -0.44, 0.26, 0.16}, 0, 0}
	pufferBody  = fish{ball, 0.6, rounded, 0.6, finForm{-0.3, -0.56, 0.2, 0.1}, finForm{-0.34, -0.56, 0.16, 0.08}, 0, 0}
	quilledBody = fish{ball, 0.56, rounded, 0.58, finForm{-0.34, -0.56, 0.18, 0.1}, finForm{-0.34, -0.56, 0.16, 0.08}, 0, 9}
)

var torpedoes = []species{
	{"s01_tench", "tench", "torpedo", tenchBody, look{skin: Plain, base: hex(0x6f7436), belly: hex(0xc9b565),
		fin: hex(0x5a5530), iris: hex(0xc8632c), pitch: 0.13}, cyprinids, 36, 0.07},
	{"s02_carp", "carp", "torpedo", carpBody, look{skin: Scaled, base: hex(0x7b7638), belly: hex(0xd0bb70),
		ink: hex(0x413a18), fin: hex(0x665633), iris: yellowIris, pitch: 0.15, weight: 0.6}, cyprinids, 36, 0.07},
	{"s03_perch", "perch", "torpedo", perchBody, look{skin: Striped, base: hex(0x8a9440), belly: paleBelly,
		ink: hex(0x2e3a1c), fin: hex(0xd0562c), iris: yellowIris, pitch: 0.27, weight: 0.9}, fishParts, 36, 0.07},
	{"s04_trout", "trout", "torpedo", troutBody, look{skin: Dotted, base: hex(0xa39a62), belly: hex(0xe6cfae),
		ink: hex(0x4a2f26), fin: hex(0x9a7a4c), iris: yellowIris, pitch: 0.15, weight: 0.95}, fishParts, 36, 0.07},
	{"s05_shark", "shark", "torpedo", sharkBody, look{skin: Plain, base: hex(0x71828f), belly: hex(0xeef1f0),
		fin: hex(0x5f707d), iris: black}, fishParts, 38, 0.07},
	{"s06_clownfish", "clownfish", "torpedo", clownBody, look{skin: Striped, base: hex(0xf07a1c), belly: hex(0xf59a3c),
		ink: hex(0xfdf8ee), fin: hex(0xe56a16), iris: hex(0x7a3b12), pitch: 0.52, weight: 1}, fishParts, 34, 0.07},
	{"s07_lionfish", "lionfish", "torpedo", lionBody, look{skin: Striped, base: hex(0xf0dcc8), belly: hex(0xf7ebdd),
		ink: hex(0xa8321f), fin: hex(0xc4573a), iris: black, quill: hex(0xe07f5c), quillLength: 0.44, pitch: 0.22, weight: 0.95},
		spinyParts, 33, 0.07},
}

var roundFish = []species{
	{"s08_angelfish", "angelfish", "disc", angelBody, look{skin: Striped, base: hex(0xf2d24a), belly: hex(0xf7e795),
		ink: hex(0x20222c), fin: hex(0xe3b52e), iris: hex(0x3a3f5c), pitch: 0.46, weight: 1}, fishParts, 33, 0.06},
	{"s09_blue_tang", "blue tang", "disc", tangBody, look{skin: Plain, base: hex(0x2556c8), belly: hex(0x3f7be0),
		fin: hex(0xf2c42e), iris: hex(0xd9d9e6)}, fishParts, 36, 0.06},
	{"s10_scat", "scat", "disc", scatBody, look{skin: Dotted, base: hex(0xc9bd7a), belly: hex(0xe8e0b8),
		ink: hex(0x2b2a22), fin: hex(0x8c8246), iris: hex(0xb1471f), pitch: 0.22, weight: 1}, fishParts, 36, 0.06},
	{"s11_goldfish", "goldfish", "disc", goldBody, look{skin: Scaled, base: hex(0xf3872b), belly: hex(0xfac66a),
		ink: hex(0xb03e10), fin: hex(0xf06a22), iris: black, pitch: 0.19, weight: 0.75}, fishParts, 34, 0.06},
	{"s12_pufferfish", "pufferfish", "ball", pufferBody, look{skin: Dotted, base: hex(0xb59a4e), belly: hex(0xf4efd8),
		ink: hex(0x3d3320), fin: hex(0xd9b65a), iris: hex(0x3f8f8a), pitch: 0.2, weight: 0.95}, fishParts, 38, 0.06},
	{"s13_porcupinefish", "porcupinefish", "ball", quilledBody, look{skin: Plain, base: hex(0xc9a26a), belly: hex(0xf6ecd6),
		fin: hex(0xd9bd86), iris: hex(0x3f8f8a), quill: hex(0xf3e6c4), quillLength: 0.3}, spinyParts, 36, 0.06},
}

var others = []species{
	{"s14_moray", "moray eel", "eel", eel{0.16, true}, look{skin: Dotted, base: hex(0xc2a13c), belly: hex(0xe2cd80),
		ink: hex(0x41301a), fin: hex(0x8f7428), iris: hex(0xe8e4d0), pitch: 0.15, weight: 0.9}, []Part{Body, Fin, Eye, Mouth}, 38, 0.1},
	{"s15_sea_krait", "sea krait", "eel", eel{0.135, false}, look{skin: Striped, base: hex(0x9fb6c9), belly: hex(0xdfe6e6),
		ink: hex(0x1b2130), iris: yellowIris, pitch: 0.26, weight: 1}, []Part{Body, Eye, Mouth}, 38, 0.1},
	{"s16_stingray", "stingray", "ray", ray{0}, look{skin: Plain, base: hex(0x94826a), belly: hex(0xc4b397),
		fin: hex(0x7d6d57), iris: yellowIris}, []Part{Body, Fin, Tail, Eye}, 33, 0.5},
	{"s17_eagle_ray", "eagle ray", "ray", ray{0.14}, look{skin: Dotted, base: hex(0x3c4863), belly: hex(0x5c6a88),
		ink: hex(0xf2f2ea), fin: hex(0x333d54), iris: black, pitch: 0.2, weight: 1}, []Part{Body, Fin, Tail, Eye}, 33, 0.5},
	{"s18_seahorse", "seahorse", "seahorse", seahorse{}, look{skin: Striped, base: hex(0xe0a63a), belly: hex(0xf3d486),
		ink: hex(0xa85a20), fin: hex(0xd9843a), iris: black, quill: hex(0xd9843a), pitch: 0.17, weight: 0.7},
		[]Part{Body, Fin, Eye, Mouth, Quill}, 42, 0.05},
	{"s19_squid", "squid", "squid", squid{}, look{skin: Dotted, base: hex(0xe6a3a0), belly: hex(0xf6d9d2),
		ink: hex(0xa23c4c), fin: hex(0xdc8588), iris: hex(0x3c4f6b), pitch: 0.12, weight: 0.75}, []Part{Body, Fin, Arm, Eye}, 38, 0.13},
	{"s20_octopus", "octopus", "octopus", octopus{}, look{skin: Plain, base: hex(0xb5483f), belly: hex(0xe2948a),
		fin: hex(0xb5483f), iris: yellowIris}, []Part{Body, Arm, Eye, Mouth}, 38, 0.06},
	{"s21_jellyfish", "jellyfish", "jellyfish", jellyfish{}, look{skin: Plain, base: hex(0xe3b7e0), belly: hex(0xf4e2f4),
		ink: hex(0xc06aa8), fin: hex(0xf0d4ee)}, []Part{Body, Arm}, 40, 0.08},
	{"s22_crab", "crab", "crab", crab{}, look{skin: Plain, base: hex(0xd9482b), belly: hex(0xf0a070),
		fin: hex(0xc23f26), iris: black}, []Part{Shell, Claw, Arm, Leg, Eye, Mouth}, 36, 0.06},
	{"s23_starfish", "starfish", "star", starfish{}, look{skin: Dotted, base: hex(0xe58a4f), belly: hex(0xf3c08a),
		ink: hex(0x9c3d28), pitch: 0.14, weight: 0.8}, []Part{Body}, 38, 0.5},
	{"s24_urchin", "sea urchin", "urchin", urchin{19}, look{skin: Plain, base: hex(0x4b2f5c), belly: hex(0x6e4a80),
		quill: hex(0x8d63a3)}, []Part{Body, Quill}, 38, 0.5},
	{"s25_turtle", "sea turtle", "turtle", turtle{}, look{skin: Scaled, base: hex(0x7f8f3f), belly: hex(0xcbb86e),
		ink: hex(0x39401e), fin: hex(0x93a468), iris: black, pitch: 0.32, weight: 0.85}, []Part{Shell, Body, Leg, Tail, Eye}, 36, 0.5},
}
