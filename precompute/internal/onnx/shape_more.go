package onnx

import (
	"fmt"
	"slices"
)

// madeShape is the shape of what Constant, ConstantOfShape and Range make.
func (f *Inference) madeShape(n *Node) ([][]int, error) {
	if n.Op == "ConstantOfShape" {
		dims, err := f.ints(n.Input(0))
		return one(dims, err)
	}
	t, err := f.Constant(n.Outputs[0])
	if err != nil {
		return nil, err
	}
	return one(slices.Clone(t.Dims), nil)
}

func (f *Inference) concatShape(n *Node, in []int) ([]int, error) {
	axis, err := axisOf(n.Int("axis", 1), len(in))
	if err != nil {
		return nil, err
	}
	out := slices.Clone(in)
	for _, name := range n.Inputs[1:] {
		s := f.Shape(name)
		if len(s) != len(in) {
			return nil, fmt.Errorf("inputs of shapes %v and %v cannot be joined", in, s)
		}
		for i, d := range s {
			if i == axis {
				out[i] += d
			} else if d != in[i] {
				return nil, fmt.Errorf("inputs of shapes %v and %v cannot be joined along axis %d", in, s, axis)
			}
		}
	}
	return out, nil
}

// SplitSizes lists the parts that Split makes along its axis.
func (f *Inference) SplitSizes(n *Node, in []int) (axis int, sizes []int, err error) {
	if axis, err = axisOf(n.Int("axis", 0), len(in)); err != nil {
		return 0, nil, err
	}
	sizes = n.Ints("split")
	if n.Input(1) != "" {
		if sizes, err = f.ints(n.Input(1)); err != nil {
			return 0, nil, err
		}
	}
	if sizes == nil {
		part := (in[axis] + len(n.Outputs) - 1) / len(n.Outputs)
		for left := in[axis]; len(sizes) < len(n.Outputs); left -= part {
			sizes = append(sizes, max(min(part, left), 0))
		}
	}
	total := 0
	for _, s := range sizes {
		if s < 0 || s > in[axis] {
			return 0, nil, fmt.Errorf("parts %v do not fit %v", sizes, in)
		}
		total += s
	}
	if total != in[axis] || len(sizes) != len(n.Outputs) {
		return 0, nil, fmt.Errorf("parts %v do not fit axis %d of %v", sizes, axis, in)
	}
	return axis, sizes, nil
}

func (f *Inference) splitShapes(n *Node, in []int) ([][]int, error) {
	axis, sizes, err := f.SplitSizes(n, in)
	if err != nil {
		return nil, err
	}
	var out [][]int
	for _, s := range sizes {
		part := slices.Clone(in)
		part[axis] = s
		out = append(out, part)
	}
	return out, nil
}

// ReducedAxes tells which axes of shape in a reduction folds; axes are an attribute or, in newer operator sets, an input.
func (f *Inference) ReducedAxes(n *Node, in []int) ([]bool, error) {
	axes := n.Ints("axes")
	if n.Input(1) != "" {
		var err error
		if axes, err = f.ints(n.Input(1)); err != nil {
			return nil, err
		}
	}
	folded := make([]bool, len(in))
	for i := range folded {
		folded[i] = len(axes) == 0 && n.Int("noop_with_empty_axes", 0) == 0
	}
	for _, a := range axes {
		axis, err := axisOf(a, len(in))
		if err != nil {
			return nil, err
		}
		folded[axis] = true
	}
	return folded, nil
}

func (f *Inference) reducedShape(n *Node, in []int) ([]int, error) {
	folded, err := f.ReducedAxes(n, in)
	if err != nil {
		return nil, err
	}
	out := []int{}
	for i, d := range in {
		if !folded[i] {
			out = append(out, d)
		} else if n.Int("keepdims", 1) != 0 {
			out = append(out, 1)
		}
	}
	return out, nil
}

func (f *Inference) argShape(n *Node, in []int) ([]int, error) {
	axis, err := axisOf(n.Int("axis", 0), len(in))
	if err != nil {
		return nil, err
	}
	out := slices.Clone(in)
	if n.Int("keepdims", 1) == 0 {
		return slices.Delete(out, axis, axis+1), nil
	}
	out[axis] = 1
	return out, nil
}

func (f *Inference) gemmShape(n *Node, a []int) ([]int, error) {
	b := f.Shape(n.Input(1))
	if len(a) != 2 || len(b) != 2 {
		return nil, fmt.Errorf("shapes %v and %v are not those of matrices", a, b)
	}
	transA, transB := n.Int("transA", 0)&1, n.Int("transB", 0)&1
	if a[1-transA] != b[transB] {
		return nil, fmt.Errorf("matrices %v and %v do not go together", a, b)
	}
	return []int{a[transA], b[1-transB]}, nil
}

func (f *Inference) matMulShape(n *Node, a []int) ([]int, error) {
	b := f.Shape(n.Input(1))
	if len(a) < 2 || len(b) < 2 || a[len(a)-1] != b[len(b)-2] {
		return nil, fmt.Errorf("matrices %v and %v do not go together", a, b)
	}
	lead, err := broadcast(a[:len(a)-2], b[:len(b)-2])
	if err != nil {
		return nil, err
	}
	return append(lead, a[len(a)-2], b[len(b)-1]), nil
}

// resizedShape covers sizes and scales given as constants.
func (f *Inference) resizedShape(n *Node, in []int) ([]int, error) {
	if n.Input(3) != "" {
		return f.ints(n.Input(3))
	}
	name := n.Input(2)
	if n.Op == "Upsample" || len(n.Inputs) == 2 {
		name = n.Input(1)
	}
	scales, err := f.Constant(name)
	if err != nil {
		return nil, err
	}
	if len(scales.Floats) != len(in) {
		return nil, fmt.Errorf("scales %v do not fit %v", scales.Floats, in)
	}
	out := make([]int, len(in))
	for i, s := range scales.Floats {
		scaled := float64(in[i]) * float64(s)
		if !(scaled >= 0 && scaled < maxElements) {
			return nil, fmt.Errorf("scales %v do not fit %v", scales.Floats, in)
		}
		out[i] = int(scaled)
	}
	return out, nil
}
