package onnx

import (
	"fmt"
	"math"
)

// Rearrangement says how an operator that moves elements without computing (Reshape, Transpose, Slice, Gather, Expand,
// Pad ...) fills its output of shape Dims, row-major. The index of an output element is split over the lengths of
// steps; the sum of the entries that it selects is the index of the input's element. An absent entry marks padding.
type Rearrangement struct {
	Dims  []int
	steps [][]int
}

const (
	absent   = math.MinInt / 1024 // a sum with one such entry stays negative
	maxTable = 1 << 24
)

// Index lists for each output element the input element that it takes, -1 for padding.
func (r Rearrangement) Index() []int {
	out := []int{0}
	for _, steps := range r.steps {
		next := make([]int, 0, len(out)*len(steps))
		for _, base := range out {
			for _, s := range steps {
				next = append(next, base+s)
			}
		}
		out = next
	}
	for i, v := range out {
		out[i] = max(v, -1)
	}
	return out
}

// Sources lists, for an operator that takes positions along axes of an input of shape in (Slice, Gather, Pad), the positions that it takes
// along each axis, -1 for padding.
func (r Rearrangement) Sources(in []int) [][]int {
	out := make([][]int, len(r.steps))
	stride := 1
	for d := len(r.steps) - 1; d >= 0; d-- {
		out[d] = make([]int, len(r.steps[d]))
		for i, step := range r.steps[d] {
			if out[d][i] = step / stride; step < 0 {
				out[d][i] = -1
			}
		}
		stride *= in[d]
	}
	return out
}

// Rearrange describes a node that moves the elements of its first input, of shape in. It reports an error for other
// operators and for arguments that are no constants.
func (f *Inference) Rearrange(n *Node, in []int) (Rearrangement, error) {
	r := Rearrangement{Dims: in}
	for _, d := range in {
		if d > maxTable {
			return r, fmt.Errorf("dimension %d is too large", d)
		}
	}
	r.steps = identitySteps(in)
	switch n.Op {
	case "Identity", "Dropout":
		return r, nil
	case "Reshape", "Flatten", "Squeeze", "Unsqueeze":
		dims, err := f.reshaped(n, in)
		return Rearrangement{dims, r.steps}, err
	case "Transpose":
		return transposed(n, r)
	case "Slice":
		return f.sliced(n, r)
	case "Gather":
		return f.gathered(n, r)
	case "Expand":
		return f.expanded(n, r)
	case "Pad":
		return f.padded(n, r)
	}
	return r, fmt.Errorf("operator %s does more than move elements", n.Op)
}

func identitySteps(dims []int) [][]int {
	steps := make([][]int, len(dims))
	stride := 1
	for d := len(dims) - 1; d >= 0; d-- {
		steps[d] = make([]int, dims[d])
		for i := range steps[d] {
			steps[d][i] = i * stride
		}
		stride *= dims[d]
	}
	return steps
}

func transposed(n *Node, r Rearrangement) (Rearrangement, error) {
	perm := n.Ints("perm")
	if perm == nil {
		for d := range r.Dims {
			perm = append(perm, len(r.Dims)-1-d)
		}
	}
	if len(perm) != len(r.Dims) {
		return r, fmt.Errorf("perm %v does not fit shape %v", perm, r.Dims)
	}
	out := Rearrangement{Dims: []int{}}
	seen := map[int]bool{}
	for _, p := range perm {
		if p < 0 || p >= len(r.Dims) || seen[p] {
			return r, fmt.Errorf("perm %v is no permutation", perm)
		}
		seen[p] = true
		out.Dims = append(out.Dims, r.Dims[p])
		out.steps = append(out.steps, r.steps[p])
	}
	return out, nil
}

func (f *Inference) gathered(n *Node, r Rearrangement) (Rearrangement, error) {
	axis, err := axisOf(n.Int("axis", 0), len(r.Dims))
	if err != nil {
		return r, err
	}
	pick, err := f.Constant(n.Input(1))
	if err != nil {
		return r, err
	}
	chosen := make([]int, 0, len(pick.Ints))
	for _, i := range pick.Ints {
		if i < 0 {
			i += int64(r.Dims[axis])
		}
		if i < 0 || i >= int64(r.Dims[axis]) {
			return r, fmt.Errorf("index %d lies outside axis %d of %v", i, axis, r.Dims)
		}
		chosen = append(chosen, r.steps[axis][i])
	}
	out := Rearrangement{Dims: []int{}, steps: append([][]int{}, r.steps...)}
	out.steps[axis] = chosen
	out.Dims = append(append(append(out.Dims, r.Dims[:axis]...), pick.Dims...), r.Dims[axis+1:]...)
	return out, nil
}

func (f *Inference) expanded(n *Node, r Rearrangement) (Rearrangement, error) {
	want, err := f.ints(n.Input(1))
	if err != nil {
		return r, err
	}
	dims, err := broadcast(r.Dims, want)
	if err != nil {
		return r, err
	}
	out := Rearrangement{Dims: dims, steps: make([][]int, len(dims))}
	lead := len(dims) - len(r.Dims)
	for d, size := range dims {
		if d >= lead && r.Dims[d-lead] == size {
			out.steps[d] = r.steps[d-lead]
			continue
		}
		if size < 0 || size > maxTable {
			return r, fmt.Errorf("dimension %d cannot be expanded to", size)
		}
		out.steps[d] = make([]int, size)
	}
	return out, nil
}

// axisOf resolves an axis that may count from the end.
func axisOf(axis, rank int) (int, error) {
	if axis < 0 {
		axis += rank
	}
	if axis < 0 || axis >= rank {
		return 0, fmt.Errorf("axis %d lies outside rank %d", axis, rank)
	}
	return axis, nil
}

// ints is a constant vector of integers.
func (f *Inference) ints(tensor string) ([]int, error) {
	t, err := f.Constant(tensor)
	if err != nil {
		return nil, err
	}
	if t.Type.floating() {
		return nil, fmt.Errorf("tensor %q holds no integers", tensor)
	}
	return t.IntSlice(), nil
}
