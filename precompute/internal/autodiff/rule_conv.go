package autodiff

import (
	"summit/precompute/internal/onnx"
)

// convolution is undone by convolutions with the kernels turned around, one for each part of the pixels that it moves by, of each part of
// the adjoint.
func convolution(t *tape, n *onnx.Node, _ string) error {
	in := n.Input(0)
	kernels, err := t.constant(n.Input(1))
	if err != nil {
		return err
	}
	w, err := t.f.Window(n, t.shape(in))
	if err != nil {
		return err
	}
	g, turned := t.parts(n.Outputs[0]), turn(kernels, n.Int("group", 1))
	for _, o := range t.operands(in, turned.group) {
		shape := t.shape(o.tensor)
		b := backward{t, g, turned.part(o.first, shape[1]), [2][][]phase{g.phases(w, 0, shape[2]), g.phases(w, 1, shape[3])}}
		t.giveParts(o.tensor, b.parts(shape))
	}
	return nil
}

// few is a number of channels for which a convolution takes as long as for some more.
const few = 4

// backward is a convolution that is undone.
type backward struct {
	*tape
	g       parts
	kernels turned
	phases  [2][][]phase // of what is made, by axis and part of g
}

// phases divides an axis of what a convolution has read, of the given size, for each part of what it has made.
func (p parts) phases(w onnx.Window, axis, size int) [][]phase {
	step, pad := w.Stride[axis], w.Pads[axis]
	w.Out[axis] = p.counts()[axis]
	w.Stride[axis] *= p.steps()[axis]
	var all [][]phase
	for a := range p.steps()[axis] {
		w.Pads[axis] = pad - a*step
		all = append(all, phases(w, axis, size))
	}
	return all
}

// parts are what is made of a shape. Where that has few channels, those of several parts are made by one convolution.
func (b backward) parts(shape []int) parts {
	down, across := len(b.phases[0][0]), len(b.phases[1][0])
	rows, columns := 1, 1
	if shape[1] <= few && b.kernels.group == 1 {
		rows, columns = together(b.phases[0]), across
	}
	made := parts{make([][]string, down), shape}
	for r := 0; r < down; r += rows {
		for c := 0; c < across; c += columns {
			all := b.sum(r, min(r+rows, down), c, min(c+columns, across))
			for i := range min(rows, down-r) * columns {
				part := all
				if all != "" && rows*columns > 1 {
					part = b.Slice(b.prefix, all, 1, i*shape[1], (i+1)*shape[1])
				}
				made.maps[r+i/columns] = append(made.maps[r+i/columns], part)
			}
		}
	}
	return made
}

// together is by how many phases an axis can be taken at once for kernels to stay as long as for the longest phase, in all parts.
func together(parts [][]phase) int {
	for count := len(parts[0]); count > 1; count-- {
		fits := len(parts[0])%count == 0
		for _, phases := range parts {
			longest := 0
			for _, p := range phases {
				longest = max(longest, tapsOf([]phase{p}).length)
			}
			for r := 0; fits && r < len(phases); r += count {
				fits = tapsOf(phases[r:r+count]).length <= longest
			}
		}
		if fits {
			return count
		}
	}
	return 1
}

// sum is what all parts of g have for some rows and columns of parts, those in a row one after the other in its channels; "" for nothing.
func (b backward) sum(top, bottom, left, right int) string {
	sum := ""
	for i, line := range b.g.maps {
		for j, g := range line {
			if g == "" {
				continue
			}
			term := b.convolved(g, b.kernels, b.phases[0][i][top:bottom], b.phases[1][j][left:right])
			if term != "" && sum != "" {
				term = b.add(term, sum)
			}
			if term != "" {
				sum = term
			}
		}
	}
	return sum
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

// transposedConvolution is undone by a convolution with the same kernels.
func transposedConvolution(t *tape, n *onnx.Node, g string) error {
	in := t.shape(n.Input(0))
	kernels, err := t.constant(n.Input(1))
	if err != nil {
		return err
	}
	w, err := t.f.TransposedWindow(n, in)
	if err != nil {
		return err
	}
	behind := false // the last windows end behind what has been made
	for a := range 2 {
		whole := (in[2+a]-1)*w.Stride[a] + extent(w, a)
		w.Pads[2+a] = whole - w.Out[a] - w.Pads[a]
		behind = behind || w.Pads[2+a] < 0
	}
	if behind {
		more := make([]int, 4)
		for a := range 2 {
			more[2+a] = min(w.Pads[2+a], 0)
			w.Pads[2+a] = max(w.Pads[2+a], 0)
		}
		g = t.Pad(t.prefix, g, make([]int, 4), more, 0)
	}
	t.give(n.Input(0), t.convolve(g, kernels.Floats, kernels.Dims, onnx.Attributes{"strides": w.Stride[:], "dilations": w.Dilation[:],
		"pads": w.Pads[:], "group": n.Int("group", 1)}))
	return nil
}
