package autodiff

import (
	"summit/precompute/internal/onnx"
)

// convolution is undone by a transposed convolution. Where it moves by single pixels that is a convolution with the kernels turned
// around, which ONNX Runtime computes faster.
func convolution(t *tape, n *onnx.Node, g string) error {
	in := n.Input(0)
	kernels, err := t.constant(n.Input(1))
	if err != nil {
		return err
	}
	w, err := t.f.Window(n, t.shape(in))
	if err != nil {
		return err
	}
	group := n.Int("group", 1)
	if pads, ok := turnedPads(w); ok {
		turned := t.Floats(t.prefix+"/turned", turn(kernels, group), turnedShape(kernels.Dims, group)...)
		t.give(in, t.node("Conv", onnx.Attributes{"kernel_shape": w.Kernel[:], "dilations": w.Dilation[:], "pads": pads, "group": group}, g, turned))
		return nil
	}
	t.give(in, t.spread(g, n.Input(1), w, group, t.shape(in)))
	return nil
}

// spread adds the transposed convolution of g to a map of shape to.
func (t *tape) spread(g, kernels string, w onnx.Window, group int, to []int) string {
	var rest [2]int // pixels behind the last window
	for a := range rest {
		rest[a] = to[2+a] + w.Pads[a] + w.Pads[2+a] - extent(w, a) - (w.Out[a]-1)*w.Stride[a]
	}
	return t.node("ConvTranspose", onnx.Attributes{"kernel_shape": w.Kernel[:], "strides": w.Stride[:], "dilations": w.Dilation[:],
		"pads": w.Pads[:], "output_padding": rest[:], "group": group}, g, kernels)
}

// extent is how many pixels a window spans.
func extent(w onnx.Window, axis int) int { return (w.Kernel[axis]-1)*w.Dilation[axis] + 1 }

// turnedPads are those of the convolution that undoes one of stride 1.
func turnedPads(w onnx.Window) (pads []int, ok bool) {
	for i, p := range w.Pads {
		pads = append(pads, extent(w, i%2)-1-p)
		ok = pads[i] >= 0 && (ok || i == 0)
	}
	return pads, ok && w.Stride == [2]int{1, 1}
}

// turnedShape is [in, out/group, height, width] for kernels [out, in/group, height, width].
func turnedShape(dims []int, group int) []int {
	return []int{dims[1] * group, dims[0] / group, dims[2], dims[3]}
}

// turn exchanges inputs and outputs within each group of kernels [out, in/group, height, width], and turns each kernel by 180 degrees.
func turn(kernels *onnx.Tensor, group int) []float32 {
	outs, ins, size := kernels.Dims[0]/group, kernels.Dims[1], kernels.Dims[2]*kernels.Dims[3]
	turned := make([]float32, len(kernels.Floats))
	for k, v := range kernels.Floats {
		pair, place := k/size, k%size
		g, o, i := pair/ins/outs, pair/ins%outs, pair%ins
		turned[((g*ins+i)*outs+o)*size+size-1-place] = v
	}
	return turned
}

// transposedConvolution is undone by a convolution with the same kernels.
func transposedConvolution(t *tape, n *onnx.Node, g string) error {
	if _, err := t.constant(n.Input(1)); err != nil {
		return err
	}
	w, err := t.f.Window(n, t.shape(n.Input(0)))
	if err != nil {
		return err
	}
	t.give(n.Input(0), t.node("Conv", onnx.Attributes{"kernel_shape": w.Kernel[:], "strides": w.Stride[:], "dilations": w.Dilation[:],
		"pads": w.Pads[:], "group": n.Int("group", 1)}, g, n.Input(1)))
	return nil
}
