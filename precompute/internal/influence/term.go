package influence

import "summit/precompute/internal/topology"

// term is one operand of a step. Exactly one of pass, weights of a pointwise kernel, or kernel is used.
type term struct {
	tensor    int
	offset    int    // its first candidate within the step
	candidate []bool // [channels]; false: constant, never a candidate
	group     int    // output o reads the channels of group o / (outputs / group)
	outputs   int

	pass  []int     // identity: channel of the tensor that each output adds, -1 for none
	scale []float32 // nil: 1

	weights []float32 // pointwise: [outputs][channels/group]
	sampled int       // view with the extremes of a pointwise kernel that leaves out positions; -1: those of the map
	kernel  *kernel   // spatial
}

// term prepares t. A 1x1 convolution has a closed form in the extremes of the channel; so has an identity path.
func (p *Plan) term(t topology.Term, offset int) term {
	channels := len(t.Sources)
	out := term{offset: offset, candidate: make([]bool, channels), group: 1, sampled: -1}
	for i, source := range t.Sources {
		out.candidate[i] = source.Unit >= 0
	}
	if t.Kernel == nil {
		out.tensor = p.tensor(t.Tensor, channels, false)
		out.pass, out.scale, out.outputs = t.Pass, t.Scale, len(t.Pass)
		return out
	}
	k := t.Kernel
	out.group, out.outputs = k.Group, k.Out
	stride := [2]int{k.Stride[0] * max(p.Stride, 1), k.Stride[1] * max(p.Stride, 1)}
	w := window{height: k.Height, width: k.Width, stride: stride, dilation: k.Dilation, pads: k.Pads}
	everywhere := w.pointwise() && w.stride == [2]int{1, 1} && w.pads == [4]int{}
	out.tensor = p.tensor(t.Tensor, channels, !everywhere)
	switch {
	case everywhere:
		out.weights = k.Weights
	case w.pointwise():
		out.weights, out.sampled = k.Weights, p.view(seen{out.tensor, w})
	default:
		out.kernel = newKernel(k, w, p.view(seen{out.tensor, w}))
	}
	return out
}

// channels returns the range of input channels that output o may read.
func (t *term) channels(o int) (lo, hi int) {
	size := len(t.candidate) / t.group
	g := o / (t.outputs / t.group)
	return g * size, (g + 1) * size
}
