package topology

import (
	"fmt"

	"summit/precompute/internal/hint"
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
}

func newGraph(f *onnx.Inference, output string) (*graph, error) {
	g := &graph{f: f, readers: map[string][]*onnx.Node{}, ops: map[*onnx.Node]op{}}
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

// chooseOutput returns the tensor of the class scores and the number of classes.
func chooseOutput(f *onnx.Inference, wanted string) (string, int, error) {
	if wanted != "" {
		n := classCount(f.Shape(wanted))
		if n == 0 {
			return "", 0, hint.Errorf("name the tensor of shape N,CLASSES that holds the class scores",
				"tensor %q of shape %v holds no class scores", wanted, f.Shape(wanted))
		}
		return wanted, n, nil
	}
	for _, out := range f.Model.Outputs {
		if n := classCount(f.Shape(out.Name)); n > 0 {
			return out.Name, n, nil
		}
	}
	first := f.Model.Outputs[0].Name
	if why := f.WhyNoShape(first); why != nil {
		return "", 0, hint.Errorf("name the input's size: the model may work at one size only",
			"output %q has no known shape at an input of %dx%d: %w", first, f.Height, f.Width, why)
	}
	return "", 0, hint.Errorf("only image classifiers have attribution graphs",
		"output %q of shape %v holds no class scores N,CLASSES", first, f.Shape(first))
}

// classCount is K for shapes [N, K] and [N, K, 1, 1], else 0.
func classCount(shape []int) int {
	if len(shape) < 2 {
		return 0
	}
	for _, d := range shape[2:] {
		if d != 1 {
			return 0
		}
	}
	return shape[1]
}

// endsInSoftmax tells whether the output holds probabilities.
func (g *graph) endsInSoftmax() bool {
	for n := g.f.Model.Producer(g.output); n != nil; n = g.f.Model.Producer(n.Input(0)) {
		switch n.Op {
		case "Softmax":
			return true
		case "Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Cast":
		default:
			return false
		}
	}
	return false
}
