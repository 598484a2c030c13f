package autodiff

import "summit/precompute/internal/onnx"

// padded is a map with the padding of a pooling, which is below all values, and its shape.
func (t *tape) padded(x string, w onnx.Window, shape []int) (string, []int) {
	before, after := make([]int, 4), make([]int, 4)
	for a := range 2 { // with a rounded up number of windows, the last one ends behind the padding that is stated
		before[2+a] = w.Pads[a]
		after[2+a] = max((w.Out[a]-1)*w.Stride[a]+extent(w, a)-shape[2+a]-w.Pads[a], 0)
	}
	if before[2]+before[3]+after[2]+after[3] == 0 {
		return x, shape
	}
	return t.Pad(t.prefix, x, before, after, -unbounded), []int{shape[0], shape[1], before[2] + shape[2] + after[2], before[3] + shape[3] + after[3]}
}

// extent is how many pixels a window spans.
func extent(w onnx.Window, axis int) int { return (w.Kernel[axis]-1)*w.Dilation[axis] + 1 }

// lattice is so many positions of a map, a step apart, along rows and columns.
type lattice struct{ first, step, count [2]int }

// taken are the values of a map of a shape on a lattice, with the given sign; what lies behind the map is zero. A depthwise convolution
// takes them, which ONNX Runtime's CPU computes in the layout of its other convolutions.
func (t *tape) taken(x string, shape []int, l lattice, sign float32) string {
	channels := shape[1]
	var size [2]int
	var pads [4]int
	for a := range 2 {
		last := l.first[a] + l.step[a]*(l.count[a]-1)
		pads[2+a] = max(last+1-shape[2+a], 0)
		size[a] = max(l.first[a]+1, shape[2+a]-l.step[a]*l.count[a]+1) // makes as many values as are asked for
	}
	kernels := make([]float32, channels*size[0]*size[1])
	for c := range channels {
		kernels[(c*size[0]+l.first[0])*size[1]+l.first[1]] = sign
	}
	return t.node("Conv", onnx.Attributes{"kernel_shape": size[:], "strides": l.step[:], "pads": pads[:], "group": channels},
		x, t.Floats(t.prefix+"/place", kernels, channels, 1, size[0], size[1]))
}

// chosen divides what flows back to windows along one axis among their places: the first one gets it whose value is the window's largest,
// y. Place k of all windows is the lattice l, moved by k times the dilation.
func (t *tape) chosen(g, x, y string, shape []int, l lattice, w onnx.Window, axis int) []string {
	places := make([]string, w.Kernel[axis])
	for k := range places {
		places[k] = g
		if k == len(places)-1 {
			break
		}
		largest := t.node("HardSigmoid", onnx.Attributes{"alpha": float32(-steep), "beta": float32(1)}, t.add(t.taken(x, shape, l, -1), y))
		places[k] = t.mul(largest, g)
		g = t.add(t.scaled(places[k], -1, shape[1]), g)
		l.first[axis] += w.Dilation[axis]
	}
	return places
}

// brought adds up what the places of windows along an axis have for the positions of a phase of it; the other axis stays as it is.
func (t *tape) brought(places []string, p phase, axis, channels, other int) string {
	ones := turned{values: make([]float32, channels), ins: channels, outs: 1, height: 1, width: 1, group: channels}
	for i := range ones.values {
		ones.values[i] = 1
	}
	stays := phase{places: []int{0}, offsets: []int{0}, count: other, windows: other}
	sum := ""
	for i, k := range p.places {
		one := p.only(i)
		one.places = []int{0}
		along := [2][]phase{{stays}, {stays}}
		along[axis] = []phase{one}
		moved := t.convolved(places[k], ones, along[0], along[1])
		if sum != "" {
			moved = t.add(moved, sum)
		}
		sum = moved
	}
	return sum
}

// scaled multiplies the channels of a map by a number, by a convolution, with which ONNX Runtime fuses what is done next.
func (t *tape) scaled(x string, factor float32, channels int) string {
	factors := make([]float32, channels)
	for c := range factors {
		factors[c] = factor
	}
	return t.node("Conv", onnx.Attributes{"kernel_shape": []int{1, 1}, "group": channels}, x, t.Floats(t.prefix+"/factor", factors, channels, 1, 1, 1))
}
