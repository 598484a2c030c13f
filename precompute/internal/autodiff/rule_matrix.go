package autodiff

import "summit/precompute/internal/onnx"

// matMul is a product of matrices, or of stacks of them, which are repeated as in arithmetic.
func matMul(t *tape, n *onnx.Node, g string) error {
	a, b := n.Input(0), n.Input(1)
	sa, sb, out := t.shape(a), t.shape(b), t.shape(n.Outputs[0])
	if t.needs(a) {
		full := append(append([]int{}, out[:len(out)-2]...), sa[len(sa)-2:]...)
		t.give(a, t.fold(t.node("MatMul", nil, g, t.flipped(b, len(sb))), full, sa))
	}
	if t.needs(b) {
		full := append(append([]int{}, out[:len(out)-2]...), sb[len(sb)-2:]...)
		t.give(b, t.fold(t.node("MatMul", nil, t.flipped(a, len(sa)), g), full, sb))
	}
	return nil
}

// flipped exchanges the last two axes.
func (t *tape) flipped(x string, rank int) string {
	perm := make([]int, rank)
	for i := range perm {
		perm[i] = i
	}
	perm[rank-2], perm[rank-1] = rank-1, rank-2
	return t.node("Transpose", onnx.Attributes{"perm": perm}, x)
}

// gemm is alpha A B + beta C, with A or B transposed where the node says so.
func gemm(t *tape, n *onnx.Node, g string) error {
	a, b, c := n.Input(0), n.Input(1), n.Input(2)
	if c != "" && t.needs(c) {
		t.share(n, c, t.times(g, n.Float("beta", 1)))
	}
	g = t.times(g, n.Float("alpha", 1))
	turned := func(x string, transposed int) string {
		if transposed != 0 {
			return x
		}
		return t.flipped(x, 2)
	}
	transA, transB := n.Int("transA", 0), n.Int("transB", 0)
	give := func(x string, transposed int, left, right string) {
		product := t.node("MatMul", nil, left, right)
		if transposed != 0 {
			product = t.flipped(product, 2)
		}
		t.give(x, product)
	}
	if t.needs(a) {
		give(a, transA, g, turned(b, transB))
	}
	if t.needs(b) {
		give(b, transB, turned(a, transA), g)
	}
	return nil
}
