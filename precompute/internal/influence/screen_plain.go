package influence

import (
	"math"
	"slices"
)

// Plain is the screen in Go, for any platform.
type Plain struct{}

// Squares of norms are told apart by the bits of floats, as in screen_body.h.
const (
	tiers    = 64 // the last one takes all that are smaller
	tierBits = 20 // a tier's share of the bits: 8 tiers halve a square
)

// Name is "go".
func (Plain) Name() string { return "go" }

func (s Plain) pack(v *view, m *Map) {
	g := &v.geometry
	size, padded := int(g.height*g.width), int(g.paddedHeight*g.paddedWidth)
	for c := range v.channels {
		ch := &v.channels[c]
		*ch = channel{}
		values := m.Data[c*size:][:size]
		plane := v.planes[c*padded:][:padded]
		for y := range int(g.height) {
			copy(plane[(y+int(g.top))*int(g.paddedWidth)+int(g.left):], values[y*int(g.width):][:g.width])
		}
		var magnitude, sign uint32
		for _, x := range values {
			b := math.Float32bits(x)
			magnitude = max(magnitude, b&^(1<<31))
			sign |= b >> 31
		}
		ch.negative = int32(sign)
		if !(math.Float32frombits(magnitude) <= wild) {
			ch.reach = positiveInfinity
		} else if magnitude > 0 {
			top := g.square(plane, v.squares)
			ch.reach = g.reach(top)
			v.sort(c, top)
			v.gather(c)
		}
	}
}

// reach is above the norm of a window whose square is at most s.
func (g *geometry) reach(s float32) float32 {
	return float32(math.Sqrt(float64(s*(1+float32(g.taps+4)*0x1p-23)+float32(g.taps)*tiny))) * (1 + 0x1p-21)
}

// square sums for every output position the squares of what it sees, and returns the largest sum.
func (g *geometry) square(plane, squares []float32) float32 {
	largest := float32(0)
	for y := range int(g.rows) {
		out := squares[y*int(g.columns):][:g.columns]
		clear(out)
		for t := range int(g.taps) {
			row := plane[g.place(y, 0)+g.tap(t):]
			for x := range out {
				value := row[x*int(g.strideX)]
				out[x] += float32(value * value)
			}
		}
		largest = max(largest, slices.Max(out))
	}
	return largest
}

// place is where in a plane the window of an output position begins.
func (g *geometry) place(y, x int) int { return y*int(g.strideY*g.paddedWidth) + x*int(g.strideX) }

// tap is how far behind its beginning a window has the value for a weight.
func (g *geometry) tap(t int) int {
	return t/int(g.kernelWidth)*int(g.dilationY*g.paddedWidth) + t%int(g.kernelWidth)*int(g.dilationX)
}

// sort puts the windows of channel c in order of their squares' tiers, which begin at top, and sets the bounds of its groups.
func (v *view) sort(c int, top float32) {
	g, first := &v.geometry, math.Float32bits(top)
	squares := v.squares[:g.rows*g.columns]
	tier := func(square float32) uint32 { return min((first-math.Float32bits(square))>>tierBits, tiers-1) }
	var at [tiers]int
	for _, s := range squares {
		at[tier(s)]++
	}
	end, bounds := 0, v.bounds[c*int(g.groups):][:g.groups]
	for t, group := 0, 0; t < tiers; t++ {
		at[t], end = end, end+at[t]
		for ; group*lanes < end; group++ {
			bounds[group] = min(g.reach(math.Float32frombits(first-uint32(t)<<tierBits)), v.channels[c].reach)
		}
	}
	order := v.order[c*int(g.groups)*lanes:]
	for i, s := range squares {
		t := tier(s)
		order[at[t]] = int32(g.place(i/int(g.columns), i%int(g.columns)))
		at[t]++
	}
}

// gather makes the next group of windows of channel c. The last one repeats a window until it is full.
func (v *view) gather(c int) {
	g, ch := &v.geometry, &v.channels[c]
	group := int(ch.gathered)
	ch.gathered++
	from := v.order[(c*int(g.groups)+group)*lanes:][:lanes]
	plane := v.planes[c*int(g.paddedHeight*g.paddedWidth):]
	to := v.windows[(c*int(g.groups)+group)*int(g.taps)*lanes:]
	for t := range int(g.taps) {
		at := g.tap(t)
		for i := range lanes {
			to[t*lanes+i] = plane[at+int(from[min(i, int(g.rows*g.columns)-group*lanes-1)])]
		}
	}
}

