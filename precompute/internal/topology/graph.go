package topology

import (
	"fmt"

	"summit/precompute/internal/onnx"
)

// graph is the part of a model that lies between the image and the class scores.
type graph struct {
	f       *onnx.Inference
	output  string
	classes int
	nodes   []*onnx.Node            // in topological order, each between the image and the output
	readers map[string][]*onnx.Node // of a tensor, among nodes; a node that reads twice stands there twice
	ops     map[*onnx.Node]op       // what classify found
	maps    map[string]bool         // what isMap found
	cut     map[string]bool         // tensors that every path from the image to the output passes through

	operators map[string]bool         // see operatorNames
	carriers  map[string][]*onnx.Node // affine operators and activations by the tensor whose channels they carry
}

func newGraph(f *onnx.Inference, output string) (*graph, error) {
	g := &graph{f: f, readers: map[string][]*onnx.Node{}, ops: map[*onnx.Node]op{}, maps: map[string]bool{}, cut: map[string]bool{}, carriers: map[string][]*onnx.Node{}}
	var err error
	if g.output, g.classes, err = chooseOutput(f, output); err != nil {
		return nil, err
	}
	if !f.DependsOnImage(g.output) {
		return nil, fmt.Errorf("output %q does not depend on input %q", g.output, f.Image.Name)
	}
	needed := map[string]bool{g.output: true}
	nodes := f.Model.Nodes
	live := make([]bool, len(nodes))
	for i := len(nodes) - 1; i >= 0; i-- {
		for _, out := range nodes[i].Outputs {
			live[i] = live[i] || out != "" && needed[out] && f.DependsOnImage(out)
		}
		if live[i] {
			for _, in := range dataInputs(f, nodes[i]) {
				needed[in] = true
			}
		}
	}
	for i, n := range nodes {
		if !live[i] {
			continue
		}
		g.nodes = append(g.nodes, n)
		for _, in := range dataInputs(f, n) {
			g.readers[in] = append(g.readers[in], n)
		}
	}
	g.operators = operatorNames(g.nodes)
	for _, n := range g.nodes {
		if o := g.classify(n); o.kind == affine || o.kind == activate {
			g.carriers[o.from] = append(g.carriers[o.from], n)
		}
	}
	return g, nil
}

// dataInputs are the inputs that carry the image's data.
func dataInputs(f *onnx.Inference, n *onnx.Node) []string {
	var out []string
	for _, inputs := range [][]string{n.Inputs, n.Captures} {
		for _, in := range inputs {
			if in != "" && f.DependsOnImage(in) {
				out = append(out, in)
			}
		}
	}
	return out
}

// onward is the node that all that is computed from the tensor goes through first: an operator that carries its channels
// while its other readers, such as those that compute a mean or a sigmoid of it, work for that operator alone; else its
// only reader. It is nil where ways part.
func (g *graph) onward(tensor string) *onnx.Node {
	if tensor == g.output {
		return nil
	}
	for _, n := range g.carriers[tensor] {
		if g.absorbs(n, tensor) {
			return n
		}
	}
	if readers := g.readers[tensor]; len(readers) == 1 {
		return readers[0]
	}
	return nil
}

// absorbs tells whether everything that is computed from the tensor before node n is read by n or on the way to it.
func (g *graph) absorbs(n *onnx.Node, tensor string) bool {
	pending, seen := []string{tensor}, map[string]bool{tensor: true}
	for len(pending) > 0 {
		t := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if t == g.output {
			return false
		}
		for _, r := range g.readers[t] {
			if r == n {
				continue
			}
			if r.Index > n.Index {
				return false
			}
			for _, out := range r.Outputs {
				if !seen[out] {
					seen[out] = true
					pending = append(pending, out)
				}
			}
		}
	}
	return true
}
