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
}

func newGraph(f *onnx.Inference, output string) (*graph, error) {
	g := &graph{f: f, readers: map[string][]*onnx.Node{}, ops: map[*onnx.Node]op{}, maps: map[string]bool{}}
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

// soleReader is the only node that reads the tensor; nil if there are several or none.
func (g *graph) soleReader(tensor string) *onnx.Node {
	if r := g.readers[tensor]; len(r) == 1 && tensor != g.output {
		return r[0]
	}
	return nil
}
