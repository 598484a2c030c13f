package topology

import (
	"fmt"
	"strings"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx"
)

// chooseOutput returns the tensor of the class scores and the number of classes. Of several outputs that may hold them it is
// the one behind the most weights: classifiers that only help in training, and feature vectors, branch off before. Of
// outputs that are computed from each other, as probabilities from logits, it is the one that the file names first.
func chooseOutput(f *onnx.Inference, wanted string) (string, int, error) {
	if wanted != "" {
		return wantedOutput(f, wanted)
	}
	depth := weightsBefore(f)
	var best []string
	for _, out := range scoreOutputs(f) {
		switch {
		case len(best) == 0 || depth[out] > depth[best[0]]:
			best = []string{out}
		case depth[out] == depth[best[0]] && !related(f.Model, best[0], out):
			best = append(best, out)
		}
	}
	switch len(best) {
	case 0:
		return "", 0, noOutput(f)
	case 1:
		return best[0], classCount(f.Shape(best[0])), nil
	}
	return "", 0, hint.Errorf("--output names the one that the graphs are of", "the class scores may be any of the outputs %s", strings.Join(best, ", "))
}

func wantedOutput(f *onnx.Inference, wanted string) (string, int, error) {
	n := classCount(f.Shape(wanted))
	if n > 0 {
		return wanted, n, nil
	}
	advice := "name the tensor of shape N,CLASSES that holds the class scores"
	if found := scoreOutputs(f); len(found) > 0 {
		advice = "the outputs that hold class scores are " + strings.Join(found, ", ")
	}
	if !f.Model.Has(wanted) {
		return "", 0, hint.Errorf(advice, "there is no tensor %q", wanted)
	}
	return "", 0, hint.Errorf(advice, "tensor %q of shape %v holds no class scores", wanted, f.Shape(wanted))
}

// scoreOutputs are the model's outputs whose shape is that of class scores.
func scoreOutputs(f *onnx.Inference) []string {
	var out []string
	for _, v := range f.Model.Outputs {
		if classCount(f.Shape(v.Name)) > 0 && f.DependsOnImage(v.Name) {
			out = append(out, v.Name)
		}
	}
	return out
}

func noOutput(f *onnx.Inference) error {
	first := f.Model.Outputs[0].Name
	if why := f.WhyNoShape(first); why != nil {
		return hint.Errorf("the model may work at another size of the input only, or need the shapes that onnx.shape_inference.infer_shapes (Python) writes into it",
			"output %q has no known shape at an input of %dx%d: %w", first, f.Height, f.Width, why)
	}
	if !f.DependsOnImage(first) {
		return fmt.Errorf("output %q does not depend on input %q", first, f.Image.Name)
	}
	return hint.Errorf("only image classifiers have attribution graphs",
		"output %q of shape %v holds no class scores N,CLASSES", first, f.Shape(first))
}

// weightsBefore counts for each tensor the convolutions and matrix products on the longest way to it.
func weightsBefore(f *onnx.Inference) map[string]int {
	depth := map[string]int{}
	for _, n := range f.Model.Nodes {
		most := 0
		for _, in := range dataInputs(f, n) {
			most = max(most, depth[in])
		}
		if n.Op == "Conv" || n.Op == "Gemm" || n.Op == "MatMul" {
			most++
		}
		for _, out := range n.Outputs {
			depth[out] = most
		}
	}
	return depth
}

// related tells whether one of the tensors is computed from the other.
func related(m *onnx.Model, a, b string) bool { return m.Needs(a)[b] || m.Needs(b)[a] }

// classCount is K for shapes [N, K], [N, K, 1, 1] and [N, 1, 1, K], else 0.
func classCount(shape []int) int {
	if len(shape) < 2 {
		return 0
	}
	classes := 1
	for _, d := range shape[1:] {
		if classes > 1 && d != 1 {
			return 0
		}
		classes *= d
	}
	return classes
}

// endsInProbabilities tells whether the output holds probabilities: those of a softmax, or of a sigmoid for each class.
func (g *graph) endsInProbabilities() bool {
	for n := g.f.Model.Producer(g.output); n != nil; n = g.f.Model.Producer(n.Input(0)) {
		switch n.Op {
		case "Softmax", "Sigmoid":
			return true
		case "Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Cast", "Transpose":
		default:
			return false
		}
	}
	return false
}
