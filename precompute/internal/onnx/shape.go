package onnx

import (
	"errors"
	"fmt"
	"slices"
)

var errUnknownOp = errors.New("operator is not known")

// outputShapes infers the shapes of a node's outputs; a shape that is not known is nil.
func (f *Inference) outputShapes(n *Node) ([][]int, error) {
	if n.Domain != "" {
		return nil, fmt.Errorf("%w: domain %q", errUnknownOp, n.Domain)
	}
	if n.Op == "Constant" || n.Op == "ConstantOfShape" || n.Op == "Range" {
		return f.madeShape(n)
	}
	in := f.Shape(n.Input(0))
	if in == nil {
		return nil, fmt.Errorf("the shape of its input %q is not known", n.Input(0))
	}
	switch {
	case n.Op == "Split":
		return f.splitShapes(n, in)
	case elementwise[n.Op]:
		return one(slices.Clone(in), nil)
	case broadcasting[n.Op]:
		return one(f.broadcastShape(n))
	case reducing[n.Op]:
		return one(f.reducedShape(n, in))
	}
	return one(f.shapeOf(n, in))
}

func one(shape []int, err error) ([][]int, error) { return [][]int{shape}, err }

// elementwise operators give their first input's shape.
var elementwise = set("Relu", "LeakyRelu", "PRelu", "Clip", "Sigmoid", "HardSigmoid", "HardSwish", "Elu", "Selu", "Celu", "Tanh", "Softplus",
	"Softsign", "Gelu", "Mish", "ThresholdedRelu", "Erf", "Exp", "Log", "Sqrt", "Neg", "Abs", "Floor", "Ceil", "Round", "Sign", "Reciprocal",
	"Softmax", "LogSoftmax", "BatchNormalization", "InstanceNormalization", "LayerNormalization", "GroupNormalization", "LRN",
	"RMSNormalization", "LpNormalization", "MeanVarianceNormalization", "QuantizeLinear", "DequantizeLinear", "Dropout", "Identity", "Cast", "Not", "Shrink", "Swish", "CumSum")

var broadcasting = set("Add", "Sub", "Mul", "Div", "Pow", "Max", "Min", "Sum", "Mean", "Where", "Equal", "Greater", "Less", "GreaterOrEqual",
	"LessOrEqual", "And", "Or", "Mod")

var reducing = set("ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare")

func set(names ...string) map[string]bool {
	m := make(map[string]bool, len(names))
	for _, n := range names {
		m[n] = true
	}
	return m
}

func (f *Inference) shapeOf(n *Node, in []int) ([]int, error) {
	switch n.Op {
	case "Conv":
		return f.convShape(n, in)
	case "ConvTranspose":
		w, err := f.TransposedWindow(n, in)
		return []int{at(in, 0), at(f.Shape(n.Input(1)), 1) * n.Int("group", 1), w.Out[0], w.Out[1]}, err
	case "MaxPool", "AveragePool", "LpPool":
		w, err := f.Window(n, in)
		return []int{at(in, 0), at(in, 1), w.Out[0], w.Out[1]}, err
	case "GlobalAveragePool", "GlobalMaxPool", "GlobalLpPool":
		return globalShape(in)
	case "Concat":
		return f.concatShape(n, in)
	case "Gemm":
		return f.gemmShape(n, in)
	case "MatMul":
		return f.matMulShape(n, in)
	case "Shape":
		return []int{len(in)}, nil
	case "Size":
		return []int{}, nil
	case "Resize", "Upsample":
		return f.resizedShape(n, in)
	case "ArgMax", "ArgMin":
		return f.argShape(n, in)
	case "Identity", "Dropout", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Transpose", "Slice", "Gather", "Expand", "Pad":
		r, err := f.Rearrange(n, in)
		return r.Dims, err
	}
	return nil, errUnknownOp
}

func at(shape []int, i int) int {
	if i < len(shape) {
		return shape[i]
	}
	return 0
}

func (f *Inference) convShape(n *Node, in []int) ([]int, error) {
	w := f.Shape(n.Input(1))
	if len(w) != 4 || len(in) != 4 {
		return nil, fmt.Errorf("input %v and weights %v are not those of a 2-D convolution", in, w)
	}
	group := n.Int("group", 1)
	if group < 1 || w[0]%group != 0 || w[1] > maxTable || w[1]*group != in[1] {
		return nil, fmt.Errorf("input %v, weights %v and group %d do not go together", in, w, group)
	}
	window, err := f.Window(n, in)
	if err != nil {
		return nil, err
	}
	if window.Kernel != [2]int{w[2], w[3]} {
		return nil, fmt.Errorf("kernel_shape %v differs from the weights %v", window.Kernel, w)
	}
	return []int{in[0], w[0], window.Out[0], window.Out[1]}, nil
}

func globalShape(in []int) ([]int, error) {
	if len(in) < 3 {
		return nil, fmt.Errorf("its input has shape %v, not N,C,H,W", in)
	}
	out := slices.Clone(in)
	for i := 2; i < len(out); i++ {
		out[i] = 1
	}
	return out, nil
}

func (f *Inference) broadcastShape(n *Node) ([]int, error) {
	out := []int{}
	for _, name := range n.Inputs {
		s := f.Shape(name)
		if s == nil {
			return nil, fmt.Errorf("the shape of its input %q is not known", name)
		}
		var err error
		if out, err = broadcast(out, s); err != nil {
			return nil, err
		}
	}
	return out, nil
}
