package onnx

import (
	"fmt"
	"slices"
)

// reshaped is the shape that Reshape, Flatten, Squeeze or Unsqueeze gives its input.
func (f *Inference) reshaped(n *Node, in []int) ([]int, error) {
	switch n.Op {
	case "Reshape":
		want := n.Ints("shape")
		if n.Input(1) != "" {
			var err error
			if want, err = f.ints(n.Input(1)); err != nil {
				return nil, err
			}
		}
		return resolveReshape(in, want, n.Int("allowzero", 0) != 0)
	case "Flatten":
		axis := n.Int("axis", 1)
		if axis < 0 {
			axis += len(in)
		}
		if axis < 0 || axis > len(in) {
			return nil, fmt.Errorf("axis %d lies outside rank %d", axis, len(in))
		}
		return []int{volume(in[:axis]), volume(in[axis:])}, nil
	}
	axes := n.Ints("axes")
	if n.Input(1) != "" {
		var err error
		if axes, err = f.ints(n.Input(1)); err != nil {
			return nil, err
		}
	}
	if n.Op == "Squeeze" {
		return squeezed(in, axes)
	}
	return unsqueezed(in, axes)
}

func resolveReshape(in, want []int, allowZero bool) ([]int, error) {
	out := append([]int{}, want...)
	rest, known := -1, 1
	for i, d := range out {
		switch {
		case d == 0 && !allowZero && i < len(in):
			out[i] = in[i]
		case d == -1 && rest < 0:
			rest = i
			continue
		case d < 0 || d > maxElements:
			return nil, fmt.Errorf("cannot take shape %v", want)
		}
		if known *= out[i]; known > maxElements {
			return nil, fmt.Errorf("cannot take shape %v", want)
		}
	}
	total := volume(in)
	if rest >= 0 {
		if known == 0 || total%known != 0 {
			return nil, fmt.Errorf("shape %v cannot become %v", in, want)
		}
		out[rest] = total / known
		known *= out[rest]
	}
	if known != total {
		return nil, fmt.Errorf("shape %v cannot become %v", in, want)
	}
	return out, nil
}

func squeezed(in, axes []int) ([]int, error) {
	drop := make([]bool, len(in))
	for i, d := range in {
		drop[i] = axes == nil && d == 1
	}
	for _, a := range axes {
		axis, err := axisOf(a, len(in))
		if err != nil {
			return nil, err
		}
		if in[axis] != 1 {
			return nil, fmt.Errorf("axis %d of %v is not 1", axis, in)
		}
		drop[axis] = true
	}
	out := []int{}
	for i, d := range in {
		if !drop[i] {
			out = append(out, d)
		}
	}
	return out, nil
}

func unsqueezed(in, axes []int) ([]int, error) {
	rank := len(in) + len(axes)
	at := make([]int, 0, len(axes))
	for _, a := range axes {
		axis, err := axisOf(a, rank)
		if err != nil {
			return nil, err
		}
		at = append(at, axis)
	}
	slices.Sort(at)
	if len(slices.Compact(slices.Clone(at))) < len(at) {
		return nil, fmt.Errorf("axes %v repeat", axes)
	}
	out := slices.Clone(in)
	for _, axis := range at {
		out = slices.Insert(out, axis, 1)
	}
	return out, nil
}

// broadcast is the shape of an element-wise operation.
func broadcast(a, b []int) ([]int, error) {
	if len(a) < len(b) {
		a, b = b, a
	}
	out := slices.Clone(a)
	lead := len(a) - len(b)
	for i, d := range b {
		switch e := out[lead+i]; {
		case d == e || d == 1:
		case e == 1:
			out[lead+i] = d
		default:
			return nil, fmt.Errorf("shapes %v and %v do not go together", a, b)
		}
	}
	return out, nil
}
