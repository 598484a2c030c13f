package onnx

import "fmt"

// TransposedWindow is how a ConvTranspose moves over what it makes: Pads are what it cuts off, and Out is the size of its output, which may
// end behind the last window. The input has shape in.
func (f *Inference) TransposedWindow(n *Node, in []int) (Window, error) {
	w := Window{Stride: [2]int{1, 1}, Dilation: [2]int{1, 1}}
	weights := f.Shape(n.Input(1))
	group := n.Int("group", 1)
	if len(in) != 4 || len(weights) != 4 || group < 1 || weights[0] != in[1] || in[1]%group != 0 || weights[1] > maxTable {
		return w, fmt.Errorf("input %v, weights %v and group %d are not those of a 2-D convolution", in, weights, group)
	}
	copy(w.Kernel[:], weights[2:])
	copy(w.Stride[:], n.Ints("strides"))
	copy(w.Dilation[:], n.Ints("dilations"))
	auto := n.Text("auto_pad", "NOTSET")
	if auto == "NOTSET" {
		copy(w.Pads[:], n.Ints("pads"))
	}
	behind, out := n.Ints("output_padding"), n.Ints("output_shape")
	if len(out) > 2 {
		out = out[len(out)-2:]
	}
	for a := range 2 {
		if w.Kernel[a] < 1 || w.Stride[a] < 1 || w.Dilation[a] < 1 || max(w.Kernel[a], w.Stride[a], w.Dilation[a], w.Pads[a], w.Pads[2+a]) > maxTable {
			return w, fmt.Errorf("kernel %v, stride %v, dilation %v or pads %v are impossible", w.Kernel, w.Stride, w.Dilation, w.Pads)
		}
		whole := (in[2+a]-1)*w.Stride[a] + (w.Kernel[a]-1)*w.Dilation[a] + 1 + at(behind, a)
		switch {
		case len(out) == 2:
			w.cut(a, whole, out[a], auto)
		case auto == "SAME_UPPER" || auto == "SAME_LOWER":
			w.cut(a, whole, in[2+a]*w.Stride[a], auto)
		default:
			w.Out[a] = whole - w.Pads[a] - w.Pads[2+a]
		}
		if w.Out[a] < 1 || w.Out[a] > maxElements {
			return w, fmt.Errorf("an output of %d pixels is impossible", w.Out[a])
		}
	}
	return w, nil
}

// cut divides what is too much of an axis between its ends.
func (w *Window) cut(axis, whole, out int, auto string) {
	total := max(whole-out, 0)
	w.Pads[axis], w.Pads[2+axis], w.Out[axis] = total-total/2, total/2, out
	if auto == "SAME_UPPER" {
		w.Pads[axis], w.Pads[2+axis] = w.Pads[2+axis], w.Pads[axis]
	}
}
