package autodiff

import (
	"math"

	"summit/precompute/internal/onnx"
)

// elementwise makes a rule of a function of single elements, of which derivative adds the derivative at x, where the function is y.
func elementwise(derivative func(t *tape, n *onnx.Node, x, y string) string) rule {
	return func(t *tape, n *onnx.Node, g string) error {
		if n.Input(1) != "" && t.needs(n.Input(1)) {
			_, err := t.constant(n.Input(1))
			return err
		}
		t.give(n.Input(0), t.mul(g, derivative(t, n, n.Input(0), n.Outputs[0])))
		return nil
	}
}

func relu(t *tape, _ *onnx.Node, _, y string) string { return t.positive(y) }

func leakyRelu(t *tape, n *onnx.Node, x, _ string) string {
	return t.mixed(t.above(x, 0), n.Float("alpha", 0.01), 1)
}

func parametricRelu(t *tape, n *onnx.Node, x, _ string) string {
	slope := n.Input(1)
	return t.add(t.mul(t.above(x, 0), t.sub(t.number(1), slope)), slope)
}

func thresholdedRelu(t *tape, n *onnx.Node, x, _ string) string {
	return t.above(x, n.Float("alpha", 1))
}

// elu is alpha (exp(x) - 1) below 0, which has the derivative y + alpha.
func elu(t *tape, n *onnx.Node, x, y string) string {
	return t.exponentialBelow(x, y, 1, n.Float("alpha", 1))
}

func selu(t *tape, n *onnx.Node, x, y string) string {
	alpha, gamma := n.Float("alpha", 1.67326319217681884765625), n.Float("gamma", 1.05070102214813232421875)
	return t.exponentialBelow(x, y, gamma, alpha*gamma)
}

// exponentialBelow is slope where x > 0, and y + offset elsewhere.
func (t *tape) exponentialBelow(x, y string, slope, offset float32) string {
	m := t.above(x, 0)
	return t.add(t.times(m, slope), t.mul(t.mixed(m, 1, 0), t.plus(y, offset)))
}

// celu is alpha (exp(x/alpha) - 1) below 0.
func celu(t *tape, n *onnx.Node, x, y string) string {
	m := t.above(x, 0)
	return t.add(m, t.mul(t.mixed(m, 1, 0), t.plus(t.times(y, 1/n.Float("alpha", 1)), 1)))
}

func sigmoid(t *tape, _ *onnx.Node, _, y string) string {
	return t.sub(y, t.mul(y, y))
}

// hardSigmoid is clip(alpha x + beta, 0, 1).
func hardSigmoid(t *tape, n *onnx.Node, _, y string) string {
	return t.times(t.inside(y, 0, 1), n.Float("alpha", 0.2))
}

// inside is 1 where lowest < x < highest, and 0 elsewhere.
func (t *tape) inside(x string, lowest, highest float32) string {
	return t.mul(t.above(x, lowest), t.below(x, highest))
}

// hardSwish is x h(x), where h is clip(x/6 + 1/2, 0, 1).
func hardSwish(t *tape, _ *onnx.Node, x, _ string) string {
	h := t.node("HardSigmoid", onnx.Attributes{"alpha": float32(1. / 6), "beta": float32(0.5)}, x)
	return t.add(h, t.mul(t.times(x, 1./6), t.inside(h, 0, 1)))
}

// swish is x s(x), where s is the logistic function of alpha x.
func swish(t *tape, n *onnx.Node, x, y string) string {
	alpha := n.Float("alpha", 1)
	s := t.node("Sigmoid", nil, t.times(x, alpha))
	return t.add(s, t.mul(t.times(y, alpha), t.sub(t.number(1), s)))
}

// gelu is x P(x), where P is the normal distribution, or its approximation by tanh.
func gelu(t *tape, n *onnx.Node, x, _ string) string {
	if n.Text("approximate", "none") == "tanh" {
		return t.geluByTanh(x)
	}
	p := t.times(t.plus(t.node("Erf", nil, t.times(x, math.Sqrt2/2)), 1), 0.5)
	density := t.times(t.node("Exp", nil, t.times(t.mul(x, x), -0.5)), float32(1/math.Sqrt(2*math.Pi)))
	return t.add(p, t.mul(x, density))
}

// geluByTanh is that of x (1 + tanh(u)) / 2 with u = sqrt(2/pi) (x + 0.044715 x^3).
func (t *tape) geluByTanh(x string) string {
	const root, cubic = 0.7978845608028654, 0.044715
	square := t.mul(x, x)
	th := t.node("Tanh", nil, t.times(t.mul(x, t.plus(t.times(square, cubic), 1)), root))
	inner := t.times(t.plus(t.times(square, 3*cubic), 1), root)
	slope := t.mul(t.sub(t.number(1), t.mul(th, th)), inner)
	return t.times(t.add(t.plus(th, 1), t.mul(x, slope)), 0.5)
}

// mish is x tanh(softplus(x)).
func mish(t *tape, _ *onnx.Node, x, _ string) string {
	th := t.node("Tanh", nil, t.node("Softplus", nil, x))
	slope := t.mul(t.sub(t.number(1), t.mul(th, th)), t.node("Sigmoid", nil, x))
	return t.add(th, t.mul(x, slope))
}

func softplus(t *tape, _ *onnx.Node, x, _ string) string { return t.node("Sigmoid", nil, x) }

// softsign is x / (1 + |x|), whose derivative is (1 - |y|)^2.
func softsign(t *tape, _ *onnx.Node, _, y string) string {
	rest := t.sub(t.number(1), t.node("Abs", nil, y))
	return t.mul(rest, rest)
}

func tanh(t *tape, _ *onnx.Node, _, y string) string { return t.sub(t.number(1), t.mul(y, y)) }

func erf(t *tape, _ *onnx.Node, x, _ string) string {
	return t.times(t.node("Exp", nil, t.node("Neg", nil, t.mul(x, x))), 2/math.SqrtPi)
}

func exponential(_ *tape, _ *onnx.Node, _, y string) string { return y }

func logarithm(t *tape, _ *onnx.Node, x, _ string) string { return t.node("Reciprocal", nil, x) }

func squareRoot(t *tape, _ *onnx.Node, _, y string) string { return t.div(t.number(0.5), y) }

func reciprocal(t *tape, _ *onnx.Node, _, y string) string {
	return t.node("Neg", nil, t.mul(y, y))
}

func negative(t *tape, _ *onnx.Node, _, _ string) string { return t.number(-1) }

func absolute(t *tape, _ *onnx.Node, x, _ string) string {
	return t.sub(t.above(x, 0), t.below(x, 0))
}

// clip has bounds as attributes, or as inputs from operator set 11 on.
func clip(t *tape, n *onnx.Node, g string) error {
	bounds := [2]float32{n.Float("min", -math.MaxFloat32), n.Float("max", math.MaxFloat32)}
	for i := range bounds {
		if n.Input(1+i) == "" {
			continue
		}
		c, err := t.constant(n.Input(1 + i))
		if err != nil {
			return err
		}
		bounds[i] = c.Floats[0]
	}
	x := n.Input(0)
	if bounds[0] > -unbounded {
		g = t.mul(g, t.above(x, bounds[0]))
	}
	if bounds[1] < unbounded {
		g = t.mul(g, t.below(x, bounds[1]))
	}
	t.give(x, g)
	return nil
}

// unbounded is where bounds are so large that nothing reaches them; times steep, smaller ones are still finite.
const unbounded = 1 << 26
