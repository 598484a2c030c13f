package onnx

import "fmt"

// Window is how a convolution or pooling moves over the two spatial axes (0 rows, 1 columns).
type Window struct {
	Kernel, Stride, Dilation [2]int
	Pads                     [4]int // top, left, bottom, right
	Out                      [2]int // positions
}

// Window reads a 2-D convolution's or pooling's window, with auto_pad resolved for an input of shape in.
func (f *Inference) Window(n *Node, in []int) (Window, error) {
	w := Window{Stride: [2]int{1, 1}, Dilation: [2]int{1, 1}}
	if len(in) != 4 {
		return w, fmt.Errorf("its input has shape %v, not N,C,H,W", in)
	}
	kernel := n.Ints("kernel_shape")
	if shape := f.Shape(n.Input(1)); kernel == nil && n.Op == "Conv" && len(shape) == 4 {
		kernel = shape[2:]
	}
	for _, pair := range []struct {
		to   *[2]int
		from []int
	}{{&w.Kernel, kernel}, {&w.Stride, n.Ints("strides")}, {&w.Dilation, n.Ints("dilations")}} {
		if pair.from != nil && len(pair.from) != 2 {
			return w, fmt.Errorf("it has %d spatial axes, not 2", len(pair.from))
		}
		copy(pair.to[:], pair.from)
	}
	for a := range 2 {
		if w.Kernel[a] < 1 || w.Stride[a] < 1 || w.Dilation[a] < 1 || max(w.Kernel[a], w.Stride[a], w.Dilation[a]) > maxTable {
			return w, fmt.Errorf("kernel %v, stride %v or dilation %v is impossible", w.Kernel, w.Stride, w.Dilation)
		}
	}
	return w.padded(n, in)
}

// padded adds pads and the number of positions.
func (w Window) padded(n *Node, in []int) (Window, error) {
	auto := n.Text("auto_pad", "NOTSET")
	pads := n.Ints("pads")
	if auto == "NOTSET" && pads != nil {
		if len(pads) != 4 {
			return w, fmt.Errorf("pads %v do not have 4 sides", pads)
		}
		copy(w.Pads[:], pads)
	}
	for a := range 2 {
		size, extent := in[2+a], (w.Kernel[a]-1)*w.Dilation[a]+1
		if auto == "SAME_UPPER" || auto == "SAME_LOWER" {
			out := (size + w.Stride[a] - 1) / w.Stride[a]
			total := max((out-1)*w.Stride[a]+extent-size, 0)
			w.Pads[a], w.Pads[2+a] = total/2, total-total/2
			if auto == "SAME_LOWER" {
				w.Pads[a], w.Pads[2+a] = w.Pads[2+a], w.Pads[a]
			}
		}
		if min(w.Pads[a], w.Pads[2+a]) < 0 || max(w.Pads[a], w.Pads[2+a]) > maxTable {
			return w, fmt.Errorf("pads %v are impossible", w.Pads)
		}
		room := size + w.Pads[a] + w.Pads[2+a] - extent
		if room < 0 {
			return w, fmt.Errorf("a window of %d does not fit %d pixels", extent, size)
		}
		w.Out[a] = room/w.Stride[a] + 1
		if n.Int("ceil_mode", 0) != 0 && room%w.Stride[a] != 0 && w.Out[a]*w.Stride[a] < size+w.Pads[a] {
			w.Out[a]++
		}
	}
	return w, nil
}