// probed is how many windows probe looks at; refine begins with the first group again.
const probed = 4

func (Plain) probe(v *view, p *operand, most, least, errors []float32) {
	taps := int(v.geometry.taps)
	for r, c := range p.rows {
		most, least, errors := most[r*lanes:][:lanes], least[r*lanes:][:lanes], errors[r*lanes:][:lanes]
		ch := &v.channels[c]
		for l := range lanes {
			most[l], least[l], errors[l] = 0, 0, ch.reach
		}
		if ch.gathered == 0 {
			continue // all 0, or left to float64
		}
		windows := v.windows[int(c)*int(v.geometry.groups)*taps*lanes:][:taps*lanes]
		for l := range lanes {
			s0, s1, s2, s3 := four(windows, p.weights[r*taps*lanes+l:])
			most[l], least[l] = max(s0, s1, s2, s3), -min(s0, s1, s2, s3)
			errors[l] = float32(p.norms[r*lanes+l]*(float32(taps+4)*0x1p-23*ch.reach)) + float32(taps)*tiny
		}
	}
}

// four returns the sums of the first windows of a group, [taps][lanes], with weights that are lanes apart.
func four(windows, weights []float32) (s0, s1, s2, s3 float32) {
	for len(windows) >= probed {
		w := weights[0]
		s0 += w * windows[0]
		s1 += w * windows[1]
		s2 += w * windows[2]
		s3 += w * windows[3]
		if len(windows) <= lanes {
			break
		}
		windows, weights = windows[lanes:], weights[lanes:]
	}
	return s0, s1, s2, s3
}

func (Plain) refine(v *view, p *operand, floor *[lanes]float32, values []float32, sign float32) {
	part := p.plus
	if sign < 0 {
		part = p.minus
	}
	for r, c := range p.rows {
		ch := &v.channels[c]
		if ch.gathered == 0 {
			continue
		}
		own := part[r*lanes:][:lanes]
		if ch.negative != 0 {
			own = p.norms[r*lanes:][:lanes]
		}
		next := v.bounds[int(c)*int(v.geometry.groups)]
		for l := range lanes {
			if most := own[l]*next + tiny; most >= floor[l] && most > values[r*lanes+l] {
				values[r*lanes+l] = v.pair(int(c), p.weights[r*int(v.geometry.taps)*lanes+l:], own[l], floor[l], values[r*lanes+l], sign)
			}
		}
	}
}

// pair takes groups against one lane's weights, and returns the largest of sign times the sums, or best.
func (v *view) pair(c int, weights []float32, part, floor, best, sign float32) float32 {
	size := int(v.geometry.taps) * lanes
	for i := range int(v.geometry.groups) {
		if most := part*v.bounds[c*int(v.geometry.groups)+i] + tiny; most < floor || most <= best {
			break
		}
		if i >= int(v.channels[c].gathered) {
			v.gather(c)
		}
		windows := v.windows[(c*int(v.geometry.groups)+i)*size:][:size]
		for at := 0; at < lanes; at += probed {
			s0, s1, s2, s3 := four(windows[at:], weights)
			best = max(best, max(sign*s0, sign*s1), max(sign*s2, sign*s3))
		}
	}
	return best
}

func (Plain) scale(weights []float32, e *extremes, most, least, errors []float32) {
	for r := range e.highest {
		high, low, rounding := e.highest[r], e.lowest[r], e.rounding[r]
		for i := r * lanes; i < (r+1)*lanes; i++ {
			a, b := weights[i]*high, weights[i]*low
			if a < b {
				a, b = b, a
			}
			most[i], least[i] = a, -b
			errors[i] = max(a, -b)*0x1p-22 + rounding
		}
	}
}

func (Plain) floors(values, errors []float32, k int, top []float32) {
	for i := range top[:k*lanes] {
		top[i] = negativeInfinity32
	}
	last := top[(k-1)*lanes:][:lanes]
	for i, value := range values {
		l := i % lanes
		x := value - errors[i]
		if !(x > last[l]) {
			continue
		}
		for t := l; t < k*lanes; t += lanes {
			if x > top[t] {
				x, top[t] = top[t], x
			}
		}
	}
}

func (Plain) contend(values, errors []float32, threshold *[lanes]float32, lists []int32, counts *[lanes]int32) {
	rows := len(values) / lanes
	for i, value := range values {
		if l := i % lanes; value+errors[i] >= threshold[l] {
			lists[l*rows+int(counts[l])] = int32(i / lanes)
			counts[l]++
		}
	}
}
