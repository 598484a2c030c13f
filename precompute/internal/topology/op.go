package topology

import (
	"fmt"

	"summit/precompute/internal/onnx"
)

// kind is what an operator does to channels.
type kind int

const (
	unknown  kind = iota // cannot be analysed; op.reason says why
	convolve             // a sum site: channels are made of other channels
	sum                  // a sum site: operands are added
	concat               // channels of several tensors side by side
	affine               // channel c becomes factor[c] times itself plus a constant
	activate             // channel c becomes a function of itself (activation, gate)
	resample             // channel c becomes another map of itself (pooling, spatial slice or padding)
	renumber             // channels are selected, permuted or padded
)

// op is a classified node. For affine, activate, resample and renumber, from is the tensor whose channels go through.
type op struct {
	kind     kind
	from     string
	factor   []float32 // affine: [channels], nil: all 1
	curved   bool      // resample: not linear, so a factor behind it must not be folded before it
	channels []int     // renumber: the channel of from that each channel is, -1: constant
	move     *movement // resample, renumber: the elements' positions, where the operator only moves them
	operands []operand // sum
	reason   string    // unknown
}

// operand is one tensor of a sum, subtracted where minus is set.
type operand struct {
	tensor string
	minus  bool
}

func unknownOp(format string, args ...any) op { return op{reason: fmt.Sprintf(format, args...)} }

// classify tells what the node does to the channels of N,C,H,W tensors.
func (g *graph) classify(n *onnx.Node) op {
	found, done := g.ops[n]
	if !done {
		found = g.classifyNew(n)
		g.ops[n] = found
	}
	return found
}

func (g *graph) classifyNew(n *onnx.Node) op {
	if n.Domain != "" {
		return unknownOp("operators of domain %q are not known", n.Domain)
	}
	if quantized[n.Op] {
		return unknownOp("it computes with whole numbers: the same model with QuantizeLinear and DequantizeLinear (QDQ), or in float, can be analysed")
	}
	if len(n.Captures) > 0 {
		return unknownOp("subgraphs are not looked into")
	}
	for _, in := range dataInputs(g.f, n) {
		if g.f.Shape(in) == nil {
			return unknownOp("the shape of its input %q is not known", in)
		}
		if elements(g.f.Shape(in)) == 0 {
			return unknownOp("its input %q has no elements", in)
		}
	}
	if shape := g.f.Shape(n.Outputs[0]); shape != nil && elements(shape) == 0 {
		return unknownOp("it makes a tensor without elements")
	}
	if shape := g.f.Shape(n.Outputs[0]); len(shape) != 4 {
		if why := g.f.WhyNoShape(n.Outputs[0]); why != nil {
			return unknownOp("%v", why)
		}
		return unknownOp("it makes a tensor of shape %v, not N,C,H,W", shape)
	}
	switch data := dataInputs(g.f, n); {
	case n.Op == "Conv":
		return g.classifyConv(n)
	case n.Op == "Concat":
		return g.classifyConcat(n)
	case arithmetic[n.Op] && len(data) > 1:
		return g.classifyCombination(n, data)
	case arithmetic[n.Op]:
		return g.classifyConstant(n, data[0])
	default:
		return g.classifyUnary(n)
	}
}

var arithmetic = map[string]bool{"Add": true, "Sum": true, "Sub": true, "Mul": true, "Div": true, "Pow": true, "Max": true, "Min": true}

func (g *graph) classifyConv(n *onnx.Node) op {
	if _, err := g.f.Constant(n.Input(1)); err != nil {
		return unknownOp("its weights cannot be computed: %v", err)
	}
	return op{kind: convolve}
}

func (g *graph) classifyConcat(n *onnx.Node) op {
	if axis := n.Int("axis", 1); axis != 1 && axis != -3 {
		return unknownOp("it joins along axis %d, not channels", axis)
	}
	return op{kind: concat}
}

func (g *graph) classifyUnary(n *onnx.Node) op {
	in := n.Input(0)
	if !g.f.DependsOnImage(in) {
		return unknownOp("its data enters elsewhere than at its first input")
	}
	switch n.Op {
	case "Identity", "Dropout", "Cast", "DequantizeLinear":
		return op{kind: affine, from: in}
	case "QuantizeLinear":
		return g.classifyQuantize(n)
	case "BatchNormalization":
		return g.classifyBatchNormalization(n)
	case "InstanceNormalization", "LayerNormalization", "RMSNormalization", "GroupNormalization", "LpNormalization":
		return g.classifyNormalization(n)
	case "MaxPool", "LpPool", "GlobalMaxPool", "GlobalLpPool", "LRN":
		return op{kind: resample, from: in, curved: true}
	case "AveragePool", "GlobalAveragePool":
		return op{kind: resample, from: in}
	case "ReduceMean", "ReduceMax":
		return g.classifyReduce(n)
	case "Resize", "Upsample":
		return g.classifyResize(n)
	case "Split":
		return g.classifySplit(n)
	}
	if moves(n.Op) {
		return g.classifyMovement(n)
	}
	if activations[n.Op] {
		return op{kind: activate, from: in}
	}
	return unknownOp("the operator is not known")
}

// activations are functions of one element (with constant parameters).
var activations = map[string]bool{"Relu": true, "LeakyRelu": true, "PRelu": true, "Clip": true, "Sigmoid": true, "HardSigmoid": true,
	"HardSwish": true, "Elu": true, "Selu": true, "Celu": true, "Tanh": true, "Softplus": true, "Softsign": true, "Gelu": true, "Mish": true,
	"ThresholdedRelu": true, "Erf": true, "Exp": true, "Log": true, "Sqrt": true, "Neg": true, "Abs": true, "Floor": true, "Ceil": true,
	"Round": true, "Sign": true, "Reciprocal": true, "Shrink": true, "Swish": true}

func (g *graph) classifyReduce(n *onnx.Node) op {
	in := g.f.Shape(n.Input(0))
	folded, err := g.f.ReducedAxes(n, in)
	if err != nil {
		return unknownOp("%v", err)
	}
	if len(in) != 4 || folded[0] || folded[1] {
		return unknownOp("it reduces over channels")
	}
	return op{kind: resample, from: n.Input(0), curved: n.Op == "ReduceMax"}
}

func (g *graph) classifyResize(n *onnx.Node) op {
	if in, out := g.f.Shape(n.Input(0)), g.f.Shape(n.Outputs[0]); len(in) != 4 || in[1] != out[1] {
		return unknownOp("it resizes the channel axis")
	}
	return op{kind: resample, from: n.Input(0)}
}
