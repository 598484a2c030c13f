package seaworld

// ray is a flat body seen from above, wings spread.
type ray struct{ snout float64 }

func (f ray) draw(b brush, l look, r random) {
	wave := r.around(0.25)
	tail := curve(point{-0.45, 0}, point{-0.8, wave * 0.35}, point{-1.1, -wave * 0.4}, point{-1.4, wave * 0.3})
	b.outlined(Tail, flat(l.base.scaled(0.72)), l.line(), ribbon(tail, taper(0.06, 0.012)))
	tip := r.between(0.84, 0.98)
	left, right := r.around(0.08), r.around(0.08)
	wings := smooth(
		point{0.62 + f.snout, 0}, point{0.5, 0.16}, point{0.3, 0.42}, point{-0.06 + left, tip}, point{-0.22, 0.5},
		point{-0.5, 0.16}, point{-0.55, 0}, point{-0.5, -0.16},
		point{-0.22, -0.5}, point{-0.06 + right, -tip}, point{0.3, -0.42}, point{0.5, -0.16},
	)
	b.outlined(Body, f.paint(l), l.line(), wings)
	for _, side := range [...]float64{-1, 1} {
		pelvic := smooth(point{-0.42, side * 0.1}, point{-0.48, side * 0.26}, point{-0.66, side * 0.22}, point{-0.6, side * 0.06})
		b.outlined(Fin, flat(l.fin), l.line(), pelvic)
		b.eye(point{0.4, side * 0.15}, 0.072, l.iris)
	}
}

// paint is darkest along the back and lighter to the wing tips.
func (ray) paint(l look) paint {
	h := l.hide()
	return func(p point) colour {
		off := p.y * p.y
		c := mix(h.at(p), h.belly, 0.5*smoothstep(0.25, 0.9, off))
		return c.scaled(1.12 - float64(0.22*smoothstep(0, 0.05, off)) + float64(0.14*smoothstep(0.1, 0.7, off)))
	}
}
