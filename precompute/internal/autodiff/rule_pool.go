package autodiff

import "summit/precompute/internal/onnx"

// maxPool gives what flows back through a window to its largest value, the first of equal ones. Place by place of the window, a depthwise
// convolution takes the values there out of the map, and another one brings back what belongs there.
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
	x := t.padded(in, w, shape)
	places := make([]string, w.Kernel[0]*w.Kernel[1])
	rest := g
	for k := range places {
		places[k] = rest
		if k < len(places)-1 {
			places[k] = t.mul(t.standsAt(x, y, w, shape, [2]int{k / w.Kernel[1], k % w.Kernel[1]}), rest)
			rest = t.add(t.scaled(places[k], -1, shape[1]), rest)
		}
	}
	routed := t.route(places, w, shape)
	if to == nil {
		t.give(in, routed)
	}
	for _, o := range to {
		part := routed
		if len(to) > 1 {
			part = t.Slice(t.prefix, routed, 1, o.first, o.first+t.shape(o.tensor)[1])
		}
		t.give(o.tensor, part)
	}
	return nil
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
