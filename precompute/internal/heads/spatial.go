package heads

import "summit/precompute/internal/onnx"

// spatial adds the terms of a spatial kernel: a convolution in as many groups as there are input channels makes a map of each pair, and
// its largest value is the term.
func (g *graph) spatial(t *term, s segment) (driving, opposing string) {
	if s.groups() > 1 {
		return g.maps(t, s, 0, t.slots)
	}
	var plus, minus []string
	most := g.channelsPerBlock(t, s)
	for from := 0; from < t.slots; from += most {
		p, m := g.maps(t, s, from, min(from+most, t.slots))
		plus, minus = append(plus, p), append(minus, m)
	}
	return g.concat("heads/channels", 1, plus), g.concat("heads/channels", 1, minus)
}

// channelsPerBlock is the number of input channels whose maps for the segment's outputs fit into a block.
func (g *graph) channelsPerBlock(t *term, s segment) int {
	each := int64(max(g.options.Batch, 1)) * int64(s.each()) * g.mapBytes(t.Term)
	return int(min(max(g.options.Block/each, 1), int64(t.slots)))
}

// maps makes the maps of the segment's pairs whose input is one of the channels [from, to) of its group, and finds their extremes.
func (g *graph) maps(t *term, s segment, from, to int) (driving, opposing string) {
	k, channels := t.Kernel, s.groups()*(to-from)
	x := t.Tensor
	if channels < k.In {
		x = g.Slice("heads/input", x, 1, s.first*t.slots+from, (s.end-1)*t.slots+to)
	}
	stride := g.strided(k)
	weights := g.Floats("heads/kernels", t.kernels(s, from, to), channels*s.padded(), 1, k.Height, k.Width)
	y := g.Node("Conv", "heads/maps", onnx.Attributes{"kernel_shape": []int{k.Height, k.Width}, "strides": stride[:], "pads": k.Pads[:],
		"dilations": k.Dilation[:], "group": channels}, x, weights)
	return g.extremesOf(y, s, to-from)
}

// extremesOf finds the extremes of maps [batch, groups * channels * outputs, height, width] and brings them into the order [batch,
// channels, groups * outputs]. Both go through one tensor: whichever is asked for first, the maps are done with, and their memory is free
// for the next block.
func (g *graph) extremesOf(y string, s segment, channels int) (driving, opposing string) {
	both := g.concat("heads/extremes", 1, []string{g.Node("GlobalMaxPool", "heads/max", nil, y),
		g.Node("GlobalMaxPool", "heads/negated_min", nil, g.Node("Neg", "heads/negated", nil, y))})
	both = g.Reshape("heads/extremes", both, 0, 2, s.groups(), channels, s.padded())
	if s.padded() > s.each() {
		both = g.Slice("heads/unpadded", both, 4, 0, s.each())
	}
	if s.groups() > 1 {
		both = g.Node("Transpose", "heads/turned", onnx.Attributes{"perm": []int{0, 1, 3, 2, 4}}, both)
	}
	half := func(i int) string {
		return g.Reshape("heads/pairs", g.Slice("heads/half", both, 1, i, i+1), 0, channels, s.groups()*s.each())
	}
	return half(0), half(1)
}

// vector is the number of outputs of a group that ONNX Runtime's WebGPU convolution computes at a time: where a group ends within a vector,
// it takes the rest of it for the same group's (seen in 1.30).
const vector = 4

// padded is the number of outputs of a group with those of kernels of zeros, which fill the last vector.
func (s segment) padded() int {
	if s.each() == 1 {
		return 1
	}
	return (s.each() + vector - 1) / vector * vector
}

// kernels are the weights of the pairs, by group, input channel, output.
func (t *term) kernels(s segment, from, to int) []float32 {
	k := t.Kernel
	size := k.Height * k.Width
	weights := make([]float32, 0, s.groups()*(to-from)*s.padded()*size)
	for group := s.first; group < s.end; group++ {
		for i := from; i < to; i++ {
			for o := s.a; o < s.b; o++ {
				pair := (group*(k.Out/k.Group)+o)*t.slots + i
				weights = append(weights, k.Weights[pair*size:][:size]...)
			}
			weights = append(weights, make([]float32, (s.padded()-s.each())*size)...)
		}
	}
	return weights
}
