package topology

import (
	"slices"

	"summit/precompute/internal/onnx"
)

// classifyCombination covers arithmetic between tensors that all depend on the image.
func (g *graph) classifyCombination(n *onnx.Node, data []string) op {
	if root := g.commonRoot(n); root != "" {
		return op{kind: activate, from: root}
	}
	if from := g.normalized(n, data); from != "" {
		return op{kind: affine, from: from}
	}
	switch n.Op {
	case "Add", "Sum", "Sub":
		return g.classifySum(n, data)
	case "Mul":
		return g.classifyGate(n, data)
	}
	return unknownOp("it combines different maps other than by adding")
}

func (g *graph) classifySum(n *onnx.Node, data []string) op {
	out := g.f.Shape(n.Outputs[0])
	s := op{kind: sum}
	for i, t := range data {
		shape := g.f.Shape(t)
		if len(shape) != 4 || shape[1] != out[1] && shape[1] != 1 {
			return unknownOp("it adds a tensor of shape %v to one of shape %v", shape, out)
		}
		s.operands = append(s.operands, operand{tensor: t, minus: n.Op == "Sub" && i == 1})
	}
	return s
}

// classifyGate covers Mul by a gate, as in squeeze-and-excitation: the gated map's channels go through. The gated map
// is the operand that the other one is computed from, else the one that is not spread over space or channels.
func (g *graph) classifyGate(n *onnx.Node, data []string) op {
	if len(data) != 2 {
		return unknownOp("it multiplies more than two maps")
	}
	out := g.f.Shape(n.Outputs[0])
	for i, t := range data {
		if slices.Equal(g.f.Shape(t), out) && g.reaches(t, data[1-i]) {
			return op{kind: activate, from: t}
		}
	}
	for i, t := range data {
		if slices.Equal(g.f.Shape(t), out) && !slices.Equal(g.f.Shape(data[1-i]), out) {
			return op{kind: activate, from: t}
		}
	}
	return unknownOp("it multiplies two maps of which none gates the other")
}

// reaches tells whether tensor to is computed from tensor from.
func (g *graph) reaches(from, to string) bool {
	seen := map[string]bool{}
	var walk func(t string) bool
	walk = func(t string) bool {
		if t == from {
			return true
		}
		n := g.f.Model.Producer(t)
		if n == nil || seen[t] {
			return false
		}
		seen[t] = true
		return slices.ContainsFunc(dataInputs(g.f, n), walk)
	}
	return walk(to)
}

// commonRoot finds the tensor that a combination is an element-wise function of, as x in x*sigmoid(x); "" if the
// operands are different maps.
func (g *graph) commonRoot(n *onnx.Node) string {
	operands := dataInputs(g.f, n)
	for root := operands[0]; ; {
		if !slices.ContainsFunc(operands, func(t string) bool { return !g.onlyFrom(t, root, map[string]bool{}) }) {
			return root
		}
		p := g.f.Model.Producer(root)
		if p == nil || !g.elementwise(p) {
			break
		}
		root = dataInputs(g.f, p)[0]
	}
	for _, root := range operands[1:] {
		if !slices.ContainsFunc(operands, func(t string) bool { return !g.onlyFrom(t, root, map[string]bool{}) }) {
			return root
		}
	}
	return ""
}

// onlyFrom tells whether every path back from tensor t leads over element-wise operators to root.
func (g *graph) onlyFrom(t, root string, seen map[string]bool) bool {
	if t == root || seen[t] {
		return true
	}
	n := g.f.Model.Producer(t)
	if n == nil || !g.elementwise(n) || !slices.Equal(g.f.Shape(t), g.f.Shape(root)) {
		return false
	}
	seen[t] = true
	for _, in := range dataInputs(g.f, n) {
		if !g.onlyFrom(in, root, seen) {
			return false
		}
	}
	return true
}

// elementwise tells whether each element of the node's output depends on the same element of its data inputs only.
func (g *graph) elementwise(n *onnx.Node) bool {
	if n.Domain != "" || len(n.Captures) > 0 || len(dataInputs(g.f, n)) == 0 {
		return false
	}
	switch n.Op {
	case "Identity", "Dropout", "Cast", "BatchNormalization":
		return true
	}
	return arithmetic[n.Op] || activations[n.Op]
}
