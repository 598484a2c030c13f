package autodiff

import "summit/precompute/internal/onnx"

// unfolded is what the windows of a pooling see.
type unfolded struct {
	values       string // [batch, channels, places of a window, windows]
	places, area int
	single       []int // the shape of one value for each window: [batch, channels, 1, windows]

	window onnx.Window
	shape  []int // of the map
	copies string
}

// unfold adds the windows over a map by a convolution that copies, one channel for each place of a window.
func (t *tape) unfold(x string, w onnx.Window) *unfolded {
	shape := t.shape(x)
	for a := range 2 { // with a rounded up number of windows, the last one ends behind the padding
		w.Pads[2+a] = max((w.Out[a]-1)*w.Stride[a]+extent(w, a)-shape[2+a]-w.Pads[a], 0)
	}
	u := &unfolded{places: w.Kernel[0] * w.Kernel[1], area: w.Out[0] * w.Out[1], window: w, shape: shape}
	batch, channels := shape[0], shape[1]
	u.single = []int{batch, channels, 1, u.area}
	kernels := make([]float32, channels*u.places*u.places)
	for i := range channels * u.places {
		kernels[i*u.places+i%u.places] = 1
	}
	u.copies = t.Floats(t.prefix+"/copies", kernels, channels*u.places, 1, w.Kernel[0], w.Kernel[1])
	values := t.node("Conv", onnx.Attributes{"kernel_shape": w.Kernel[:], "strides": w.Stride[:], "dilations": w.Dilation[:],
		"pads": w.Pads[:], "group": channels}, x, u.copies)
	u.values = t.reshape(values, []int{batch, channels, u.places, u.area})
	return u
}

// refold adds up, for each pixel, what the windows have for it.
func (t *tape) refold(u *unfolded, g string) string {
	batch, channels := u.shape[0], u.shape[1]
	g = t.reshape(g, []int{batch, channels * u.places, u.window.Out[0], u.window.Out[1]})
	return t.spread(g, u.copies, u.window, channels, u.shape)
}

// inside is 1 for each place of each window, [places, windows], that lies in the map, and 0 for padding.
func (u *unfolded) inside() (values []float32, all bool) {
	all = true
	for place := range u.places {
		for o := range u.area {
			y := u.position(0, o/u.window.Out[1], place/u.window.Kernel[1])
			x := u.position(1, o%u.window.Out[1], place%u.window.Kernel[1])
			v := float32(0)
			if y >= 0 && y < u.shape[2] && x >= 0 && x < u.shape[3] {
				v = 1
			}
			all = all && v == 1
			values = append(values, v)
		}
	}
	return values, all
}

func (u *unfolded) position(axis, window, place int) int {
	return window*u.window.Stride[axis] - u.window.Pads[axis] + place*u.window.Dilation[axis]
}
