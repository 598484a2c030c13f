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

// taps are how a convolution over the windows makes the positions u of phases.
type taps struct {
	length, dilation int     // of the kernel
	at               [][]int // where in the kernel the places of each phase stand
	before, after    int     // padding of the windows
}

// tapsOf are those of phases which are made at once; the length is 0 if they are made of nothing.
func tapsOf(phases []phase) (t taps) {
	offsets := gather(phases)
	if len(offsets) == 0 {
		return t
	}
	lowest, highest := slices.Min(offsets), slices.Max(offsets)
	t.before, t.dilation = max(-lowest, 0), 1
	t.length = t.before + highest + 1
	if t.after = phases[0].count - phases[0].windows + highest; t.after < 0 { // windows behind the last position
		t.length, t.after = t.length-t.after, 0
	}
	if step := divisor(offsets); (t.length-1)%step == 0 && t.before == -lowest {
		t.dilation, t.length = step, (t.length-1)/step+1
	}
	for _, p := range phases {
		var at []int
		for _, offset := range p.offsets {
			at = append(at, (t.before+offset)/t.dilation)
		}
		t.at = append(t.at, at)
	}
	return t
}

// gather is all offsets of phases.
func gather(phases []phase) (offsets []int) {
	for _, p := range phases {
		offsets = append(offsets, p.offsets...)
	}
	return offsets
}

// divisor is the greatest that the distances between offsets have in common.
func divisor(offsets []int) int {
	step := 0
	for _, offset := range offsets {
		for rest := offset - slices.Min(offsets); rest > 0; {
			step, rest = rest, step%rest
		}
	}
	return max(step, 1)
}
