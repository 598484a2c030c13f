package heads

import (
	"summit/precompute/internal/onnx"
	"summit/precompute/internal/topology"
)

// graph is a model with heads under construction.
type graph struct {
	*onnx.Extension
	inference *onnx.Inference
	options   Options
	seen      map[view]extremes
}

// view is a tensor as a 1x1 convolution sees it: at every position, or sampled by its stride and with its border of zeros.
type view struct {
	tensor string
	stride [2]int // zero: every position
	pads   [4]int
}

// extremes are tensors [batch, channels, 1, 1]: each channel's maximum, and that of the negated map.
type extremes struct{ max, negMin string }

func (g *graph) extremes(v view) extremes {
	if found, ok := g.seen[v]; ok {
		return found
	}
	x := v.tensor
	if v.stride != [2]int{} {
		x = g.sample(v)
	}
	found := extremes{
		max:    g.Node("GlobalMaxPool", "heads/max", nil, x),
		negMin: g.Node("GlobalMaxPool", "heads/negated_min", nil, g.Node("Neg", "heads/negated", nil, x)),
	}
	g.seen[v] = found
	return found
}

// sample is the map at the positions that a strided or padded 1x1 convolution looks at.
func (g *graph) sample(v view) string {
	channels := g.inference.Shape(v.tensor)[1]
	ones := make([]float32, channels)
	for i := range ones {
		ones[i] = 1
	}
	return g.Node("Conv", "heads/sampled", onnx.Attributes{"kernel_shape": []int{1, 1}, "strides": v.stride[:], "pads": v.pads[:], "group": channels},
		v.tensor, g.Floats("heads/ones", ones, channels, 1, 1, 1))
}

// float turns indices into float32, which holds them exactly below 2^24.
func (g *graph) float(x string) string {
	return g.Node("Cast", "heads/float", onnx.Attributes{"to": int(onnx.Float)}, x)
}

func (g *graph) concat(prefix string, axis int, parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	return g.Node("Concat", prefix, onnx.Attributes{"axis": axis}, parts...)
}

// strided are a kernel's strides when only every n-th position is looked at.
func (g *graph) strided(k *topology.Kernel) [2]int {
	every := max(g.options.Stride, 1)
	return [2]int{k.Stride[0] * every, k.Stride[1] * every}
}

// pointwise tells whether a kernel has a closed form, and in the extremes of which view.
func (g *graph) pointwise(t *topology.Term) (view, bool) {
	k := t.Kernel
	v := view{tensor: t.Tensor}
	if stride := g.strided(k); stride != [2]int{1, 1} || k.Pads != [4]int{} {
		v.stride, v.pads = stride, k.Pads
	}
	return v, k.Height == 1 && k.Width == 1
}

// mapBytes is what the map of a pair takes of a spatial kernel, twice: as it is and negated.
func (g *graph) mapBytes(t *topology.Term) int64 {
	k, stride, shape := t.Kernel, g.strided(t.Kernel), g.inference.Shape(t.Tensor)
	rows := (shape[2]+k.Pads[0]+k.Pads[2]-(k.Height-1)*k.Dilation[0]-1)/stride[0] + 1
	columns := (shape[3]+k.Pads[1]+k.Pads[3]-(k.Width-1)*k.Dilation[1]-1)/stride[1] + 1
	return int64(rows) * int64(columns) * 2 * 4
}
