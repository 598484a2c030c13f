package seaworld

// station is a cross-section of a fish: its place along the body and its heights above and below the middle line, in
// shares of the greatest one.
type station struct{ x, up, down float64 }

// The outlines of fishes from the snout to the root of the tail.
var (
	torpedo = []station{{0.98, 0.05, 0.05}, {0.82, 0.5, 0.42}, {0.5, 0.9, 0.85}, {0.1, 1, 1}, {-0.3, 0.78, 0.76},
		{-0.6, 0.4, 0.4}, {-0.8, 0.3, 0.3}}
	disc = []station{{0.82, 0.05, 0.05}, {0.68, 0.36, 0.36}, {0.4, 0.82, 0.84}, {0.05, 1, 1}, {-0.3, 0.82, 0.84},
		{-0.52, 0.36, 0.38}, {-0.68, 0.18, 0.18}}
	ball = []station{{0.76, 0.12, 0.1}, {0.68, 0.46, 0.44}, {0.4, 0.9, 0.92}, {0.05, 1, 1.04}, {-0.32, 0.84, 0.9},
		{-0.56, 0.42, 0.42}, {-0.74, 0.22, 0.22}}
)

// finForm is a fin on the back or under the belly: it stands between two places along the body, from the head on.
type finForm struct {
	from, to, height float64
	sweep            float64 // how far the tip leans to the tail
}

// fish is a body seen from its side.
type fish struct {
	outline      []station
	half         float64 // greatest half height
	tail         tailForm
	tailSize     float64
	dorsal, anal finForm
	barbels      int
	quills       int
}

// above is the height of the outline at x, below the same on the other side of the middle line.
func (f fish) above(x float64) float64 { return f.height(x, func(s station) float64 { return s.up }) }

func (f fish) below(x float64) float64 { return f.height(x, func(s station) float64 { return s.down }) }

func (f fish) height(x float64, side func(station) float64) float64 {
	for i, s := range f.outline[1:] {
		if before := f.outline[i]; x >= s.x {
			t := (x - s.x) / (before.x - s.x)
			return f.half * lerp(side(s), side(before), min(t, 1))
		}
	}
	return f.half * side(f.outline[len(f.outline)-1])
}

func (f fish) root() float64 { return f.outline[len(f.outline)-1].x }

// body is the contour of the fish without fins and tail.
func (f fish) body() contour {
	var through []point
	for _, s := range f.outline {
		through = append(through, point{s.x, -s.up * f.half})
	}
	for i := len(f.outline) - 1; i >= 0; i-- {
		through = append(through, point{f.outline[i].x, f.outline[i].down * f.half})
	}
	return smooth(through...)
}

// draw paints the fish from back to front.
func (f fish) draw(b brush, l look, r random) {
	fin := finPaint(l.fin, f.root())
	b.outlined(Tail, fin, l.line(), f.tail.contour(f.root()+0.06, f.half*0.22, f.tailSize))
	f.drawQuills(b, l, r)
	f.drawFin(b, l, f.dorsal, -1, f.above)
	f.drawFin(b, l, f.anal, 1, f.below)
	b.outlined(Body, l.hide().shaded(0, f.half), l.line(), f.body())
	f.drawHead(b, l)
	pectoral := smooth(point{0.34, 0.22 * f.half}, point{0.16, 0.06 * f.half}, point{-0.06, 0.3 * f.half},
		point{0.02, 0.52 * f.half}, point{0.22, 0.46 * f.half})
	b.outlined(Fin, finPaint(l.fin.scaled(1.06), 0.42), l.line(), pectoral)
}

func (f fish) drawFin(b brush, l look, fin finForm, side float64, height func(float64) float64) {
	if fin.height == 0 {
		return
	}
	span := fin.to - fin.from
	at := func(t, up float64) point {
		x := madd(span, t, fin.from)
		y := side * madd(up, fin.height, height(x)-0.05)
		return point{x - float64(up*fin.sweep), y}
	}
	shape := smooth(at(0, 0), at(0.15, 0.75), at(0.4, 1), at(0.75, 0.8), at(0.97, 0.55), at(1, 0))
	b.outlined(Fin, finPaint(l.fin, 0), l.line(), shape)
}

// drawHead paints gill, mouth, eye and barbels.
func (f fish) drawHead(b brush, l look) {
	snout := f.outline[0].x
	gill := curve(point{snout - 0.36, -0.55 * f.half}, point{snout - 0.44, 0}, point{snout - 0.36, 0.55 * f.half})
	b.stroke(Body, 0.55, l.line(), 0.9, gill...)
	lip := point{snout - 0.02, 0.12 * f.half}
	for i := range f.barbels {
		x := snout - 0.05 - float64(0.1*float64(i))
		start := point{x, f.below(x) - 0.02}
		line := curve(start, start.plus(point{-0.02, 0.1}), start.plus(point{-0.1, 0.2}))
		b.fill(Barbel, flat(l.fin.scaled(0.75)), ribbon(line, taper(0.028, 0.012)))
	}
	b.stroke(Mouth, 1, l.line().scaled(0.6), 1.4, lip.plus(point{-0.15, 0.05 * f.half}), lip)
	b.eye(point{snout - 0.22, -0.3 * f.half}, 0.075, l.iris)
}

// drawQuills fans quills out from all of the body's edge but the snout.
func (f fish) drawQuills(b brush, l look, r random) {
	for i := range f.quills {
		t := (float64(i) + 0.5) / float64(f.quills)
		x := lerp(f.outline[1].x, f.root(), t)
		for _, side := range [...]float64{-1, 1} {
			y := f.above(x)
			if side > 0 {
				y = f.below(x)
			}
			lean := point{(x - 0.1) * 0.55, side * 0.6}
			tip := point{x, side * y}.plus(lean.times((l.quillLength + r.around(0.05)) / lean.length()))
			quill(b, l, point{x, side * y * 0.8}, tip)
		}
	}
}

// quill paints one spine from its root to its tip.
func quill(b brush, l look, root, tip point) {
	b.fill(Quill, flat(l.line()), ribbon([]point{root, tip}, taper(0.055, 0.012)))
	b.fill(Quill, flat(l.quill), ribbon([]point{root, between(root, tip, 0.96)}, taper(0.034, 0.004)))
}

// finPaint draws rays that spread from x on the middle line, or that stand upright where x is 0.
func finPaint(c colour, x float64) paint {
	return func(p point) colour {
		t := p.x * 11
		if x != 0 {
			t = 3.2 * p.y / max(x-p.x+0.12, 0.05)
		}
		return c.scaled(madd(0.13, sine(t), 1))
	}
}
