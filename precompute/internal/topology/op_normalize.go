package topology

import (
	"math"
	"slices"

	"summit/precompute/internal/onnx"
)

// Normalizations by statistics of the image itself subtract a mean and divide by a positive deviation, which channels
// share or which is a channel's own. Neither changes which channel a channel is, nor the sign of what feeds it: it goes
// through with its gain as the factor (docs/math.md, section 3).

// classifyNormalization covers the operators of a normalization over channels, groups of channels or space.
func (g *graph) classifyNormalization(n *onnx.Node) op {
	gain, reason := g.gain(n)
	if reason != "" {
		return unknownOp("%s", reason)
	}
	through := op{kind: affine, from: n.Input(0)}
	if gain == nil {
		return through
	}
	shape := g.f.Shape(n.Outputs[0])
	for c := range shape[1] {
		v, one := gain.channel(c, shape)
		if !one {
			return op{kind: activate, from: n.Input(0)}
		}
		through.factor = append(through.factor, v)
	}
	return through
}

// gain is a normalization's scale: element i of the normalized tensor has values[i/inner % len(values)].
type gain struct {
	values []float32
	inner  int
}

func (s *gain) at(element int) float32 { return s.values[element/s.inner%len(s.values)] }

// channel is the gain of a channel of N,C,H,W, and whether all its positions have the same.
func (s *gain) channel(c int, shape []int) (float32, bool) {
	plane := shape[2] * shape[3]
	v := s.at(c * plane)
	for i := range plane {
		if s.at(c*plane+i) != v {
			return 0, false
		}
	}
	return v, true
}

// gain reads the scale of a normalization of any rank; nil where it has none.
func (g *graph) gain(n *onnx.Node) (*gain, string) {
	shape := g.f.Shape(n.Input(0))
	if n.Op == "LpNormalization" {
		return nil, ""
	}
	scale, err := g.f.Constant(n.Input(1))
	if err != nil {
		return nil, "its scale cannot be computed: " + err.Error()
	}
	inner := 1
	if len(shape) < 2 || elements(shape) == 0 {
		return nil, "it normalizes no channels"
	}
	if n.Op == "InstanceNormalization" || n.Op == "GroupNormalization" { // by channel or, in old operator sets, by group
		for _, d := range shape[2:] {
			inner *= d
		}
		if len(scale.Floats) > 0 {
			inner *= max(shape[1]/len(scale.Floats), 1)
		}
	}
	if size := elements(shape); len(scale.Floats) == 0 || size%(inner*len(scale.Floats)) != 0 {
		return nil, "its scale does not fit"
	}
	return &gain{scale.Floats, inner}, ""
}

// normalizes tells whether the operator is one that classifyNormalization covers.
func normalizes(operator string) bool {
	switch operator {
	case "InstanceNormalization", "LayerNormalization", "RMSNormalization", "GroupNormalization", "LpNormalization":
		return true
	}
	return false
}

// normalized finds the operand of a written-out normalization that goes through: the minuend of Sub, the dividend of Div or
// the factor of Mul whose other operand is a statistic of it, one that is positive where it divides or multiplies.
func (g *graph) normalized(n *onnx.Node, data []string) string {
	if len(data) != 2 || n.Op != "Sub" && n.Op != "Div" && n.Op != "Mul" {
		return ""
	}
	for i, from := range data {
		other := data[1-i]
		if i == 1 && n.Op != "Mul" || !slices.Equal(g.f.Shape(from), g.f.Shape(n.Outputs[0])) || slices.Equal(g.f.Shape(other), g.f.Shape(from)) {
			continue
		}
		if (n.Op == "Sub" || g.positive(other)) && g.statistic(other, g.sameChannels(from)) {
			return from
		}
	}
	return ""
}

// sameChannels are the tensor and those before it whose channels it carries, up to the first that is no normalization or
// affine step of another one.
func (g *graph) sameChannels(tensor string) map[string]bool {
	same := map[string]bool{tensor: true}
	for n := g.f.Model.Producer(tensor); n != nil && g.f.DependsOnImage(tensor); n = g.f.Model.Producer(tensor) {
		o := g.classify(n)
		if o.kind != affine {
			break
		}
		tensor = o.from
		same[tensor] = true
	}
	return same
}

// statistic tells whether a tensor is computed from the given ones only, by operators that work element by element, reduce
// axes or average.
func (g *graph) statistic(tensor string, of map[string]bool) bool {
	seen := map[string]bool{}
	var walk func(t string) bool
	walk = func(t string) bool {
		if of[t] || seen[t] {
			return true
		}
		n := g.f.Model.Producer(t)
		if n == nil || !g.elementwise(n) && !reduces[n.Op] {
			return false
		}
		seen[t] = true
		return !slices.ContainsFunc(dataInputs(g.f, n), func(in string) bool { return !walk(in) })
	}
	return walk(tensor)
}

var reduces = map[string]bool{"ReduceMean": true, "ReduceSum": true, "ReduceMax": true, "ReduceMin": true, "ReduceL1": true, "ReduceL2": true,
	"ReduceSumSquare": true, "GlobalAveragePool": true, "GlobalMaxPool": true, "GlobalLpPool": true}

// positive tells whether a tensor is known to be nowhere below 0.
func (g *graph) positive(tensor string) bool {
	if !g.f.DependsOnImage(tensor) {
		c, err := g.f.Constant(tensor)
		return err == nil && len(c.Floats) > 0 && slices.Min(c.Floats) >= 0
	}
	n := g.f.Model.Producer(tensor)
	if n == nil {
		return false
	}
	switch n.Op {
	case "Sqrt", "Exp", "Abs", "Relu", "Sigmoid", "HardSigmoid", "Softplus", "ReduceL1", "ReduceL2", "ReduceSumSquare", "GlobalLpPool":
		return true
	case "Add", "Sum", "Mul", "Div":
		return n.Op == "Mul" && len(n.Inputs) == 2 && n.Inputs[0] == n.Inputs[1] || !slices.ContainsFunc(n.Inputs, func(in string) bool { return !g.positive(in) })
	case "Max":
		return slices.ContainsFunc(n.Inputs, g.positive)
	case "Clip":
		low, err := g.f.Constant(n.Input(1))
		return n.Float("min", -1) >= 0 || err == nil && len(low.Floats) == 1 && low.Floats[0] >= 0
	case "Pow":
		return g.even(n.Input(1)) || g.positive(n.Input(0))
	case "ReduceMean", "ReduceSum", "ReduceMax", "ReduceMin", "GlobalAveragePool", "GlobalMaxPool", "Reciprocal", "Identity", "Cast":
		return g.positive(n.Input(0))
	}
	return false
}

func (g *graph) even(exponent string) bool {
	c, err := g.f.Constant(exponent)
	return err == nil && len(c.Floats) == 1 && math.Mod(float64(c.Floats[0]), 2) == 0
}
