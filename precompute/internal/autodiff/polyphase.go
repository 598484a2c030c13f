package autodiff

import (
	"slices"

	"summit/precompute/internal/onnx"
)

// phase is every stride-th position of an axis along which windows have been moved: position stride*u + r for all u. It is made of what
// the windows u+offset have for it, of one place each.
type phase struct {
	places  []int // of the window
	offsets []int // as places
	count   int   // positions u
	windows int
}

// phases divides an axis of the given size by a window's stride.
func phases(w onnx.Window, axis, size int) []phase {
	stride := w.Stride[axis]
	all := make([]phase, stride)
	for r := range all {
		p := phase{count: (size + stride - 1) / stride, windows: w.Out[axis]}
		for k := range w.Kernel[axis] {
			if ahead := r + w.Pads[axis] - k*w.Dilation[axis]; ahead%stride == 0 {
				p.places, p.offsets = append(p.places, k), append(p.offsets, ahead/stride)
			}
		}
		all[r] = p
	}
	return all
}

// only is the phase with one of its places.
func (p phase) only(i int) phase {
	p.places, p.offsets = p.places[i:i+1], p.offsets[i:i+1]
	return p
}

// taps are how a convolution over the windows makes the positions u of a phase.
type taps struct {
	length, dilation int   // of the kernel
	at               []int // where in the kernel each place of the phase stands
	before, after    int   // padding of the windows
}

func (p phase) taps() taps {
	lowest, highest := slices.Min(p.offsets), slices.Max(p.offsets)
	t := taps{before: max(-lowest, 0), dilation: 1}
	t.length = t.before + highest + 1
	if t.after = p.count - p.windows + highest; t.after < 0 { // windows behind the last position
		t.length, t.after = t.length-t.after, 0
	}
	if len(p.offsets) > 1 {
		if step := p.offsets[0] - p.offsets[1]; (t.length-1)%step == 0 && t.before == -lowest {
			t.dilation, t.length = step, (t.length-1)/step+1
		}
	}
	for _, offset := range p.offsets {
		t.at = append(t.at, (t.before+offset)/t.dilation)
	}
	return t
}

// interleave brings phases [batch, channels, rows, columns], by row and column, together to a map of the given shape. A phase that is
// "" is zero.
func (t *tape) interleave(parts [][]string, shape []int) string {
	down, across := len(parts), len(parts[0])
	rows, columns := (shape[2]+down-1)/down, (shape[3]+across-1)/across
	lines := make([]string, down)
	for a, line := range parts {
		for b, part := range line {
			if part == "" {
				part = t.Floats(t.prefix+"/zeros", make([]float32, shape[0]*shape[1]*rows*columns), shape[0], shape[1], rows, columns)
			}
			line[b] = part
		}
		lines[a] = t.woven(line, []int{shape[0], shape[1], rows, columns}, 4)
	}
	whole := t.woven(lines, []int{shape[0], shape[1], rows, columns * across}, 3)
	if shape[2] < rows*down || shape[3] < columns*across {
		whole = t.Pad(t.prefix, whole, make([]int, 4), []int{0, 0, shape[2] - rows*down, shape[3] - columns*across}, 0)
	}
	return whole
}

// woven takes in turn from maps of a shape: a row of each if along is 3, a pixel of each if it is 4.
func (t *tape) woven(maps []string, shape []int, along int) string {
	if len(maps) == 1 {
		return maps[0]
	}
	stacked := []int{shape[0], shape[1], shape[2], shape[3]}
	stacked = append(stacked[:along:along], append([]int{1}, stacked[along:]...)...)
	var each []string
	for _, m := range maps {
		each = append(each, t.reshape(m, stacked))
	}
	shape[along-1] *= len(maps)
	return t.reshape(t.node("Concat", onnx.Attributes{"axis": along}, each...), shape)
}
