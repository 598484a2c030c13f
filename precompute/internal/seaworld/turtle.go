package seaworld

// turtle is seen from above, its head along x.
type turtle struct{}

func (t turtle) draw(b brush, l look, r random) {
	skin := flat(l.fin)
	b.outlined(Tail, skin, l.line(), smooth(point{-0.62, -0.09}, point{-0.9, 0}, point{-0.62, 0.09}))
	for _, side := range [...]float64{-1, 1} {
		beat := r.around(0.16)
		front := smooth(point{0.46, side * 0.3}, point{0.52, side * 0.62}, point{0.3 + beat, side * 1.02}, point{0.06 + beat, side * 1.06},
			point{0.22, side * 0.68}, point{0.14, side * 0.42})
		hind := smooth(point{-0.4, side * 0.3}, point{-0.56, side * 0.56}, point{madd(0.4, beat, -0.86), side * 0.66},
			point{-0.78, side * 0.42}, point{-0.58, side * 0.2})
		b.outlined(Leg, l.limb(), l.line(), front)
		b.outlined(Leg, l.limb(), l.line(), hind)
	}
	head := smooth(point{0.58, -0.14}, point{0.84, -0.17}, point{1.06, -0.06}, point{1.06, 0.06}, point{0.84, 0.17}, point{0.58, 0.14})
	b.outlined(Body, l.limb(), l.line(), head)
	for _, side := range [...]float64{-1, 1} {
		b.eye(point{0.92, side * 0.11}, 0.062, l.iris)
	}
	shell := smooth(point{0.7, 0}, point{0.56, 0.36}, point{0.16, 0.55}, point{-0.34, 0.46}, point{-0.72, 0},
		point{-0.34, -0.46}, point{0.16, -0.55}, point{0.56, -0.36})
	b.outlined(Shell, t.paint(l), l.line(), shell)
	b.glaze(Shell, 0.8, flat(l.belly), border(shell, 0.035)...)
}

func (turtle) paint(l look) paint {
	h := l.hide()
	return func(p point) colour { return h.at(p).scaled(1.18 - float64(0.36*smoothstep(0, 0.75, p.length()))) }
}

// limb is the spotted skin of head and flippers.
func (l look) limb() paint {
	h := hide{skin: Dotted, base: l.fin, ink: l.line(), pitch: 0.17, weight: 0.5, salt: l.salt}
	return h.at
}
