package seaworld

import "math"

// Skin is the pattern on an animal's body.
type Skin string

// The skins.
const (
	Plain   Skin = "plain"
	Striped Skin = "striped"
	Dotted  Skin = "dotted"
	Scaled  Skin = "scaled"
)

// hide is a skin with its colours and measures.
type hide struct {
	skin             Skin
	base, belly, ink colour
	pitch            float64 // distance from one stripe, dot or scale to the next
	weight           float64 // how strongly the pattern shows, 0 to 1
	shift            point   // where the pattern starts
	salt             uint64
}

// at is the hide's colour at a place of the pattern.
func (h hide) at(p point) colour {
	p = p.plus(h.shift)
	switch h.skin {
	case Striped:
		return mix(h.base, h.ink, h.weight*h.stripe(p))
	case Dotted:
		return mix(h.base, h.ink, h.weight*h.dot(p))
	case Scaled:
		return mix(h.base, h.ink, h.weight*h.scale(p))
	default:
		return h.base
	}
}

// stripe is 1 on a band across the body, 0 between two bands.
func (h hide) stripe(p point) float64 {
	t := madd(0.05, sine(madd(p.y, 1.4, h.shift.x)), p.x/h.pitch)
	return smoothstep(0.05, 0.35, sine(t))
}

// dot is 1 on a round spot of a loosely filled staggered grid.
func (h hide) dot(p point) float64 {
	row := math.Floor(p.y / h.pitch)
	offset := float64(row/2) - math.Floor(row/2)
	col := math.Floor(p.x/h.pitch + offset)
	x, y := int(col), int(row)
	centre := point{
		madd(0.28, cell(x, y, h.salt)-0.5, col-offset+0.5) * h.pitch,
		madd(0.28, cell(x, y, h.salt+1)-0.5, row+0.5) * h.pitch,
	}
	r := h.pitch * madd(0.1, cell(x, y, h.salt+2), 0.24)
	return 1 - smoothstep(0.8*r, 1.15*r, p.minus(centre).length())
}

// scale is 1 on the dark rim of a scale. Scales are discs on a staggered grid, and each lies over those nearer to the tail.
func (h hide) scale(p point) float64 {
	const radius, rise = 0.62, 0.5
	x, y := p.x/h.pitch, p.y/h.pitch
	top, rim := math.Inf(-1), 1.0
	for dy := -1.0; dy <= 1; dy++ {
		row := math.Round(y/rise) + dy
		offset := float64(row/2) - math.Floor(row/2)
		for dx := -1.0; dx <= 1; dx++ {
			centre := math.Round(x-offset) + dx + offset
			d := point{x - centre, madd(-rise, row, y)}.length()
			if d < radius && centre > top {
				top, rim = centre, smoothstep(0.4, 0.58, d)
			}
		}
	}
	return rim
}

// shaded lights a round body from above: half is its half height, around the middle line y.
func (h hide) shaded(y, half float64) paint {
	return func(p point) colour {
		v := (p.y - y) / half
		c := mix(h.at(p), h.belly, 0.75*smoothstep(0.25, 0.95, v))
		gloss := 0.22 * (1 - smoothstep(0, 0.3, math.Abs(v+0.5)))
		return mix(c.scaled(1.1-float64(0.2*v)), rgb(0xffffff), gloss)
	}
}
