package seaworld

// starfish has five arms around a middle.
type starfish struct{}

func (starfish) draw(b brush, l look, r random) {
	waist, twist := r.between(0.34, 0.4), r.around(0.03)
	var through []point
	for i := range 5 {
		a := madd(0.2, float64(i), -0.25)
		reach := r.between(0.9, 1.02)
		tip := a + twist
		through = append(through, polar(tip-0.02, reach), polar(tip+0.02, reach), polar(a+0.1, waist))
	}
	body := smooth(through...)
	h := l.hide()
	b.outlined(Body, func(p point) colour {
		return h.at(p).scaled(1.16 - float64(0.3*smoothstep(0, 1.1, p.length())))
	}, l.line(), body)
	for i := range 5 {
		ridge := []point{{}, polar(madd(0.2, float64(i), -0.25)+float64(0.7*twist), 0.72)}
		b.glaze(Body, 0.45, flat(l.belly), ribbon(ridge, taper(0.05, 0.015)))
	}
}

// urchin is a ball of quills.
type urchin struct{ quills int }

func (u urchin) draw(b brush, l look, r random) {
	for ring := range 2 {
		for i := range u.quills {
			a := (float64(i) + float64(0.5*float64(ring)) + r.around(0.25)) / float64(u.quills)
			reach := r.between(0.86, 1.06) - float64(0.14*float64(ring))
			quill(b, l, polar(a, 0.34), polar(a, reach))
		}
	}
	b.outlined(Body, l.hide().shaded(0, 0.5), l.line(), ellipse(point{}, 0.46, 0.44))
	for range u.quills {
		a, at := r.between(0, 1), r.between(0.05, 0.3)
		quill(b, l, polar(a, at), polar(a, at+0.3))
	}
}
