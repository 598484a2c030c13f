package seaworld

// eel is a long body in waves.
type eel struct {
	half float64
	fin  bool // a fin along the whole back
}

func (e eel) draw(b brush, l look, r random) {
	swing, phase := r.between(0.26, 0.36), r.between(0, 1)
	var through []point
	for i := range 10 {
		t := float64(i) / 9
		through = append(through, point{lerp(1, -1.15, t), swing * lerp(0.55, 1, t) * sine(madd(1.35, t, phase))})
	}
	body := spine{curve(through...), func(u float64) float64 {
		return e.half * smoothstep(-0.06, 0.05, u) * lerp(1, 0.16, smoothstep(0.3, 1, u))
	}}
	if e.fin {
		back := spine{body.line[6:], func(u float64) float64 { return madd(0.08, smoothstep(0, 0.12, u), body.half(lerp(0.1, 1, u))) }}
		b.outlined(Fin, flat(l.fin), l.line(), back.contour())
	}
	b.outlined(Body, body.paint(l.hide(), 2.6), l.line(), body.contour())
	e.drawHead(b, l, body)
}

func (e eel) drawHead(b brush, l look, body spine) {
	head := body.line[4]
	ahead := body.line[0].minus(head).times(1 / body.line[0].minus(head).length())
	side := point{ahead.y, -ahead.x}
	place := func(along, up float64) point {
		return head.plus(ahead.times(along * e.half)).plus(side.times(up * e.half))
	}
	b.stroke(Mouth, 1, l.line().scaled(0.6), 1.5, place(0, -0.25), place(0.95, -0.2))
	b.eye(place(0.35, 0.3), 0.07, l.iris)
}
