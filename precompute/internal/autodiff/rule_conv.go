package autodiff

import (
	"summit/precompute/internal/onnx"
)

// convolution is undone by convolutions with the kernels turned around, one for each phase of the pixels that it moves by.
func convolution(t *tape, n *onnx.Node, g string) error {
	in := n.Input(0)
	shape := t.shape(in)
	kernels, err := t.constant(n.Input(1))
	if err != nil {
		return err
	}
	w, err := t.f.Window(n, shape)
	if err != nil {
		return err
	}
	if shape[1] <= 4 && w.Stride != [2]int{1, 1} {
		var rest [2]int // pixels behind the last window
		for a := range rest {
			rest[a] = shape[2+a] + w.Pads[a] + w.Pads[2+a] - extent(w, a) - (w.Out[a]-1)*w.Stride[a]
		}
		t.give(in, t.node("ConvTranspose", onnx.Attributes{"kernel_shape": w.Kernel[:], "strides": w.Stride[:], "dilations": w.Dilation[:],
			"pads": w.Pads[:], "output_padding": rest[:], "group": n.Int("group", 1)}, g, n.Input(1)))
		return nil
	}
	turned := turn(kernels, n.Int("group", 1))
	rows, columns := phases(w, 0, shape[2]), phases(w, 1, shape[3])
	for _, o := range t.operands(in, turned.group) {
		part := turned.part(o.first, t.shape(o.tensor)[1])
		maps := make([][]string, len(rows))
		for a := range rows {
			for b := range columns {
				maps[a] = append(maps[a], t.convolved(g, part, rows[a], columns[b]))
			}
		}
		t.give(o.tensor, t.interleave(maps, t.shape(o.tensor)))
	}
	return nil
}

// operand is a tensor whose channels begin at one of those of a map that joins several.
type operand struct {
	tensor string
	first  int
}

// operands are what a convolution in so many groups reads: what has been joined, if its input is a Concat of channels whose own adjoint
// nobody asks for. Each gets its adjoint by a convolution of its own then, and nothing has to be taken apart.
func (t *tape) operands(x string, group int) (list []operand) {
	n := t.f.Model.Producer(x)
	if n == nil || n.Op != "Concat" || axis(n, 1, 4) != 1 || group > 1 || t.asked[x] {
		return []operand{{x, 0}}
	}
	first := 0
	for _, in := range n.Inputs {
		if t.needs(in) {
			list = append(list, operand{in, first})
		}
		first += t.shape(in)[1]
	}
	return list
}

// turned are kernels [in, out/group, height, width], each for itself as it was.
type turned struct {
	values        []float32
	ins, outs     int // outs of a group
	height, width int
	group         int
}

// turn exchanges inputs and outputs within each group of kernels [out, in/group, height, width].
func turn(kernels *onnx.Tensor, group int) turned {
	d := kernels.Dims
	k := turned{make([]float32, len(kernels.Floats)), d[1] * group, d[0] / group, d[2], d[3], group}
	size := d[2] * d[3]
	for pair := range d[0] * d[1] {
		g, o, i := pair/d[1]/k.outs, pair/d[1]%k.outs, pair%d[1]
		copy(k.values[((g*d[1]+i)*k.outs+o)*size:][:size], kernels.Floats[pair*size:])
	}
	return k
}

// part are the kernels of some of the inputs, beginning with first; all, where there are groups.
func (k turned) part(first, count int) turned {
	size := k.outs * k.height * k.width
	k.values, k.ins = k.values[first*size:][:count*size], count
	return k
}

// convolved is a phase of what g came from, "" if nothing did.
func (t *tape) convolved(g string, k turned, rows, columns phase) string {
	if len(rows.places) == 0 || len(columns.places) == 0 {
		return ""
	}
	down, across := rows.taps(), columns.taps()
	size := down.length * across.length
	values := make([]float32, k.ins*k.outs*size)
	for pair := range k.ins * k.outs {
		for i, y := range rows.places {
			for j, x := range columns.places {
				values[pair*size+down.at[i]*across.length+across.at[j]] = k.values[(pair*k.height+y)*k.width+x]
			}
		}
	}
	return t.node("Conv", onnx.Attributes{"kernel_shape": []int{down.length, across.length}, "dilations": []int{down.dilation, across.dilation},
		"pads": []int{down.before, across.before, down.after, across.after}, "group": k.group},
		g, t.Floats(t.prefix+"/kernels", values, k.ins, k.outs, down.length, across.length))
}

// transposedConvolution is undone by a convolution with the same kernels.
func transposedConvolution(t *tape, n *onnx.Node, g string) error {
	if _, err := t.constant(n.Input(1)); err != nil {
		return err
	}
	w, err := t.f.Window(n, t.shape(n.Input(0)))
	if err != nil {
		return err
	}
	t.give(n.Input(0), t.node("Conv", onnx.Attributes{"kernel_shape": w.Kernel[:], "strides": w.Stride[:], "dilations": w.Dilation[:],
		"pads": w.Pads[:], "group": n.Int("group", 1)}, g, n.Input(1)))
	return nil
}
