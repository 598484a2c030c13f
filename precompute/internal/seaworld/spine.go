package seaworld

import "math"

// spine is a curved body: a line with a half width along it.
type spine struct {
	line []point
	half func(u float64) float64
}

func (s spine) contour() contour { return ribbon(s.line, s.half) }

// unrolled turns a place near the line into u, the share of the line's length before it, and v, its distance from the line in
// half widths, positive on the left of one who walks along the line.
func (s spine) unrolled(p point) (u, v float64) {
	nearest, best := 0, math.Inf(1)
	for i, q := range s.line {
		if d := p.minus(q).length(); d < best {
			nearest, best = i, d
		}
	}
	last := len(s.line) - 1
	along := s.line[min(nearest+1, last)].minus(s.line[max(nearest-1, 0)])
	offset := p.minus(s.line[nearest])
	size := max(along.length(), 1e-9)
	u = float64(nearest) / float64(last)
	across := dot(along.y, offset.x, -along.x, offset.y) / size
	step := size * float64(last) / 2
	return madd(1/step, dot(along.x, offset.x, along.y, offset.y)/size, u), across / max(s.half(u), 1e-9)
}

// paint wraps a hide around the body; length is the line's length for the pattern.
func (s spine) paint(h hide, length float64) paint {
	return func(p point) colour {
		u, v := s.unrolled(p)
		v = min(max(v, -1), 1)
		c := h.at(point{u * length, v * s.half(clamp01(u))})
		c = mix(c, h.belly, 0.6*smoothstep(0.35, 1, v))
		return c.scaled(1.08 - float64(0.28*float64(v*v)))
	}
}
