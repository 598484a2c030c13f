package autodiff

import (
	"fmt"

	"summit/precompute/internal/onnx"
)

// share gives an operand, which may have been repeated to the output's shape, its part of the adjoint.
func (t *tape) share(n *onnx.Node, operand, g string) {
	if t.needs(operand) {
		t.give(operand, t.fold(g, t.shape(n.Outputs[0]), t.shape(operand)))
	}
}

func pass(t *tape, n *onnx.Node, g string) error {
	t.give(n.Input(0), g)
	return nil
}

// add is Add, and Sum of any number of operands.
func add(t *tape, n *onnx.Node, g string) error {
	for _, in := range n.Inputs {
		t.share(n, in, g)
	}
	return nil
}

func mean(t *tape, n *onnx.Node, g string) error {
	return add(t, n, t.times(g, 1/float32(len(n.Inputs))))
}

func sub(t *tape, n *onnx.Node, g string) error {
	t.share(n, n.Input(0), g)
	if b := n.Input(1); t.needs(b) {
		t.share(n, b, t.node("Neg", nil, g))
	}
	return nil
}

func mul(t *tape, n *onnx.Node, g string) error {
	a, b := n.Input(0), n.Input(1)
	if t.needs(a) {
		t.share(n, a, t.mul(g, b))
	}
	if t.needs(b) {
		t.share(n, b, t.mul(g, a))
	}
	return nil
}

func div(t *tape, n *onnx.Node, g string) error {
	a, b := n.Input(0), n.Input(1)
	quotient := t.div(g, b)
	t.share(n, a, quotient)
	if t.needs(b) {
		t.share(n, b, t.node("Neg", nil, t.mul(quotient, n.Outputs[0])))
	}
	return nil
}

// pow takes constant exponents.
func pow(t *tape, n *onnx.Node, g string) error {
	x, exponent := n.Input(0), n.Input(1)
	p, err := t.constant(exponent)
	if err != nil {
		return err
	}
	if p.Len() == 1 && p.Floats != nil && p.Floats[0] == 2 {
		t.share(n, x, t.mul(g, t.times(x, 2)))
		return nil
	}
	if p.Floats == nil {
		exponent = t.node("Cast", onnx.Attributes{"to": int(onnx.Float)}, exponent)
	}
	power := t.node("Pow", nil, x, t.plus(exponent, -1))
	t.share(n, x, t.mul(g, t.mul(power, exponent)))
	return nil
}

// largest is Max of any number of operands; equal ones share what flows back.
func largest(t *tape, n *onnx.Node, g string) error { return extreme(t, n, g, t.reached) }

// smallest is Min.
func smallest(t *tape, n *onnx.Node, g string) error {
	return extreme(t, n, g, func(x, bound string) string { return t.reached(bound, x) })
}

func extreme(t *tape, n *onnx.Node, g string, equal func(x, bound string) string) error {
	var chosen []string
	count := ""
	for _, in := range n.Inputs {
		m := equal(in, n.Outputs[0])
		chosen = append(chosen, m)
		if count == "" {
			count = m
		} else {
			count = t.add(count, m)
		}
	}
	part := t.div(g, count)
	for i, in := range n.Inputs {
		if t.needs(in) {
			t.share(n, in, t.mul(part, chosen[i]))
		}
	}
	return nil
}

// where gives each element of the adjoint to the operand that was taken.
func where(t *tape, n *onnx.Node, g string) error {
	if t.needs(n.Input(0)) {
		return fmt.Errorf("its condition is not made by a comparison")
	}
	m := t.node("Cast", onnx.Attributes{"to": int(onnx.Float)}, n.Input(0))
	t.share(n, n.Input(1), t.mul(g, m))
	t.share(n, n.Input(2), t.mul(g, t.mixed(m, 1, 0)))
	return nil
}
