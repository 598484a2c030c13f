package reference

import (
	"fmt"

	"summit/precompute/internal/onnx/onnxtest"
)

// Tensor is the name of what a node makes, in the ONNX model.
func (n *Net) Tensor(node int) string {
	if node == 0 {
		return "image"
	}
	name := fmt.Sprintf("node%d", node)
	switch d := n.Nodes[node]; {
	case d.Emit != nil:
		return d.tensor
	case d.Op == Shuffle:
		name += "/join"
	case d.Op == Norm && d.Arithmetic:
		name += "/shift"
	case d.Op == Subsample:
		name += "/columns"
	}
	return name + "_output_0"
}

// Model is the network as ONNX, with the preprocessing that takes pictures as they are in its metadata.
func (n *Net) Model() *onnxtest.Model {
	image := n.Nodes[0]
	m := onnxtest.NewModel("image", image.Channels, image.Height, image.Width)
	m.Metadata("summit.preprocess", fmt.Sprintf("size = [%d, %d]\nresize = \"none\"\n", image.Height, image.Width))
	for k := 1; k < len(n.Nodes); k++ {
		n.emit(m, k)
	}
	if n.Tail != nil {
		return m.Output(n.Tail(m, n.Tensor(n.Last())))
	}
	pool := "GlobalMaxPool"
	if n.Average {
		pool = "GlobalAveragePool"
	}
	flat := m.Node("Flatten", "flat", []string{m.Node(pool, "pool", []string{n.Tensor(n.Last())}, nil)}, onnxtest.Attrs{"axis": 1})
	var head []float32
	for _, weights := range n.Head {
		head = append(head, float32s(weights)...)
	}
	out := m.Node("Gemm", "head", []string{flat, m.Floats("head.weight", head, len(n.Head), len(n.Head[0]))}, onnxtest.Attrs{"transB": 1})
	if n.Softmax {
		out = m.Node("Softmax", "softmax", []string{out}, onnxtest.Attrs{"axis": 1})
	}
	return m.Output(out)
}

func (n *Net) emit(m *onnxtest.Model, k int) {
	d, name := &n.Nodes[k], fmt.Sprintf("node%d", k)
	var in []string
	for _, i := range d.Inputs {
		in = append(in, n.Tensor(i))
	}
	if d.Emit != nil {
		d.tensor = d.Emit(m, name, in)
		return
	}
	switch d.Op {
	case Conv:
		n.emitConv(m, name, in[0], d)
	case Norm:
		emitNorm(m, name, in[0], d)
	case Relu:
		m.Relu(name, in[0])
	case Clip:
		m.Node("Clip", name, []string{in[0], m.Floats(name+".min", []float32{0}), m.Floats(name+".max", []float32{Limit})}, nil)
	case MaxPool:
		m.MaxPool(name, in[0], onnxtest.Pool{Kernel: d.Kernel, Stride: d.Stride, Pads: d.Pads})
	case AveragePool:
		m.AveragePool(name, in[0], onnxtest.Pool{Kernel: d.Kernel, Stride: d.Stride, Pads: d.Pads})
	case Concat:
		m.Concat(name, in...)
	case Add:
		m.Add(name, in[0], in[1])
	case Take:
		m.Slice(name, in[0], 1, d.First, d.First+d.Channels, 1)
	case Extend:
		after := d.Channels - d.First - n.Nodes[d.Inputs[0]].Channels
		m.Pad(name, in[0], [4]int{0, d.First, 0, 0}, [4]int{0, after, 0, 0})
	case Shuffle:
		m.Shuffle(name, in[0], d.Channels, d.Height, d.Width, d.Group)
	case Subsample:
		x := n.Nodes[d.Inputs[0]]
		m.Slice(name+"/columns", m.Slice(name+"/rows", in[0], 2, 0, x.Height, 2), 3, 0, x.Width, 2)
	}
}

func (n *Net) emitConv(m *onnxtest.Model, name, in string, d *Node) {
	c := onnxtest.Conv{Weights: float32s(d.Weights), Bias: float32s(d.Shift), Out: d.Channels,
		Kernel: d.Kernel, Stride: d.Stride, Dilation: d.Dilation, Group: d.Group}
	if d.Same {
		c.AutoPad = "SAME_UPPER"
	} else {
		c.Pads = d.Pads
	}
	m.Conv(name, in, c)
}

// emitNorm writes factor and shift with a variance of 4 and a mean of 1: factor = scale / 2.
func emitNorm(m *onnxtest.Model, name, in string, d *Node) {
	if d.Arithmetic {
		product := m.Node("Mul", name+"/factor", []string{in, m.Floats(name+".factor", float32s(d.Factor), d.Channels, 1, 1)}, nil)
		m.Node("Add", name+"/shift", []string{product, m.Floats(name+".shift", float32s(d.Shift), 1, d.Channels, 1, 1)}, nil)
		return
	}
	scale, bias := make([]float32, d.Channels), make([]float32, d.Channels)
	mean, variance := make([]float32, d.Channels), make([]float32, d.Channels)
	for c := range scale {
		scale[c], bias[c] = float32(2*d.Factor[c]), float32(d.Shift[c]+d.Factor[c])
		mean[c], variance[c] = 1, 4
	}
	m.Node("BatchNormalization", name, []string{in, m.Floats(name+".scale", scale, d.Channels), m.Floats(name+".bias", bias, d.Channels),
		m.Floats(name+".mean", mean, d.Channels), m.Floats(name+".variance", variance, d.Channels)}, onnxtest.Attrs{"epsilon": float32(0)})
}

func float32s(values []float64) []float32 {
	out := make([]float32, len(values))
	for i, v := range values {
		out[i] = float32(v)
	}
	return out
}
