package autodiff

import (
	"fmt"
	"slices"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx"
)

// tape is a model whose nodes are gone through from the target backwards.
type tape struct {
	*onnx.Extension
	f        *onnx.Inference
	portable bool
	asked    map[string]bool     // Options.Wrt
	path     map[string]bool     // tensors that the target could be differentiated by, or through
	terms    map[string][]string // what each tensor's adjoint is the sum of, as far as it is known
	divided  map[string]parts    // terms that have not been put together
	prefix   string              // of the names of what the current node adds
}

// rule adds what the adjoint of a node's first output gives to its inputs.
type rule func(t *tape, n *onnx.Node, g string) error

func newTape(f *onnx.Inference, o Options) *tape {
	t := &tape{Extension: f.Model.Extend(), f: f, portable: o.Portable, asked: map[string]bool{}, path: map[string]bool{}, terms: map[string][]string{},
		divided: map[string]parts{}}
	for _, tensor := range o.Wrt {
		t.asked[tensor], t.path[tensor] = true, true
	}
	for _, n := range f.Model.Nodes {
		if !flat[n.Op] && slices.ContainsFunc(slices.Concat(n.Inputs, n.Captures), t.needs) {
			for _, out := range n.Outputs {
				t.path[out] = true
			}
		}
	}
	delete(t.path, "")
	return t
}

// differentiate goes through all nodes, and makes the adjoints that are asked for outputs.
func (t *tape) differentiate(seed string, o Options) ([]string, error) {
	for _, tensor := range o.Wrt {
		if !t.f.Model.Has(tensor) {
			return nil, fmt.Errorf("it is not computed from tensor %q", tensor)
		}
	}
	t.prefix = "gradient/" + o.Target
	t.Output(o.Target)
	whole := t.Expand(t.prefix, seed, t.f.Shape(o.Target)...)
	t.give(o.Target, t.reshape(whole, t.f.Shape(o.Target))) // says the shape to ONNX Runtime, which does not know the seed's
	for _, n := range slices.Backward(t.f.Model.Nodes) {
		if err := t.visit(n); err != nil {
			return nil, err
		}
	}
	taken := map[string]bool{}
	var gradients []string
	for _, tensor := range o.Wrt {
		g := t.adjoint(tensor)
		if g == "" {
			return nil, fmt.Errorf("it does not depend on tensor %q", tensor)
		}
		if taken[g] {
			g = t.Node("Identity", "gradient/"+tensor, nil, g)
		}
		taken[g] = true
		t.Output(g)
		gradients = append(gradients, g)
	}
	return gradients, nil
}

// visit passes the adjoints of a node's outputs on to its inputs, where there are any.
func (t *tape) visit(n *onnx.Node) error {
	if !slices.ContainsFunc(slices.Concat(n.Inputs, n.Captures), t.needs) {
		return nil
	}
	differentiated := -1
	for i, out := range n.Outputs {
		if len(t.terms[out]) > 0 {
			differentiated = i
		}
	}
	if differentiated < 0 {
		return nil
	}
	t.prefix = "gradient/" + n.Label()
	if err := t.apply(n, differentiated); err != nil {
		return fmt.Errorf("node %q (%s): %w", n.Label(), n.Op, err)
	}
	return nil
}

// apply finds and applies a node's rule; last is the last of its outputs that has an adjoint.
func (t *tape) apply(n *onnx.Node, last int) error {
	r := rules[n.Op]
	if n.Domain != "" || r == nil || len(n.Captures) > 0 || last > 0 && n.Op != "Split" {
		return hint.Errorf("choose a layer before it", "no gradient is known through this operator to tensor %q", n.Outputs[last])
	}
	for _, tensor := range slices.Concat(n.Inputs, n.Outputs) {
		if t.needs(tensor) && t.f.Shape(tensor) == nil {
			return fmt.Errorf("the shape of tensor %q is not known: %w", tensor, t.f.WhyNoShape(tensor))
		}
	}
	if n.Op == "Conv" { // takes parts
		return r(t, n, "")
	}
	return r(t, n, t.adjoint(n.Outputs[0]))
}

// needs tells whether the tensor's adjoint is wanted.
func (t *tape) needs(tensor string) bool { return t.path[tensor] }

// give adds a term to a tensor's adjoint.
func (t *tape) give(tensor, term string) {
	if t.needs(tensor) {
		t.terms[tensor] = append(t.terms[tensor], term)
	}
}

// adjoint is the sum of the terms that a tensor has been given, "" if there are none.
func (t *tape) adjoint(tensor string) string {
	terms := t.terms[tensor]
	for i, term := range terms {
		if p, ok := t.divided[term]; ok {
			terms[i] = t.interleave(p)
		}
	}
	for len(terms) > 1 {
		sum := t.Node("Add", "gradient/"+tensor, nil, terms[0], terms[1])
		terms = append([]string{sum}, terms[2:]...)
	}
	t.terms[tensor] = terms
	if len(terms) == 0 {
		return ""
	}
	return terms[0]
}

func (t *tape) shape(tensor string) []int { return t.f.Shape(tensor) }

// constant is a parameter that the images do not change.
func (t *tape) constant(tensor string) (*onnx.Tensor, error) {
	c, err := t.f.Constant(tensor)
	if err != nil {
		return nil, fmt.Errorf("no gradient is known with respect to tensor %q: %w", tensor, err)
	}
	return c, nil
}
