package seaworld

// arm is a tapering arm that starts at a place, leaves in a direction and curls to a side.
func arm(start point, angle, length, curl float64) []point {
	line := []point{start}
	for i := range 4 {
		step := polar(madd(curl, float64(i), angle), length/4)
		line = append(line, line[i].plus(step))
	}
	return curve(line...)
}

// squid swims head first along x, its arms behind it.
type squid struct{}

func (squid) draw(b brush, l look, r random) {
	for i := range 8 {
		y := lerp(-0.15, 0.15, float64(i)/7)
		length := r.between(0.5, 0.7)
		if i == 2 || i == 5 {
			length *= 1.5
		}
		line := arm(point{-0.42, y}, 0.5-float64(0.35*y)+r.around(0.02), length, r.around(0.06))
		b.outlined(Arm, flat(l.fin), l.line(), ribbon(line, taper(0.05, 0.018)))
	}
	for _, side := range [...]float64{-1, 1} {
		fin := smooth(point{0.98, side * 0.04}, point{0.72, side * 0.46}, point{0.42, side * 0.42}, point{0.3, side * 0.16})
		b.outlined(Fin, flat(l.fin), l.line(), fin)
	}
	skin := l.hide().shaded(0, 0.3)
	b.outlined(Body, skin, l.line(), ellipse(point{-0.34, 0}, 0.18, 0.2))
	mantle := smooth(point{1.04, 0}, point{0.7, 0.15}, point{0.2, 0.26}, point{-0.22, 0.25},
		point{-0.26, 0}, point{-0.22, -0.25}, point{0.2, -0.26}, point{0.7, -0.15})
	b.outlined(Body, skin, l.line(), mantle)
	for _, side := range [...]float64{-1, 1} {
		b.eye(point{-0.36, side * 0.14}, 0.09, l.iris)
	}
}

// octopus is a round head on eight curling arms.
type octopus struct{}

func (octopus) draw(b brush, l look, r random) {
	for i := range 8 {
		t := float64(i) / 7
		out := lerp(-1, 1, t)
		line := arm(point{out * 0.24, 0.12}, 0.25-float64(0.21*out)+r.around(0.015), r.between(0.9, 1.1), r.around(0.1))
		limb := spine{line, taper(0.105, 0.025)}
		b.outlined(Arm, limb.paint(l.hide(), 1), l.line(), limb.contour())
	}
	head := smooth(point{0, -0.86}, point{0.34, -0.7}, point{0.42, -0.34}, point{0.28, -0.02}, point{0.3, 0.2},
		point{0, 0.28}, point{-0.3, 0.2}, point{-0.28, -0.02}, point{-0.42, -0.34}, point{-0.34, -0.7})
	b.outlined(Body, l.hide().shaded(-0.28, 0.58), l.line(), head)
	for _, side := range [...]float64{-1, 1} {
		b.eye(point{side * 0.17, -0.06}, 0.1, l.iris)
	}
	b.stroke(Mouth, 1, l.line(), 1.2, curve(point{-0.08, 0.13}, point{0, 0.16}, point{0.08, 0.13})...)
}
