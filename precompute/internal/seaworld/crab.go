package seaworld

// crab is seen from above and in front, claws raised.
type crab struct{}

func (c crab) draw(b brush, l look, r random) {
	for _, side := range [...]float64{-1, 1} {
		for i := range 4 {
			drop := float64(float64(i) * 0.11)
			knee := point{side * (0.86 - float64(drop*0.5) + r.around(0.04)), drop - 0.02 + r.around(0.04)}
			foot := point{side * (1.04 - drop + r.around(0.05)), madd(0.7, drop, 0.42) + r.around(0.04)}
			line := []point{{side * 0.4, madd(0.5, drop, 0.12)}, knee, foot}
			b.outlined(Leg, flat(l.fin), l.line(), ribbon(line, taper(0.055, 0.018)))
		}
		c.drawClaw(b, l, r, side)
		b.outlined(Eye, flat(l.fin), l.line(), ribbon([]point{{side * 0.16, -0.26}, {side * 0.2, -0.48}}, taper(0.035, 0.035)))
		b.eye(point{side * 0.2, -0.5}, 0.085, l.iris)
	}
	shell := smooth(point{0, -0.34}, point{0.36, -0.3}, point{0.64, -0.12}, point{0.54, 0.16}, point{0.28, 0.36},
		point{0, 0.4}, point{-0.28, 0.36}, point{-0.54, 0.16}, point{-0.64, -0.12}, point{-0.36, -0.3})
	b.outlined(Shell, l.hide().shaded(0.02, 0.4), l.line(), shell)
	b.stroke(Mouth, 1, l.line(), 1.3, curve(point{-0.13, 0.2}, point{0, 0.25}, point{0.13, 0.2})...)
}

func (crab) drawClaw(b brush, l look, r random, side float64) {
	hand := point{side * r.between(0.74, 0.86), r.between(-0.66, -0.54)}
	limb := curve(point{side * 0.42, -0.14}, point{side * 0.84, -0.22}, hand)
	b.outlined(Arm, flat(l.fin), l.line(), ribbon(limb, taper(0.075, 0.07)))
	turned := func(x, y float64) point { return hand.plus(point{side * x, y}) }
	outer := smooth(turned(-0.06, 0.14), turned(0.18, 0.08), turned(0.24, -0.2),
		turned(0.06, -0.42), turned(0.08, -0.18), turned(-0.02, -0.06))
	inner := smooth(turned(0.06, 0.14), turned(-0.16, 0.06), turned(-0.24, -0.16),
		turned(-0.08, -0.36), turned(-0.08, -0.16), turned(0.02, -0.04))
	b.outlined(Claw, flat(l.base), l.line(), inner)
	b.outlined(Claw, flat(l.base.scaled(1.08)), l.line(), outer)
}
