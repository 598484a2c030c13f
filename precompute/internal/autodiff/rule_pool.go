package autodiff

import "summit/precompute/internal/onnx"

// maxPool gives what flows back through a window to its largest value, the first of equal ones, row by row. It does so along rows and
// columns one after the other: the largest of each row of the window are a map, of which the first equal one is looked for along the
// columns, and then the first pixel in its row.
func maxPool(t *tape, n *onnx.Node, g string) error {
	in, y := n.Input(0), n.Outputs[0]
	shape := t.shape(in)
	w, err := t.f.Window(n, shape)
	if err != nil {
		return err
	}
	to := t.unrectified(in)
	if to != nil {
		g = t.mul(g, t.positive(y))
	}
	routed := parts{t.routed(g, in, y, w, shape), shape}
	if to == nil {
		t.giveParts(in, routed)
	}
	for _, o := range to {
		if len(to) == 1 {
			t.giveParts(o.tensor, routed)
			break
		}
		t.give(o.tensor, t.Slice(t.prefix, t.interleave(routed), 1, o.first, o.first+t.shape(o.tensor)[1]))
	}
	return nil
}

// routed are the phases of what a pooling of a map x of a shape to y gives back, by row and column.
func (t *tape) routed(g, x, y string, w onnx.Window, shape []int) [][]string {
	x, around := t.padded(x, w, shape)
	a := onnx.Attributes{"kernel_shape": []int{1, w.Kernel[1]}, "strides": []int{1, w.Stride[1]}}
	if w.Dilation[1] > 1 { // known since operator set 10
		a["dilations"] = []int{1, w.Dilation[1]}
	}
	lines := t.node("MaxPool", a, x)
	narrow := []int{shape[0], shape[1], around[2], w.Out[1]}
	rows := t.chosen(g, lines, y, narrow, lattice{step: [2]int{w.Stride[0], 1}, count: w.Out}, w, 0)
	parts := make([][]string, w.Stride[0])
	for a, down := range phases(w, 0, shape[2]) {
		parts[a] = make([]string, w.Stride[1])
		if len(down.places) == 0 {
			continue
		}
		l := lattice{first: [2]int{a + w.Pads[0], 0}, step: [2]int{w.Stride[0], 1}, count: [2]int{down.count, w.Out[1]}}
		line := t.taken(lines, narrow, l, 1)
		l.step[1] = w.Stride[1]
		columns := t.chosen(t.brought(rows, down, 0, shape[1], w.Out[1]), x, line, around, l, w, 1)
		for b, across := range phases(w, 1, shape[3]) {
			parts[a][b] = t.brought(columns, across, 1, shape[1], down.count)
		}
	}
	return parts
}

// unrectified are what ReLU has made a map of, or the operands of a map, if nobody asks for their own adjoints: what flows back through a
// maximum is then rectified where there is less of it. It is nil for other maps.
func (t *tape) unrectified(x string) (list []operand) {
	for _, o := range t.operands(x, 1) {
		n := t.f.Model.Producer(o.tensor)
		if n == nil || n.Op != "Relu" || t.asked[o.tensor] {
			return nil
		}
		list = append(list, operand{n.Input(0), o.first})
	}
	return list
}

// averagePool is a linear map along each of the two axes.
func averagePool(t *tape, n *onnx.Node, g string) error {
	in := t.shape(n.Input(0))
	w, err := t.f.Window(n, in)
	if err != nil {
		return err
	}
	shape := t.shape(n.Outputs[0])
	for a := range 2 {
		g, shape = t.mapBack(g, shape, 2+a, in[2+a], averages(w, a, in[2+a], n.Int("count_include_pad", 0) != 0))
	}
	t.give(n.Input(0), g)
	return nil
}

// averages are the weights of an axis' positions in each window. Padding counts if padded says so, but not what lies behind it.
func averages(w onnx.Window, axis, size int, padded bool) [][]weight {
	rows := make([][]weight, w.Out[axis])
	for o := range rows {
		start, count := o*w.Stride[axis]-w.Pads[axis], 0
		for k := range w.Kernel[axis] {
			p := start + k*w.Dilation[axis]
			inside := p >= 0 && p < size
			if inside {
				rows[o] = append(rows[o], weight{from: p})
			}
			if inside || padded && p < size+w.Pads[2+axis] {
				count++
			}
		}
		for i := range rows[o] {
			rows[o][i].value = 1 / float32(count)
		}
	}
	return rows
}
