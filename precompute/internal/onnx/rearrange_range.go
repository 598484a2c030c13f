package onnx

import "fmt"

// sliced implements Slice: starts, ends, axes and steps are attributes up to opset 9, inputs since.
func (f *Inference) sliced(n *Node, r Rearrangement) (Rearrangement, error) {
	starts, ends, axes, steps, err := f.sliceArguments(n, len(r.Dims))
	if err != nil {
		return r, err
	}
	out := Rearrangement{Dims: append([]int{}, r.Dims...), steps: append([][]int{}, r.steps...)}
	for i, axis := range axes {
		axis, err := axisOf(axis, len(r.Dims))
		if err != nil {
			return r, err
		}
		if steps[i] == 0 {
			return r, fmt.Errorf("slices with step 0")
		}
		var chosen []int
		size := r.Dims[axis]
		start, end := sliceBounds(starts[i], ends[i], steps[i], size)
		for p := start; p >= 0 && p < size && (steps[i] > 0 && p < end || steps[i] < 0 && p > end); p += steps[i] {
			chosen = append(chosen, r.steps[axis][p])
		}
		out.steps[axis], out.Dims[axis] = chosen, len(chosen)
	}
	return out, nil
}

// sliceBounds clamps as the operator says; end is exclusive, -1 for "down to the first" with negative steps.
func sliceBounds(start, end, step, size int) (int, int) {
	if start < 0 {
		start += size
	}
	if end < 0 {
		end += size
	}
	if step > 0 {
		return min(max(start, 0), size), min(max(end, 0), size)
	}
	return min(max(start, 0), size-1), min(max(end, -1), size-1)
}

func (f *Inference) sliceArguments(n *Node, rank int) (starts, ends, axes, steps []int, err error) {
	lists := [4][]int{n.Ints("starts"), n.Ints("ends"), n.Ints("axes"), nil}
	for i := range lists {
		if name := n.Input(i + 1); name != "" {
			if lists[i], err = f.ints(name); err != nil {
				return nil, nil, nil, nil, err
			}
		}
	}
	if lists[2] == nil {
		for i := range lists[0] {
			lists[2] = append(lists[2], i)
		}
	}
	if lists[3] == nil {
		for range lists[0] {
			lists[3] = append(lists[3], 1)
		}
	}
	if k := len(lists[0]); k > rank || len(lists[1]) != k || len(lists[2]) != k || len(lists[3]) != k {
		return nil, nil, nil, nil, fmt.Errorf("starts, ends, axes and steps differ in number")
	}
	return lists[0], lists[1], lists[2], lists[3], nil
}

// padded implements Pad; amounts are attributes up to opset 10, an input since. Negative amounts crop.
func (f *Inference) padded(n *Node, r Rearrangement) (Rearrangement, error) {
	pads, err := f.padAmounts(n, len(r.Dims))
	if err != nil {
		return r, err
	}
	mode := n.Text("mode", "constant")
	out := Rearrangement{Dims: append([]int{}, r.Dims...), steps: append([][]int{}, r.steps...)}
	for d, size := range r.Dims {
		before, after := pads[d], pads[d+len(r.Dims)]
		if before == 0 && after == 0 {
			continue
		}
		total := size + before + after
		if before < -maxTable || before > maxTable || total < 0 || total > maxTable {
			return r, fmt.Errorf("pads %v do not fit shape %v", pads, r.Dims)
		}
		chosen := make([]int, total)
		for i := range chosen {
			chosen[i] = absent
			if p := padSource(i-before, size, mode); p >= 0 {
				chosen[i] = r.steps[d][p]
			}
		}
		out.steps[d], out.Dims[d] = chosen, total
	}
	return out, nil
}

// padSource is the position that padded position p copies, -1 for none.
func padSource(p, size int, mode string) int {
	if p >= 0 && p < size {
		return p
	}
	switch mode {
	case "edge":
		return min(max(p, 0), size-1)
	case "reflect":
		if p < 0 {
			p = -p
		} else {
			p = 2*(size-1) - p
		}
		if p >= 0 && p < size {
			return p
		}
	}
	return -1
}

// padAmounts lists the amounts before each of rank axes, then those after.
func (f *Inference) padAmounts(n *Node, rank int) ([]int, error) {
	pads := n.Ints("pads")
	if n.Input(1) != "" {
		var err error
		if pads, err = f.ints(n.Input(1)); err != nil {
			return nil, err
		}
	}
	if n.Input(3) != "" {
		axes, err := f.ints(n.Input(3))
		if err != nil {
			return nil, err
		}
		return spreadPads(pads, axes, rank)
	}
	if len(pads) != 2*rank {
		return nil, fmt.Errorf("pads %v do not fit rank %d", pads, rank)
	}
	return pads, nil
}

// spreadPads turns amounts for some axes into amounts for all.
func spreadPads(pads, axes []int, rank int) ([]int, error) {
	if len(pads) != 2*len(axes) {
		return nil, fmt.Errorf("pads %v do not fit axes %v", pads, axes)
	}
	full := make([]int, 2*rank)
	for i, axis := range axes {
		axis, err := axisOf(axis, rank)
		if err != nil {
			return nil, err
		}
		full[axis], full[axis+rank] = pads[i], pads[i+len(axes)]
	}
	return full, nil
}
