package topology

import "summit/precompute/internal/onnx"

// A map that is quantized and dequantized stays the map, up to rounding. It is an activation where zero is the least value
// that the whole numbers can stand for: quantizers leave a ReLU out there.

// quantized operators compute on whole numbers.
var quantized = map[string]bool{"QLinearConv": true, "ConvInteger": true, "QLinearMatMul": true, "MatMulInteger": true}

func (g *graph) classifyQuantize(n *onnx.Node) op {
	zero, least := int64(0), int64(0)
	if n.Input(2) != "" {
		t, err := g.f.Constant(n.Input(2))
		if err != nil || len(t.Ints) == 0 {
			return unknownOp("its zero point cannot be computed")
		}
		zero = t.Ints[0]
		switch t.Type {
		case onnx.Int8:
			least = -1 << 7
		case onnx.Int16:
			least = -1 << 15
		}
	}
	if zero == least {
		return op{kind: activate, from: n.Input(0)}
	}
	return op{kind: affine, from: n.Input(0)}
}

// isFloat tells whether a tensor that depends on the image can be read out as a map of floats.
func (g *graph) isFloat(tensor string) bool {
	n := g.f.Model.Producer(tensor)
	switch {
	case n == nil:
		return true
	case n.Op == "QuantizeLinear":
		return false
	case n.Op == "Cast":
		return onnx.DataType(n.Int("to", 0)) == onnx.Float
	case moves(n.Op) || n.Op == "Identity" || n.Op == "MaxPool":
		return g.isFloat(n.Input(0))
	}
	return true
}
