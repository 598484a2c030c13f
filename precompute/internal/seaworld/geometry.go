package seaworld

import "math"

// point is a place or a vector. x runs to the right (in the body frame: to the head), y runs down.
type point struct{ x, y float64 }

func (p point) plus(q point) point {
	return point{float64(p.x) + float64(q.x), float64(p.y) + float64(q.y)}
}

func (p point) minus(q point) point {
	return point{float64(p.x) - float64(q.x), float64(p.y) - float64(q.y)}
}

func (p point) times(k float64) point { return point{float64(p.x * k), float64(p.y * k)} }

func (p point) length() float64 { return math.Sqrt(dot(p.x, p.x, p.y, p.y)) }

// polar is the vector of length r at the given angle in turns, 0 to the right and a quarter turn down.
func polar(angle, r float64) point {
	return point{float64(cosine(angle) * r), float64(sine(angle) * r)}
}

func between(a, b point, t float64) point { return point{lerp(a.x, b.x, t), lerp(a.y, b.y, t)} }

// pose places the body frame in the picture.
type pose struct {
	centre   point
	scale    float64 // pixels for a length of 1
	cos, sin float64
	mirror   bool
	bend     float64 // how far down a point at x = 1 or x = -1 moves
}

func newPose(centre point, scale, angle float64) pose {
	return pose{centre: centre, scale: scale, cos: cosine(angle), sin: sine(angle)}
}

func (s pose) toPicture(p point) point {
	p.y += float64(s.bend * float64(p.x*p.x))
	if s.mirror {
		p.x = -p.x
	}
	p = point{dot(p.x, s.cos, -p.y, s.sin), dot(p.x, s.sin, p.y, s.cos)}
	return s.centre.plus(p.times(s.scale))
}

func (s pose) toBody(q point) point {
	q = q.minus(s.centre).times(1 / s.scale)
	p := point{dot(q.x, s.cos, q.y, s.sin), dot(-q.x, s.sin, q.y, s.cos)}
	if s.mirror {
		p.x = -p.x
	}
	p.y -= float64(s.bend * float64(p.x*p.x))
	return p
}
