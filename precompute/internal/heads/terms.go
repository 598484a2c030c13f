package heads

import "summit/precompute/internal/onnx"

// terms adds the values of all slots of the outputs [a, b): tensors [batch, slots, b-a] of the terms' maxima, and of the negated terms'.
func (g *graph) terms(s *step, a, b int) (driving, opposing string) {
	var plus, minus []string
	for i := range s.terms {
		t := &s.terms[i]
		p, m := g.term(t, a, b)
		plus, minus = append(plus, p), append(minus, m)
	}
	driving, opposing = g.concat("heads/driving", 1, plus), g.concat("heads/opposing", 1, minus)
	if mask := s.mask(a, b); mask != nil {
		name := g.Floats("heads/mask", mask, s.slots, b-a)
		driving, opposing = g.Node("Add", "heads/masked", nil, driving, name), g.Node("Add", "heads/masked", nil, opposing, name)
	}
	return driving, opposing
}

// mask is [slots][b-a], lowest where there is no candidate; nil if there is one everywhere.
func (s *step) mask(a, b int) []float32 {
	mask, masked := make([]float32, s.slots*(b-a)), false
	for slot := range s.slots {
		for o := a; o < b; o++ {
			if _, ok := s.candidate(o, slot); !ok {
				mask[slot*(b-a)+o-a], masked = lowest, true
			}
		}
	}
	if !masked {
		return nil
	}
	return mask
}

func (g *graph) term(t *term, a, b int) (driving, opposing string) {
	if t.Kernel == nil {
		return g.pass(t, a, b)
	}
	v, closed := g.pointwise(t.Term)
	var plus, minus []string
	for _, segment := range segments(t, a, b) {
		var p, m string
		if closed {
			p, m = g.closed(t, v, segment)
		} else {
			p, m = g.spatial(t, segment)
		}
		plus, minus = append(plus, p), append(minus, m)
	}
	return g.concat("heads/segments", 2, plus), g.concat("heads/segments", 2, minus)
}

// segment is a range of outputs that a grouped convolution makes in one piece: of each group in [first, end) the outputs [a, b).
type segment struct{ first, end, a, b int }

// segments splits the outputs [a, b) where the groups of t do.
func segments(t *term, a, b int) []segment {
	size := t.Kernel.Out / t.Kernel.Group
	var list []segment
	for a < b {
		group := a / size
		next := segment{group, group + 1, a % size, min(b-group*size, size)}
		if whole := b / size; next.a == 0 && whole > group {
			next = segment{group, whole, 0, size}
		}
		list = append(list, next)
		a = (next.end-1)*size + next.b
	}
	return list
}

func (s segment) groups() int { return s.end - s.first }
func (s segment) each() int   { return s.b - s.a }

// pass adds an identity path: scale * x is largest at the maximum of x if scale is positive, else at its minimum.
func (g *graph) pass(t *term, a, b int) (driving, opposing string) {
	channels, plus, minus := make([]int, b-a), make([]float32, b-a), make([]float32, b-a)
	for o := a; o < b; o++ {
		scale := float32(1)
		if t.Scale != nil {
			scale = t.Scale[o]
		}
		channels[o-a], plus[o-a], minus[o-a] = max(t.Pass[o], 0), max(scale, 0), max(-scale, 0)
	}
	index := g.Integers("heads/pass", channels...)
	e := g.extremes(view{tensor: t.Tensor})
	hi, lo := g.gather(e.max, index), g.gather(e.negMin, index)
	p, m := g.Floats("heads/plus", plus, b-a), g.Floats("heads/minus", minus, b-a)
	return g.Reshape("heads/pass", g.mix(hi, lo, p, m), 0, 1, b-a), g.Reshape("heads/pass", g.mix(lo, hi, p, m), 0, 1, b-a)
}

func (g *graph) gather(extreme, index string) string {
	return g.Node("Gather", "heads/gathered", onnx.Attributes{"axis": 1}, g.Reshape("heads/flat", extreme, 0, -1), index)
}

// mix is x * plus + y * minus; of each pair of factors one is 0.
func (g *graph) mix(x, y, plus, minus string) string {
	return g.Node("Add", "heads/sum", nil, g.Node("Mul", "heads/product", nil, x, plus), g.Node("Mul", "heads/product", nil, y, minus))
}

// closed adds the terms of a 1x1 kernel, w * max where w is positive and w * min else.
func (g *graph) closed(t *term, v view, s segment) (driving, opposing string) {
	weights := g.Floats("heads/weights", t.transposed(s), t.slots, s.groups(), s.each())
	p := g.Node("Relu", "heads/plus", nil, weights)
	m := g.Node("Relu", "heads/minus", nil, g.Node("Neg", "heads/negated", nil, weights))
	e := g.extremes(v)
	hi, lo := g.grouped(t, e.max, s), g.grouped(t, e.negMin, s)
	flat := func(x string) string { return g.Reshape("heads/closed", x, 0, t.slots, s.groups()*s.each()) }
	return flat(g.mix(hi, lo, p, m)), flat(g.mix(lo, hi, p, m))
}

// grouped turns an extreme of all channels into [batch, channels of a group, groups of s, 1].
func (g *graph) grouped(t *term, extreme string, s segment) string {
	if t.Kernel.Group == 1 {
		return g.Reshape("heads/column", extreme, 0, t.slots, 1, 1)
	}
	x := g.Reshape("heads/groups", extreme, 0, t.Kernel.Group, t.slots, 1)
	if s.groups() < t.Kernel.Group {
		x = g.Slice("heads/groups", x, 1, s.first, s.end)
	}
	return g.Node("Transpose", "heads/turned", onnx.Attributes{"perm": []int{0, 2, 1, 3}}, x)
}

// transposed are a 1x1 kernel's weights as [channels of a group][groups][outputs of a group] of the segment.
func (t *term) transposed(s segment) []float32 {
	k := t.Kernel
	weights := make([]float32, 0, t.slots*s.groups()*s.each())
	for i := range t.slots {
		for group := s.first; group < s.end; group++ {
			for o := s.a; o < s.b; o++ {
				weights = append(weights, k.Weights[(group*(k.Out/k.Group)+o)*t.slots+i])
			}
		}
	}
	return weights
}
