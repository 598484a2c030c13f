package pipeline_test

import (
	"summit/precompute/internal/onnx/onnxtest"
)

// turned transposes to the channels last or first.
func turned(m *onnxtest.Model, name, in string, perm ...int) string {
	return m.Node("Transpose", name, []string{in}, onnxtest.Attrs{"perm": perm})
}

// layerNormLast is a LayerNormalization over channels, between transpositions; with open it leaves the channels last.
func (f *family) layerNormLast(x int, open bool) int {
	return f.normalizedLast(x, open, func(m *onnxtest.Model, name, in, gamma, beta string) string {
		return m.Node("LayerNormalization", name, []string{in, gamma, beta}, onnxtest.Attrs{"axis": -1})
	})
}

// layerNormWritten is the same in the operators that exporters write for operator sets before 17.
func (f *family) layerNormWritten(x int, open bool) int {
	f.opset = 13
	return f.normalizedLast(x, open, func(m *onnxtest.Model, name, in, gamma, beta string) string {
		return writtenNorm(m, name, in, -1, gamma, beta)
	})
}

// normalizedLast transposes the channels to the end, normalizes, and with open leaves them there.
func (f *family) normalizedLast(x int, open bool, normalize func(m *onnxtest.Model, name, in, gamma, beta string) string) int {
	gain := f.gains(f.Nodes[x].Channels)
	gamma, beta := float32s(gain), float32s(f.normal(len(gain), 0.3))
	node := len(f.Nodes)
	y := f.Gain(x, gain, func(m *onnxtest.Model, name string, in []string) string {
		y := turned(m, name+"/last", in[0], 0, 2, 3, 1)
		y = normalize(m, name, y, m.Floats(name+".gamma", gamma), m.Floats(name+".beta", beta))
		if !open {
			f.Show(node, y)
			y = turned(m, name+"/first", y, 0, 3, 1, 2)
		}
		return y
	})
	f.Nodes[y].Last = open
	return y
}

// layerNormFirst normalizes over the second axis.
func (f *family) layerNormFirst(x int, _ bool) int {
	f.opset = 13
	gain := f.gains(f.Nodes[x].Channels)
	gamma, beta := float32s(gain), float32s(f.normal(len(gain), 0.3))
	return f.Gain(x, gain, func(m *onnxtest.Model, name string, in []string) string {
		return writtenNorm(m, name, in[0], 1, m.Floats(name+".gamma", gamma, len(gamma), 1, 1), m.Floats(name+".beta", beta, len(beta), 1, 1))
	})
}

func writtenNorm(m *onnxtest.Model, name, x string, axis int, gamma, beta string) string {
	mean := func(what, in string) string {
		return m.Node("ReduceMean", name+what, []string{in}, onnxtest.Attrs{"axes": []int{axis}, "keepdims": 1})
	}
	centred := m.Node("Sub", name+"/sub", []string{x, mean("/mean", x)}, nil)
	variance := mean("/variance", m.Node("Pow", name+"/pow", []string{centred, m.Scalar(name+".2", 2)}, nil))
	deviation := m.Node("Sqrt", name+"/sqrt", []string{m.Add(name+"/add", variance, m.Scalar(name+".epsilon", 1e-6))}, nil)
	y := m.Node("Div", name+"/div", []string{centred, deviation}, nil)
	return m.Add(name, m.Node("Mul", name+"/mul", []string{y, gamma}, nil), beta)
}

// product is a linear layer over the last axis; with forward the channels are brought forward behind it.
func (f *family) product(x, out int, forward bool) int {
	in := f.Nodes[x].Channels
	weights, bias := f.normal(in*out, 1/float64(in)), f.normal(out, 0.2)
	turnedWeights := make([]float32, in*out)
	for o := range out {
		for i := range in {
			turnedWeights[i*out+o] = float32(weights[o*in+i])
		}
	}
	return f.Written(x, weights, bias, !forward, func(m *onnxtest.Model, name string, t []string) string {
		y := m.Node("MatMul", name, []string{t[0], m.Floats(name+".weight", turnedWeights, in, out)}, nil)
		y = m.Add(name+"/bias", m.Floats(name+".bias", float32s(bias)), y)
		if forward {
			y = turned(m, name+"/first", y, 0, 3, 1, 2)
		}
		return y
	})
}

// scaled multiplies by a layer scale.
func (f *family) scaled(x int) int {
	gain := f.gains(f.Nodes[x].Channels)
	return f.Gain(x, gain, func(m *onnxtest.Model, name string, in []string) string {
		return m.Node("Mul", name, []string{in[0], m.Floats(name+".scale", float32s(gain), 1, len(gain), 1, 1)}, nil)
	})
}

// convNeXt has a patchifying stem, two stages, a depthwise convolution of 7x7, and linear layers with the channels last.
func (f *family) convNeXt(norm func(f *family, x int, open bool) int) {
	stem := valid(4, 4)
	x := norm(f, f.convolve(0, 8, stem), false)
	for _, out := range []int{8, 12} {
		if out > f.Nodes[x].Channels {
			x = f.convolve(norm(f, x, false), out, valid(2, 2))
		}
		for range 1 + out%3/2 {
			y := norm(f, f.grouped(x, out, 7, 1, out), true)
			y = f.product(f.activated(f.product(y, 2*out, false), gelu), out, true)
			x = f.Add(f.scaled(y), x)
		}
	}
	f.endNormalized(x)
}

// endNormalized pools, normalizes the means and classifies.
func (f *family) endNormalized(x int) {
	c := f.Nodes[x].Channels
	weights := float32s(f.normal(familyClasses*c, 1))
	f.Tail = func(m *onnxtest.Model, last string) string {
		x := m.Node("Flatten", "flat", []string{m.Node("GlobalAveragePool", "pool", []string{last}, nil)}, onnxtest.Attrs{"axis": 1})
		x = writtenNorm(m, "head/norm", x, -1, m.Floats("head.gamma", float32s(f.normal(c, 1))), m.Floats("head.beta", float32s(f.normal(c, 1))))
		return m.Node("Gemm", "head", []string{x, m.Floats("head.weight", weights, familyClasses, c)}, onnxtest.Attrs{"transB": 1})
	}
}

// convNeXtFirst is the form without transpositions: convolutions of 1x1 and normalizations over the second axis.
func (f *family) convNeXtFirst() {
	x := f.layerNormFirst(f.convolve(0, 8, valid(4, 4)), false)
	for _, out := range []int{8, 12} {
		if out > f.Nodes[x].Channels {
			x = f.convolve(f.layerNormFirst(x, false), out, valid(2, 2))
		}
		for range 1 + out%3/2 {
			y := f.layerNormFirst(f.grouped(x, out, 7, 1, out), true)
			y = f.conv(f.activated(f.conv(y, 2*out, 1, 1), gelu), out, 1, 1)
			x = f.Add(f.scaled(y), x)
		}
	}
	f.endNormalized(x)
}
