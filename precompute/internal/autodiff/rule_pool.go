package autodiff

import "summit/precompute/internal/onnx"

// maxPool gives what flows back through a window to its largest value; equal ones share it.
func maxPool(t *tape, n *onnx.Node, g string) error {
	w, err := t.f.Window(n, t.shape(n.Input(0)))
	if err != nil {
		return err
	}
	u := t.unfold(n.Input(0), w)
	chosen := t.reached(u.values, t.reshape(n.Outputs[0], u.single))
	if inside, all := u.inside(); !all {
		chosen = t.mul(chosen, t.Floats(t.prefix+"/inside", inside, 1, 1, u.places, u.area))
	}
	part := t.div(t.reshape(g, u.single), t.ReduceSum(t.prefix, chosen, 2))
	t.give(n.Input(0), t.refold(u, t.mul(chosen, part)))
	return nil
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
