package seaworld

// seahorse is a body that stands upright and ends in a curl.
type seahorse struct{}

func (s seahorse) draw(b brush, l look, r random) {
	curl := r.between(0.85, 1.15)
	body := spine{curve(
		point{0.2, -0.62}, point{0.02, -0.5}, point{-0.06, -0.22}, point{0.06, 0.08}, point{0.04, 0.4}, point{-0.1, 0.68},
		point{-0.02, 0.68 + float64(0.3*curl)}, point{0.2, 0.66 + float64(0.28*curl)}, point{0.24, 0.7}, point{0.12, 0.7},
	), func(u float64) float64 {
		return lerp(0.17, 0.3, smoothstep(0.05, 0.32, u)) * lerp(1, 0.18, smoothstep(0.38, 0.8, u))
	}}
	back := smooth(point{-0.2, -0.2}, point{-0.5, -0.14}, point{-0.46, 0.16}, point{-0.16, 0.24})
	b.outlined(Fin, finPaint(l.fin, 0), l.line(), back)
	for i := range 3 {
		root := point{lerp(0.08, 0.28, float64(i)/2), -0.74}
		spike := contour{root.plus(point{-0.07, 0.08}), root.plus(point{-0.03, -0.16}), root.plus(point{0.07, 0.06})}
		b.outlined(Quill, flat(l.quill), l.line(), spike)
	}
	b.outlined(Body, body.paint(l.hide(), 2), l.line(), body.contour())
	s.drawHead(b, l)
}

func (seahorse) drawHead(b brush, l look) {
	snout := ribbon([]point{{0.3, -0.56}, {0.74, -0.42}}, func(u float64) float64 { return lerp(0.085, 0.06, u) })
	skin := l.hide().shaded(-0.58, 0.25)
	b.outlined(Body, skin, l.line(), snout)
	b.outlined(Body, skin, l.line(), ellipse(point{0.2, -0.6}, 0.21, 0.19))
	b.fill(Body, skin, ellipse(point{0.33, -0.55}, 0.1, 0.06))
	b.stroke(Mouth, 1, l.line(), 1.5, point{0.7, -0.48}, point{0.76, -0.36})
	b.eye(point{0.24, -0.62}, 0.085, l.iris)
}
