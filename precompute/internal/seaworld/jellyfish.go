package seaworld

// jellyfish is a glassy bell with trailing arms.
type jellyfish struct{}

func (jellyfish) draw(b brush, l look, r random) {
	for i := range 9 {
		x := lerp(-0.56, 0.56, float64(i)/8)
		line := wavy(point{x, -0.12}, r.between(0.85, 1.15), r.between(0.04, 0.09), r)
		b.glaze(Arm, 0.85, flat(l.fin), ribbon(line, taper(0.03, 0.014)))
	}
	for i := range 3 {
		line := wavy(point{lerp(-0.2, 0.2, float64(i)/2), -0.1}, r.between(0.55, 0.75), 0.07, r)
		b.glaze(Arm, 0.9, flat(l.ink), ribbon(line, taper(0.1, 0.03)))
	}
	bell := smooth(point{0, -0.86}, point{0.42, -0.72}, point{0.68, -0.3}, point{0.66, -0.06}, point{0.5, -0.12}, point{0.34, -0.02},
		point{0.17, -0.1}, point{0, 0}, point{-0.17, -0.1}, point{-0.34, -0.02}, point{-0.5, -0.12}, point{-0.66, -0.06},
		point{-0.68, -0.3}, point{-0.42, -0.72})
	skin := l.hide().shaded(-0.42, 0.5)
	b.glaze(Body, 0.8, skin, bell)
	b.glaze(Body, 0.85, flat(mix(l.base, rgb(0xffffff), 0.55)), border(bell, 0.5/b.pose.scale)...)
	for i := range 4 {
		x := lerp(-0.3, 0.3, float64(i)/3)
		b.glaze(Body, 0.5, flat(l.ink), ellipse(point{x, -0.4}, 0.1, 0.15))
	}
}

// wavy is a line that hangs down in waves.
func wavy(start point, length, swing float64, r random) []point {
	phase := r.between(0, 1)
	var through []point
	for i := range 7 {
		t := float64(i) / 6
		through = append(through, start.plus(point{swing * smoothstep(0, 0.3, t) * sine(madd(1.3, t, phase)), t * length}))
	}
	return curve(through...)
}
