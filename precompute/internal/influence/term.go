package influence

import "summit/precompute/internal/topology"

// term is one operand of a step: an identity path or a convolution.
type term struct {
	tensor    int
	offset    int    // its first candidate within the step
	candidate []bool // [channels]; false: constant, never a candidate
	group     int    // output o reads the channels of group o / (outputs / group)
	outputs   int

	pass  []int     // identity: channel of the tensor that each output adds, -1 for none
	scale []float32 // nil: 1

	kernel   []float32 // convolution: [outputs][channels/group][taps]
	taps     int
	view     int       // of the plan: spatial, or 1x1 that leaves out positions; -1: 1x1 at every position, by the map's extremes
	spatial  bool      // more than 1x1
	wild     bool      // some weight is too large for float32 sums, or not finite
	operands []operand // [blocks of the step]
}

// term prepares t. A 1x1 convolution has a closed form in the extremes of the channel; so has an identity path.
func (p *Plan) term(t topology.Term, offset int) term {
	channels := len(t.Sources)
	out := term{offset: offset, candidate: make([]bool, channels), group: 1, view: -1}
	for i, source := range t.Sources {
		out.candidate[i] = source.Unit >= 0
	}
	if t.Kernel == nil {
		out.tensor = p.tensor(Tensor{Name: t.Tensor, Channels: channels, Extremes: true})
		out.pass, out.scale, out.outputs = t.Pass, t.Scale, len(t.Pass)
		return out
	}
	k := t.Kernel
	out.group, out.outputs, out.kernel, out.taps = k.Group, k.Out, k.Weights, k.Height*k.Width
	stride := [2]int{k.Stride[0] * max(p.Stride, 1), k.Stride[1] * max(p.Stride, 1)}
	w := window{height: k.Height, width: k.Width, stride: stride, dilation: k.Dilation, pads: k.Pads}
	everywhere := w.pointwise() && w.stride == [2]int{1, 1} && w.pads == [4]int{}
	out.tensor = p.tensor(Tensor{Name: t.Tensor, Channels: channels, Map: !everywhere, Extremes: everywhere})
	out.spatial = !w.pointwise()
	if !everywhere {
		out.view = p.view(seen{out.tensor, w})
	}
	for _, w := range k.Weights {
		out.wild = out.wild || !(abs(w) <= wild)
	}
	return out
}

// channels returns the range of input channels that output o may read.
func (t *term) channels(o int) (lo, hi int) {
	size := len(t.candidate) / t.group
	g := o / (t.outputs / t.group)
	return g * size, (g + 1) * size
}

// pair is the weights, [taps], by which output o of a convolution reads channel c, which is one of its group.
func (t *term) pair(o, c int) []float32 {
	lo, hi := t.channels(o)
	return t.kernel[(o*(hi-lo)+c-lo)*t.taps:][:t.taps]
}

func abs(x float32) float32 { return max(x, -x) }
