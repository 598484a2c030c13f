package autodiff

import "summit/precompute/internal/onnx"

// reduction is what a node folds.
type reduction struct {
	axes  []int
	kept  []int // the shape with folded axes of length 1
	shape []int // of what is folded
	count int   // elements that become one
}

func (t *tape) reduction(n *onnx.Node) (r reduction, err error) {
	r.shape = t.shape(n.Input(0))
	folded := make([]bool, len(r.shape))
	switch n.Op {
	case "GlobalAveragePool", "GlobalMaxPool":
		for i := range folded {
			folded[i] = i >= 2
		}
	default:
		folded, err = t.f.ReducedAxes(n, r.shape)
	}
	r.count = 1
	for i, d := range r.shape {
		if folded[i] {
			r.axes, r.count, d = append(r.axes, i), r.count*d, 1
		}
		r.kept = append(r.kept, d)
	}
	return r, err
}

// linearly makes a rule of a reduction whose derivative by each element is a constant.
func linearly(factor func(r reduction) float32) rule {
	return func(t *tape, n *onnx.Node, g string) error {
		r, err := t.reduction(n)
		if err != nil {
			return err
		}
		g = t.times(t.reshape(g, r.kept), factor(r))
		t.give(n.Input(0), t.Expand(t.prefix, g, r.shape...))
		return nil
	}
}

var (
	averaged = linearly(func(r reduction) float32 { return 1 / float32(r.count) })
	summed   = linearly(func(reduction) float32 { return 1 })
)

// reduceLargest gives what flows back to the largest elements, in equal parts.
func reduceLargest(t *tape, n *onnx.Node, g string) error {
	return reduceExtreme(t, n, g, t.reached)
}

func reduceSmallest(t *tape, n *onnx.Node, g string) error {
	return reduceExtreme(t, n, g, func(x, bound string) string { return t.reached(bound, x) })
}

func reduceExtreme(t *tape, n *onnx.Node, g string, equal func(x, bound string) string) error {
	r, err := t.reduction(n)
	if err != nil {
		return err
	}
	chosen := equal(n.Input(0), t.reshape(n.Outputs[0], r.kept))
	if len(r.axes) > 0 {
		g = t.div(t.reshape(g, r.kept), t.ReduceSum(t.prefix, chosen, r.axes...))
	}
	t.give(n.Input(0), t.mul(chosen, g))
	return nil
}

// reduceNorm is the square root of the sum of squares.
func reduceNorm(t *tape, n *onnx.Node, g string) error {
	r, err := t.reduction(n)
	if err != nil {
		return err
	}
	t.give(n.Input(0), t.mul(n.Input(0), t.reshape(t.div(g, n.Outputs[0]), r.kept)))
	return nil
}

func reduceSquares(t *tape, n *onnx.Node, g string) error {
	r, err := t.reduction(n)
	if err != nil {
		return err
	}
	t.give(n.Input(0), t.mul(n.Input(0), t.times(t.reshape(g, r.kept), 2)))
	return nil
}
