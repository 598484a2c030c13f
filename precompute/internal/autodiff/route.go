package autodiff

import "summit/precompute/internal/onnx"

// padded is a map with the padding of a pooling, which is below all values.
func (t *tape) padded(x string, w onnx.Window, shape []int) string {
	before, after := make([]int, 4), make([]int, 4)
	for a := range 2 { // with a rounded up number of windows, the last one ends behind the padding that is stated
		before[2+a] = w.Pads[a]
		after[2+a] = max((w.Out[a]-1)*w.Stride[a]+extent(w, a)-shape[2+a]-w.Pads[a], 0)
	}
	if before[2]+before[3]+after[2]+after[3] == 0 {
		return x
	}
	return t.Pad(t.prefix, x, before, after, -unbounded)
}

// extent is how many pixels a window spans.
func extent(w onnx.Window, axis int) int { return (w.Kernel[axis]-1)*w.Dilation[axis] + 1 }

// standsAt is 1 for each window whose largest value y stands at a place of it in the padded map x, and 0 for the others.
func (t *tape) standsAt(x, y string, w onnx.Window, shape []int, place [2]int) string {
	channels := shape[1]
	var at, size [2]int
	for a := range 2 {
		at[a] = place[a] * w.Dilation[a]
		positions := max(shape[2+a]+w.Pads[a], (w.Out[a]-1)*w.Stride[a]+extent(w, a)) // of the padded map
		size[a] = max(at[a]+1, positions-w.Out[a]*w.Stride[a]+1)                      // makes as many values as there are windows
	}
	kernels := make([]float32, channels*size[0]*size[1])
	for c := range channels {
		kernels[(c*size[0]+at[0])*size[1]+at[1]] = -1
	}
	negated := t.node("Conv", onnx.Attributes{"kernel_shape": size[:], "strides": w.Stride[:], "group": channels},
		x, t.Floats(t.prefix+"/place", kernels, channels, 1, size[0], size[1]))
	return t.node("HardSigmoid", onnx.Attributes{"alpha": float32(-steep), "beta": float32(1)}, t.add(negated, y))
}

// route adds up, for each pixel of a map, what the places of the windows have for it.
func (t *tape) route(places []string, w onnx.Window, shape []int) string {
	channels := shape[1]
	ones := turned{values: make([]float32, channels*len(places)), ins: channels, outs: 1, height: w.Kernel[0], width: w.Kernel[1], group: channels}
	for i := range ones.values {
		ones.values[i] = 1
	}
	rows, columns := phases(w, 0, shape[2]), phases(w, 1, shape[3])
	parts := make([][]string, len(rows))
	for a, down := range rows {
		for _, across := range columns {
			sum := ""
			for i, y := range down.places {
				for j, x := range across.places {
					moved := t.convolved(places[y*w.Kernel[1]+x], ones, down.only(i), across.only(j))
					if sum == "" {
						sum = moved
					} else {
						sum = t.add(moved, sum)
					}
				}
			}
			parts[a] = append(parts[a], sum)
		}
	}
	return t.interleave(parts, shape)
}

// scaled multiplies the channels of a map by a number, by a convolution, with which ONNX Runtime fuses what is done next.
func (t *tape) scaled(x string, factor float32, channels int) string {
	factors := make([]float32, channels)
	for c := range factors {
		factors[c] = factor
	}
	return t.node("Conv", onnx.Attributes{"kernel_shape": []int{1, 1}, "group": channels}, x, t.Floats(t.prefix+"/factor", factors, channels, 1, 1, 1))
}
