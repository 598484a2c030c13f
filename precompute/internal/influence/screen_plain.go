package influence

import (
	"math"
)

// Plain is the screen in Go, for any platform.
type Plain struct{}

// Shares of the largest square, as in screen_body.h.
const (
	tierShare = 0.8  // a tier's smallest square, of its largest
	lastShare = 1e-3 // below it the rest is one tier
)

// Name is "go".
func (Plain) Name() string { return "go" }

func (s Plain) pack(v *view, m *Map) {
	g := &v.geometry
	size, padded, positions := int(g.height*g.width), int(g.paddedHeight*g.paddedWidth), int(g.rows*g.pitch)
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
			top := g.square(plane, v.squares[c*positions:][:positions])
			ch.reach, ch.edge = g.reach(top), top*(1+0x1p-20)+tiny
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
		out := squares[y*int(g.pitch):][:g.pitch]
		clear(out)
		for t := range int(g.taps) {
			row := plane[g.place(y, 0)+g.tap(t):]
			for x := range int(g.columns) {
				value := row[x*int(g.strideX)]
				out[x] += float32(value * value)
			}
		}
		for _, s := range out[:g.columns] {
			largest = max(largest, s)
		}
		for x := g.columns; x < g.pitch; x++ {
			out[x] = -1 // in no tier
		}
	}
	return largest
}

// place is where in a plane the window of an output position begins.
func (g *geometry) place(y, x int) int { return y*int(g.strideY*g.paddedWidth) + x*int(g.strideX) }

// tap is how far behind its beginning a window has the value for a weight.
func (g *geometry) tap(t int) int {
	return t/int(g.kernelWidth)*int(g.dilationY*g.paddedWidth) + t%int(g.kernelWidth)*int(g.dilationX)
}

// list appends to the order of channel c all windows whose square is below its edge and not below low.
func (v *view) list(c int, low float32) {
	g, ch := &v.geometry, &v.channels[c]
	to := v.order[c*int(g.groups)*lanes:]
	n := ch.listed
	for y := range int(g.rows) {
		for x, s := range v.squares[(c*int(g.rows)+y)*int(g.pitch):][:g.columns] {
			if s >= low && s < ch.edge {
				to[n] = int32(g.place(y, x))
				n++
			}
		}
	}
	bound := min(g.reach(ch.edge), ch.reach)
	for i := (ch.listed + lanes - 1) / lanes; i*lanes < n; i++ {
		v.bounds[c*int(g.groups)+int(i)] = bound
	}
	ch.listed, ch.edge = n, low
}

// bound is above the norms of all windows of channel c from group i on.
func (v *view) bound(c, i int) float32 {
	if i*lanes < int(v.channels[c].listed) {
		return v.bounds[c*int(v.geometry.groups)+i]
	}
	return min(v.geometry.reach(v.channels[c].edge), v.channels[c].reach)
}

// gather makes the next group of windows of channel c. The last one repeats a window until it is full.
func (v *view) gather(c int) {
	g, ch := &v.geometry, &v.channels[c]
	group := int(ch.gathered)
	ch.gathered++
	for int(ch.listed) < (group+1)*lanes && ch.edge > 0 {
		low := ch.edge * tierShare
		if low < ch.reach*ch.reach*lastShare {
			low = 0
		}
		v.list(c, low)
	}
	from := v.order[(c*int(g.groups)+group)*lanes:][:lanes]
	plane := v.planes[c*int(g.paddedHeight*g.paddedWidth):]
	to := v.windows[(c*int(g.groups)+group)*int(g.taps)*lanes:]
	for t := range int(g.taps) {
		at := g.tap(t)
		for i := range lanes {
			to[t*lanes+i] = plane[at+int(from[min(i, int(ch.listed)-group*lanes-1)])]
		}
	}
}

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
			high, low := group(windows, p.weights[r*taps*lanes+l:])
			most[l], least[l] = high, -low
			errors[l] = float32(p.norms[r*lanes+l]*(float32(taps+4)*0x1p-23*ch.reach)) + float32(taps)*tiny
		}
	}
}

// group returns the extremes of the sums of a group of windows, [taps][lanes], with weights that are lanes apart.
func group(windows, weights []float32) (high, low float32) {
	var sums [lanes]float32
	for t := 0; t*lanes < len(windows); t++ {
		x, w := (*[lanes]float32)(windows[t*lanes:]), weights[t*lanes]
		for i := range sums {
			sums[i] += w * x[i]
		}
	}
	high, low = sums[0], sums[0]
	for _, s := range sums[1:] {
		if s > high {
			high = s
		} else if s < low {
			low = s
		}
	}
	return high, low
}

func (Plain) refine(v *view, p *operand, floor *[lanes]float32, values []float32, sign float32) {
	part := p.plus
	if sign < 0 {
		part = p.minus
	}
	for r, c := range p.rows {
		ch := &v.channels[c]
		if ch.gathered == 0 || v.geometry.groups < 2 {
			continue
		}
		own := part[r*lanes:][:lanes]
		if ch.negative != 0 {
			own = p.norms[r*lanes:][:lanes]
		}
		next := v.bound(int(c), 1)
		for l := range lanes {
			if most := own[l]*next + tiny; most >= floor[l] && most > values[r*lanes+l] {
				values[r*lanes+l] = v.pair(int(c), p.weights[r*int(v.geometry.taps)*lanes+l:], own[l], floor[l], values[r*lanes+l], sign)
			}
		}
	}
}

// pair takes all groups but the first against one lane's weights, and returns the largest of sign times the sums, or best.
func (v *view) pair(c int, weights []float32, part, floor, best, sign float32) float32 {
	size := int(v.geometry.taps) * lanes
	for i := 1; i < int(v.geometry.groups); i++ {
		if most := part*v.bound(c, i) + tiny; most < floor || most <= best {
			break
		}
		if i >= int(v.channels[c].gathered) {
			v.gather(c)
		}
		high, low := group(v.windows[(c*int(v.geometry.groups)+i)*size:][:size], weights)
		best = max(best, sign*high, sign*low)
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
