package pipeline_test

import "summit/precompute/internal/onnx/onnxtest"

// resNetBasic has basic blocks, the first of a stage with a projection.
func (f *family) resNetBasic() {
	x := f.maxPool(f.unit(0, 8, 7, 2), 3, 2, 1)
	for _, b := range []struct{ out, stride int }{{8, 1}, {8, 1}, {12, 2}, {12, 1}} {
		y := f.norm(f.conv(f.unit(x, b.out, 3, b.stride), b.out, 3, 1))
		shortcut := x
		if b.stride > 1 {
			shortcut = f.norm(f.conv(x, b.out, 1, b.stride))
		}
		x = f.Relu(f.Add(y, shortcut))
	}
}

func (f *family) resNetBottleneck() {
	x := f.maxPool(f.unit(0, 8, 7, 2), 3, 2, 1)
	for _, b := range []struct{ narrow, stride int }{{4, 1}, {4, 1}, {6, 2}} {
		y := f.unit(f.unit(x, b.narrow, 1, 1), b.narrow, 3, b.stride)
		y = f.norm(f.conv(y, 4*b.narrow, 1, 1))
		shortcut := x
		if f.Nodes[x].Channels != 4*b.narrow {
			shortcut = f.norm(f.conv(x, 4*b.narrow, 1, b.stride))
		}
		x = f.Relu(f.Add(y, shortcut))
	}
}

// resNetV2 normalizes and activates before it convolves. The sum goes on as it is; where a stage begins, the projection reads the
// activated sum, so that this one is the layer.
func (f *family) resNetV2() {
	x := f.maxPool(f.conv(0, 8, 7, 2), 3, 2, 1)
	for i, b := range []struct{ narrow, stride int }{{4, 1}, {4, 1}, {6, 2}, {6, 1}} {
		y := f.Relu(f.norm(x))
		shortcut := x
		if i == 0 || b.stride > 1 {
			shortcut = f.conv(y, 4*b.narrow, 1, b.stride)
		}
		y = f.unit(f.unit(y, b.narrow, 1, 1), b.narrow, 3, b.stride)
		x = f.Add(f.conv(y, 4*b.narrow, 1, 1), shortcut)
	}
	f.Relu(f.norm(x))
}

// denseNet has two dense blocks of two layers and a transition between them.
func (f *family) denseNet() {
	x := f.maxPool(f.unit(0, 8, 7, 2), 3, 2, 1)
	dense := func(x int) int {
		y := f.conv(f.Relu(f.norm(x)), 8, 1, 1)
		return f.Concat(x, f.conv(f.Relu(f.norm(y)), 4, 3, 1))
	}
	x = dense(dense(x))
	x = f.averagePool(f.conv(f.Relu(f.norm(x)), 8, 1, 1), 2, 2, 0)
	x = dense(dense(dense(x)))
	f.Relu(f.norm(x))
}

// regNet is a stage of X blocks, or of Y blocks, which excite; groups are two wide.
func (f *family) regNet(excite bool) {
	x := f.unit(0, 8, 3, 2)
	for _, b := range []struct{ out, stride int }{{8, 2}, {8, 1}, {12, 2}} {
		y := f.unit(x, b.out, 1, 1)
		y = f.Relu(f.norm(f.grouped(y, b.out, 3, b.stride, b.out/2)))
		if excite {
			y = f.excite(y, 3, op("Relu", nil), op("Sigmoid", nil))
		}
		y = f.norm(f.conv(y, b.out, 1, 1))
		shortcut := x
		if b.stride > 1 {
			shortcut = f.norm(f.conv(x, b.out, 1, b.stride))
		}
		x = f.Relu(f.Add(shortcut, y))
	}
}

// resNetGroupNorm has group normalizations as PyTorch writes them, and an instance normalization behind the stem.
func (f *family) resNetGroupNorm() {
	stem := f.conv(0, 8, 3, 2)
	gain := f.gains(8)
	gamma, beta := float32s(gain), float32s(f.normal(8, 0.3))
	x := f.Relu(f.Gain(stem, gain, func(m *onnxtest.Model, name string, in []string) string {
		return m.Node("InstanceNormalization", name, []string{in[0], m.Floats(name+".gamma", gamma), m.Floats(name+".beta", beta)}, nil)
	}))
	for range 2 {
		y := f.groupNorm(f.conv(f.Relu(f.groupNorm(f.conv(x, 12, 3, 1))), 8, 3, 1))
		x = f.Relu(f.Add(y, x))
	}
}

// groupNorm normalizes two channels at a time.
func (f *family) groupNorm(x int) int {
	d := f.Nodes[x]
	gain := f.gains(d.Channels)
	beta := float32s(f.normal(d.Channels, 0.3))
	return f.Gain(x, gain, func(m *onnxtest.Model, name string, in []string) string {
		groups := d.Channels / 2
		ones, zeros := make([]float32, groups), make([]float32, groups)
		for i := range ones {
			ones[i] = 1
		}
		y := m.Node("Reshape", name+"/groups", []string{in[0], m.Ints(name+".groups", []int{0, groups, -1})}, nil)
		y = m.Node("InstanceNormalization", name+"/norm", []string{y, m.Floats(name+".ones", ones), m.Floats(name+".zeros", zeros)}, nil)
		y = m.Node("Reshape", name+"/maps", []string{y, m.Ints(name+".maps", []int{-1, d.Channels, d.Height, d.Width})}, nil)
		y = m.Node("Mul", name+"/mul", []string{y, m.Floats(name+".gamma", float32s(gain), d.Channels, 1, 1)}, nil)
		return m.Add(name, y, m.Floats(name+".beta", beta, d.Channels, 1, 1))
	})
}
