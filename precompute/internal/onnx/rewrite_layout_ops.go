package onnx

import (
	"slices"

	"summit/precompute/internal/onnx/onnxpb"
)

// place is where each axis of N,H,W,C stands in N,C,H,W.
var place = [4]int{0, 2, 3, 1}

// turn rewrites a node some of whose inputs are N,H,W,C in the file; false if it has to stay as it is.
func (l *layout) turn(n *Node) bool {
	out := l.f.Shape(n.Outputs[0])
	switch n.Op {
	case "MatMul":
		return l.turnProduct(n)
	case "LayerNormalization", "RMSNormalization":
		return l.turnNormalization(n)
	case "Softmax", "LogSoftmax", "LpNormalization", "Concat", "Split":
		return l.turnAxis(n)
	case "Slice", "Pad":
		return l.turnMoved(n)
	case "Resize":
		return l.turnResize(n)
	case "BatchNormalization", "InstanceNormalization", "GroupNormalization", "LRN", "MeanVarianceNormalization", "CumSum":
		return false
	case "QuantizeLinear", "DequantizeLinear":
		return len(l.f.Shape(n.Input(1))) == 0 && l.turnElementwise(n)
	}
	switch {
	case len(out) == 4 && (broadcasting[n.Op] || n.Op == "PRelu"):
		return l.turnBroadcast(n)
	case reducing[n.Op]:
		return l.turnReduction(n)
	}
	return elementwise[n.Op] && l.turnElementwise(n)
}

func (l *layout) turnElementwise(n *Node) bool {
	if l.first[n.Input(0)] == "" || slices.ContainsFunc(n.Inputs[1:], l.f.DependsOnImage) {
		return false
	}
	l.emit(n, append([]string{l.first[n.Input(0)]}, n.Inputs[1:]...))
	return true
}

// turnBroadcast turns constants and maps alike.
func (l *layout) turnBroadcast(n *Node) bool {
	turned := map[string]*Tensor{}
	for _, in := range n.Inputs {
		shape := l.f.Shape(in)
		if shape == nil || l.f.DependsOnImage(in) && len(shape) != 4 && volume(shape) != 1 {
			return false
		}
		if l.f.DependsOnImage(in) || volume(shape) == 1 {
			continue
		}
		c, err := l.f.Constant(in)
		if err != nil || len(c.Dims) > 4 || !c.Type.floating() {
			return false
		}
		turned[in] = l.turnedConstant(c)
	}
	var inputs []string
	for _, in := range n.Inputs {
		switch {
		case turned[in] != nil:
			inputs = append(inputs, l.floats(in+"/channels_first", turned[in]))
		case l.f.DependsOnImage(in) && len(l.f.Shape(in)) == 4:
			inputs = append(inputs, l.asFirst(in))
		default:
			inputs = append(inputs, l.resolve(in))
		}
	}
	l.emit(n, inputs)
	return true
}

// turnedConstant brings the last axis of a constant that is broadcast to N,H,W,C forward.
func (l *layout) turnedConstant(c *Tensor) *Tensor {
	dims := append(slices.Repeat([]int{1}, 4-len(c.Dims)), c.Dims...)
	steps := identitySteps(dims)
	r := Rearrangement{}
	for _, axis := range toFirst {
		r.Dims = append(r.Dims, dims[axis])
		r.steps = append(r.steps, steps[axis])
	}
	out := newTensor(Float, r.Dims)
	for i, from := range r.Index() {
		out.copyFrom(c, i, from)
	}
	return out
}

// turnProduct makes a convolution of 1x1 of a matrix product with constant weights [channels][outputs].
func (l *layout) turnProduct(n *Node) bool {
	in := l.first[n.Input(0)]
	if in == "" || len(l.f.Shape(n.Input(1))) != 2 || len(l.f.Shape(n.Outputs[0])) != 4 || l.f.DependsOnImage(n.Input(1)) {
		return false
	}
	b, err := l.f.Constant(n.Input(1))
	if err != nil || !b.Type.floating() {
		return false
	}
	inputs, outputs := b.Dims[0], b.Dims[1]
	w := newTensor(Float, []int{outputs, inputs, 1, 1})
	for o := range outputs {
		for i := range inputs {
			w.Floats[o*inputs+i] = b.Floats[i*outputs+o]
		}
	}
	op := "Conv"
	l.graph.Node = append(l.graph.Node, &onnxpb.NodeProto{OpType: &op, Name: n.proto.Name, Output: n.proto.Output,
		Input: []string{in, l.floats(n.Input(1)+"/pointwise", w)}, Attribute: []*onnxpb.AttributeProto{newAttribute("kernel_shape", []int{1, 1})}})
	l.first[n.Outputs[0]] = n.Outputs[0]
	return true
}

// turnNormalization leaves a normalization over the last axis between two transpositions.
func (l *layout) turnNormalization(n *Node) bool {
	out := n.Outputs[0]
	if axis := n.Int("axis", -1); axis != -1 && axis != 3 || len(n.Outputs) > 1 || slices.ContainsFunc(n.Inputs[1:], l.f.DependsOnImage) {
		return false
	}
	p := l.changed(n, append([]string{l.asInFile(n.Input(0))}, n.Inputs[1:]...))
	name := l.fresh(out + "/channels_last")
	p.Output = []string{name}
	l.graph.Node = append(l.graph.Node, p)
	l.last[out] = name
	l.first[out] = l.transpose(name, out, toFirst)
	return true
}

// turnAxis renumbers the attribute axis.
func (l *layout) turnAxis(n *Node) bool {
	def := map[string]int{"Concat": 1, "Split": 0}
	axis, ok := def[n.Op]
	if !ok {
		axis = -1
		if n.Op != "LpNormalization" && l.Opset < 13 { // older softmaxes fold all axes from this one on
			return false
		}
	}
	axis, err := axisOf(n.Int("axis", axis), 4)
	if err != nil || len(l.f.Shape(n.Outputs[0])) != 4 {
		return false
	}
	var inputs []string
	for i, in := range n.Inputs {
		switch {
		case i > 0 && n.Op == "Split":
			inputs = append(inputs, in)
		case !l.f.DependsOnImage(in) || len(l.f.Shape(in)) != 4:
			return false
		default:
			inputs = append(inputs, l.asFirst(in))
		}
	}
	l.emit(n, inputs, newAttribute("axis", place[axis]))
	return true
}

// turnReduction renumbers the axes that are reduced.
func (l *layout) turnReduction(n *Node) bool {
	in := n.Input(0)
	folded, err := l.f.ReducedAxes(n, l.f.Shape(in))
	if err != nil || l.first[in] == "" {
		return false
	}
	var axes, left []int
	for axis, is := range folded {
		if is {
			axes = append(axes, place[axis])
		} else {
			left = append(left, place[axis])
		}
	}
	if n.Int("keepdims", 1) == 0 && !slices.IsSorted(left) || len(axes) == 0 {
		return false
	}
	slices.Sort(axes)
	if n.Input(1) != "" {
		l.emit(n, []string{l.first[in], l.ints(n.Outputs[0]+"/axes", axes)})
	} else {
		l.emit(n, []string{l.first[in]}, newAttribute("axes", axes))
	}
	return true
}
