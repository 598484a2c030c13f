package autodiff

import "summit/precompute/internal/onnx"

// node adds a node under the name of the one that is differentiated.
func (t *tape) node(op string, attributes onnx.Attributes, inputs ...string) string {
	return t.Node(op, t.prefix, attributes, inputs...)
}

func (t *tape) mul(a, b string) string { return t.node("Mul", nil, a, b) }
func (t *tape) add(a, b string) string { return t.node("Add", nil, a, b) }
func (t *tape) sub(a, b string) string { return t.node("Sub", nil, a, b) }
func (t *tape) div(a, b string) string { return t.node("Div", nil, a, b) }

// number is a constant without dimensions.
func (t *tape) number(v float32) string { return t.Floats(t.prefix+"/number", []float32{v}) }

// times is x multiplied by a number.
func (t *tape) times(x string, v float32) string {
	if v == 1 {
		return x
	}
	return t.mul(x, t.number(v))
}

// plus is x and a number.
func (t *tape) plus(x string, v float32) string { return t.add(x, t.number(v)) }

// steep is the slope with which a clipped line stands for a step: a power of two, so that multiplying by it is exact.
const steep = 1 << 100

// above is 1 where x > least, and 0 elsewhere: one operator of one pass, which every device has.
func (t *tape) above(x string, least float32) string {
	return t.node("HardSigmoid", onnx.Attributes{"alpha": float32(steep), "beta": -least * steep}, x)
}

// positive is 1 where what ReLU has made is above 0. Behind a convolution by 1, ONNX Runtime's CPU computes it in the layout of
// convolutions, and does not bring all maps into the order N,C,H,W for it.
func (t *tape) positive(y string) string {
	if shape := t.shape(y); len(shape) == 4 && !t.portable {
		y = t.scaled(y, 1, shape[1])
	}
	return t.above(y, 0)
}

// below is 1 where x < most, and 0 elsewhere.
func (t *tape) below(x string, most float32) string {
	return t.node("HardSigmoid", onnx.Attributes{"alpha": float32(-steep), "beta": most * steep}, x)
}

// reached is 1 where x equals its upper bound, and 0 elsewhere.
func (t *tape) reached(x, bound string) string {
	return t.node("HardSigmoid", onnx.Attributes{"alpha": float32(steep), "beta": float32(1)}, t.sub(x, bound))
}

// mixed is a where m is 0, and b where it is 1.
func (t *tape) mixed(m string, a, b float32) string { return t.plus(t.times(m, b-a), a) }

// reshape is x in another shape.
func (t *tape) reshape(x string, shape []int) string { return t.Reshape(t.prefix, x, shape...) }

// fold sums an adjoint of shape from over the axes along which an operand of shape to has been repeated.
func (t *tape) fold(g string, from, to []int) string {
	lead := len(from) - len(to)
	var axes []int
	for i, d := range from {
		if d != 1 && (i < lead || to[i-lead] == 1) {
			axes = append(axes, i)
		}
	}
	if len(axes) > 0 {
		g = t.ReduceSum(t.prefix, g, axes...)
	}
	if lead > 0 {
		g = t.reshape(g, to)
	}
	return g
}

func volume(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}
