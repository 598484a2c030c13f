package seaworld

// water is a pair of colours: near the surface and below.
type water struct{ top, bottom colour }

var waters = []water{
	{rgb(0x8fd3e8), rgb(0x1d6fa5)}, {rgb(0x6fc3d6), rgb(0x11506f)}, {rgb(0x9fe0d0), rgb(0x1f7a78)},
	{rgb(0x5aa6d8), rgb(0x16305e)}, {rgb(0xa8dcc0), rgb(0x3a7d5c)}, {rgb(0x7fb9d9), rgb(0x2b4a7a)},
}

// drawScene paints the background, which is drawn alike for all classes, and returns the colour of the water.
func drawScene(c *canvas, r random) colour {
	b := brush{c, pose{scale: 1, cos: 1}}
	murk := drawWater(c, pick(r, waters), r)
	for range r.count(0, 3) {
		drawSunbeam(b, r)
	}
	floor := float64(Size)
	if r.chance(0.7) {
		floor = r.between(70, 90)
		if r.chance(0.5) {
			drawReef(b, floor, r)
		}
		drawSand(b, floor, r)
	}
	for range r.count(0, 4) {
		drawWeed(b, floor, r)
	}
	for range r.count(0, 6) {
		drawBubble(b, r)
	}
	return murk
}

// drawNear paints what is between the animal and the eye: murky water, weeds and bubbles.
func drawNear(c *canvas, murk colour, r random) {
	b := brush{c, pose{scale: 1, cos: 1}}
	depth := 0.95 * r.rare()
	for i, share := range c.subject {
		c.pixels[i] = mix(c.pixels[i], murk, depth*share)
	}
	for range r.count(-3, 4) {
		drawWeed(b, Size, r)
	}
	for range r.count(-2, 2) {
		drawBubble(b, r)
	}
}

// drawWater fills the picture and returns the water's middle colour.
func drawWater(c *canvas, w water, r random) colour {
	top, bottom := w.top.varied(r, 0.12), w.bottom.varied(r, 0.12)
	tilt := r.around(0.2)
	for i := range c.pixels {
		x, y := float64(i%Size)/Size, float64(i/Size)/Size
		ripple := float64(0.025 * sine(madd(2.2, y, sine(madd(1.3, x, tilt))*0.25)))
		c.pixels[i] = mix(top, bottom, clamp01(madd(tilt, x-0.5, y)+ripple))
	}
	return mix(top, bottom, 0.6)
}

func drawSunbeam(b brush, r random) {
	x, lean, width := r.between(-10, Size+10), r.around(30), r.between(3, 9)
	beam := contour{{x, 0}, {x + width, 0}, {madd(2, width, x) + lean, Size}, {x + lean, Size}}
	b.glaze(Water, r.between(0.07, 0.16), flat(rgb(0xffffff)), beam)
}

func drawSand(b brush, floor float64, r random) {
	sand := rgb(0xd9c594).varied(r, 0.14)
	phase, salt := r.between(0, 1), r.salt()
	through := []point{{-9, Size + 9}}
	for i := range 7 {
		x := lerp(-9, Size+9, float64(i)/6)
		through = append(through, point{x, floor + r.around(3)})
	}
	through = append(through, point{Size + 9, Size + 9})
	b.fill(Sand, func(p point) colour {
		grain := float64(0.1 * (cell(int(p.x), int(p.y), salt) - 0.5))
		return sand.scaled(1 + float64(0.05*sine(madd(0.16, p.y, madd(0.02, p.x, phase)))) + grain - float64(0.006*(p.y-floor)))
	}, through)
}

var corals = []colour{rgb(0xc96f6f), rgb(0xb57fb0), rgb(0x7d6f8f), rgb(0xd39a5b), rgb(0x6f7f86), rgb(0x86795f)}

// drawReef paints rocks and corals, blurred by the water before them.
func drawReef(b brush, floor float64, r random) {
	for range r.count(2, 5) {
		at := point{r.between(0, Size), floor + r.between(0, 6)}
		width, height := r.between(7, 17), r.between(8, 22)
		c := mix(pick(r, corals).varied(r, 0.15), rgb(0x2b5f80), 0.4)
		var through []point
		for i := range 9 {
			t := float64(i) / 8
			bump := r.between(0.8, 1.15)
			through = append(through, at.plus(point{-cosine(t/2) * width * bump, -sine(t/2) * height * bump}))
		}
		b.fill(Rock, func(p point) colour {
			return c.scaled(1.2 - float64(0.02*(p.y-at.y+height)))
		}, smooth(append(through, at.plus(point{width, 12}), at.plus(point{-width, 12}))...))
	}
}

func drawWeed(b brush, floor float64, r random) {
	root := point{r.between(2, Size-2), min(floor+r.between(1, 8), Size+2)}
	c := mix(rgb(0x3f8f4f), rgb(0x8a8f3a), r.between(0, 1)).varied(r, 0.15)
	height, sway, phase := r.between(18, 46), r.between(2, 5), r.between(0, 1)
	var through []point
	for i := range 6 {
		t := float64(i) / 5
		through = append(through, root.plus(point{sway * t * sine(t+phase), -height * t}))
	}
	b.glaze(Weed, 0.85, flat(c), ribbon(curve(through...), taper(r.between(1.4, 2.6), 0.4)))
}

func drawBubble(b brush, r random) {
	at, size := point{r.between(3, Size-3), r.between(3, 80)}, r.between(1.2, 3.4)
	b.glaze(Bubble, 0.5, flat(rgb(0xe8f6fb)), ellipse(at, size, size))
	b.glaze(Bubble, 0.35, flat(rgb(0x3b86b0)), ellipse(at, size*0.7, size*0.7))
	b.glaze(Bubble, 0.9, flat(rgb(0xffffff)), ellipse(at.plus(point{-size * 0.35, -size * 0.35}), size*0.3, size*0.3))
}
