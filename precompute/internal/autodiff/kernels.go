package autodiff

import (
	"slices"

	"summit/precompute/internal/onnx"
)

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

// convolved is a part of what g came from, or those in several rows and columns of parts, row by row one after the other in its channels;
// "" if nothing did.
func (t *tape) convolved(g string, k turned, rows, columns []phase) string {
	down, across := tapsOf(rows), tapsOf(columns)
	if down.length*across.length == 0 {
		return ""
	}
	size, channels := down.length*across.length, len(rows)*len(columns)*k.ins
	values := make([]float32, 0, channels*k.outs*size)
	for r, row := range rows {
		for c, column := range columns {
			for pair := range k.ins * k.outs {
				kernel := make([]float32, size)
				for i, y := range row.places {
					for j, x := range column.places {
						kernel[down.at[r][i]*across.length+across.at[c][j]] = k.values[(pair*k.height+y)*k.width+x]
					}
				}
				values = append(values, kernel...)
			}
		}
	}
	a := onnx.Attributes{"dilations": []int{down.dilation, across.dilation}, "pads": []int{down.before, across.before, down.after, across.after},
		"group": k.group}
	return t.convolve(g, values, []int{channels, k.outs, down.length, across.length}, a)
}

// convolve adds a convolution with kernels [out, in/group, height, width]. ONNX Runtime 1.30's WebGPU computes those of a multiple of
// three channels that is none of four to a multiple of four wrongly, but for kernels of 1x1 and three channels: portable graphs add
// channels of zeros.
func (t *tape) convolve(x string, values []float32, shape []int, a onnx.Attributes) string {
	if in := shape[1]; t.portable && a["group"] == 1 && in > 3 && in%3 == 0 && in%4 > 0 && shape[0]%4 == 0 && shape[2]*shape[3] > 1 {
		more := 4 - in%4
		x = t.Pad(t.prefix, x, make([]int, 4), []int{0, more, 0, 0}, 0)
		var wider []float32
		for kernels := range slices.Chunk(values, in*shape[2]*shape[3]) {
			wider = append(append(wider, kernels...), make([]float32, more*shape[2]*shape[3])...)
		}
		values, shape = wider, []int{shape[0], in + more, shape[2], shape[3]}
	}
	a["kernel_shape"] = shape[2:]
	return t.node("Conv", a, x, t.Floats(t.prefix+"/kernels", values, shape...))
}
