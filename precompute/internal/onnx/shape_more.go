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
	axes := n.Ints("axes")
	if axes == nil {
		for i := range in {
			axes = append(axes, i)
		}
	}
	out := slices.Clone(in)
	if n.Input(3) != "" {
		sizes, err := f.ints(n.Input(3))
		if err != nil {
			return nil, err
		}
		return spread(out, axes, sizes)
	}
	scales, err := f.resizeScales(n)
	if err != nil {
		return nil, err
	}
	var sizes []int
	for i, s := range scales {
		axis := i
		if i < len(axes) {
			axis = axes[i]
		}
		if axis, err = axisOf(axis, len(in)); err != nil {
			return nil, err
		}
		scaled := float64(in[axis]) * float64(s)
		if !(scaled >= 0 && scaled < maxElements) {
			return nil, fmt.Errorf("scales %v do not fit %v", scales, in)
		}
		sizes = append(sizes, int(scaled))
	}
	return spread(out, axes, sizes)
}

// resizeScales are an attribute in the first operator sets, an input since.
func (f *Inference) resizeScales(n *Node) ([]float32, error) {
	if a := n.attributes["scales"]; a != nil {
		return a.Floats, nil
	}
	name := n.Input(2)
	if n.Op == "Upsample" || len(n.Inputs) == 2 {
		name = n.Input(1)
	}
	t, err := f.Constant(name)
	if err != nil {
		return nil, err
	}
	return t.Floats, nil
}

// spread sets the dimensions at axes.
func spread(dims, axes, sizes []int) ([]int, error) {
	if len(axes) != len(sizes) {
		return nil, fmt.Errorf("sizes %v do not fit axes %v", sizes, axes)
	}
	for i, a := range axes {
		axis, err := axisOf(a, len(dims))
		if err != nil {
			return nil, err
		}
		dims[axis] = sizes[i]
	}
	return dims, nil
}
