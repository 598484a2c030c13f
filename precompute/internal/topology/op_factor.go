package topology

import (
	"math"

	"summit/precompute/internal/onnx"
)

// classifyBatchNormalization computes scale / sqrt(variance + epsilon) of each channel.
func (g *graph) classifyBatchNormalization(n *onnx.Node) op {
	if n.Int("training_mode", 0) != 0 {
		return unknownOp("it normalizes over the batch (training mode)")
	}
	channels := g.f.Shape(n.Outputs[0])[1]
	var vectors [2][]float32
	for i, input := range []int{1, 4} {
		t, err := g.f.Constant(n.Input(input))
		if err != nil {
			return unknownOp("its statistics cannot be computed: %v", err)
		}
		if len(t.Floats) != channels {
			return unknownOp("its statistics have %d values for %d channels", t.Len(), channels)
		}
		vectors[i] = t.Floats
	}
	epsilon := float64(n.Float("epsilon", 1e-5))
	factor := make([]float32, channels)
	for c := range factor {
		factor[c] = float32(float64(vectors[0][c]) / math.Sqrt(float64(vectors[1][c])+epsilon))
	}
	return op{kind: affine, from: n.Input(0), factor: factor}
}

// classifyConstant covers arithmetic between the tensor data and constants.
func (g *graph) classifyConstant(n *onnx.Node, data string) op {
	in, out := g.f.Shape(data), g.f.Shape(n.Outputs[0])
	if len(in) != 4 || in[1] != out[1] || in[2] != out[2] || in[3] != out[3] {
		return unknownOp("it spreads shape %v to %v", in, out)
	}
	through := op{kind: affine, from: data}
	first := n.Input(0) == data
	switch n.Op {
	case "Add", "Sum":
		return through
	case "Sub":
		if !first {
			through.factor = repeat(-1, out[1])
		}
		return through
	case "Mul", "Div":
		if n.Op == "Div" && !first {
			break
		}
		factor, reason := g.channelFactor(n, data, out[1])
		if reason != "" {
			return unknownOp("%s", reason)
		}
		if factor != nil {
			through.factor = factor
			return through
		}
	}
	return op{kind: activate, from: data}
}

// channelFactor reads the constant of a Mul or Div as one factor a channel; nil if it changes over space.
func (g *graph) channelFactor(n *onnx.Node, data string, channels int) (factor []float32, reason string) {
	name := n.Input(0)
	if name == data {
		name = n.Input(1)
	}
	t, err := g.f.Constant(name)
	if err != nil {
		return nil, "its factor cannot be computed: " + err.Error()
	}
	if !onePerChannel(t.Dims, channels) || len(t.Floats) != t.Len() {
		return nil, ""
	}
	factor = repeat(t.Floats[0], channels)
	if len(t.Floats) == channels {
		copy(factor, t.Floats)
	}
	if n.Op == "Div" {
		for c := range factor {
			factor[c] = 1 / factor[c]
		}
	}
	return factor, ""
}

// onePerChannel tells whether a constant of shape dims holds one value or one a channel of N,C,H,W.
func onePerChannel(dims []int, channels int) bool {
	for i, d := range dims {
		axis := i + 4 - len(dims)
		if d != 1 && (axis != 1 || d != channels) {
			return false
		}
	}
	return true
}

func repeat(v float32, n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = v
	}
	return out
}
