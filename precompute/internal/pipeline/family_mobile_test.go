package pipeline_test

import "summit/precompute/internal/onnx/onnxtest"

// writer adds ONNX nodes over the tensors in.
type writer = func(m *onnxtest.Model, name string, in []string) string

func (f *family) mobileNetV1() {
	x := f.unit(0, 8, 3, 2)
	for _, b := range []struct{ out, stride int }{{12, 1}, {16, 2}, {16, 1}} {
		c := f.Nodes[x].Channels
		x = f.Relu(f.norm(f.grouped(x, c, 3, b.stride, c)))
		x = f.unit(x, b.out, 1, 1)
	}
}

// inverted is the block of MobileNetV2 and of what came after: wider, depthwise, perhaps excited, and narrower without activation.
func (f *family) inverted(x, wide, out, kernel, stride int, act writer, excite func(x int) int) int {
	y := x
	if wide > f.Nodes[x].Channels {
		y = f.activated(f.norm(f.conv(x, wide, 1, 1)), act)
	}
	y = f.activated(f.norm(f.grouped(y, wide, kernel, stride, wide)), act)
	if excite != nil {
		y = excite(y)
	}
	y = f.norm(f.conv(y, out, 1, 1))
	if stride == 1 && out == f.Nodes[x].Channels {
		return f.Add(x, y)
	}
	return y
}

// mobileNetV2 begins with a block that does not widen. Layers between linear bottlenecks are the widened maps as well, where no
// identity path goes around them.
func (f *family) mobileNetV2() {
	x := f.activated(f.norm(f.conv(0, 8, 3, 2)), relu6)
	x = f.inverted(x, 8, 6, 3, 1, relu6, nil)
	x = f.inverted(x, 12, 8, 3, 2, relu6, nil)
	x = f.inverted(x, 16, 8, 3, 1, relu6, nil)
	f.activated(f.norm(f.conv(x, 16, 1, 1)), relu6)
}

// mobileNetV3 writes hard swish out, as exporters of old operator sets do.
func (f *family) mobileNetV3() {
	f.opset = 13
	f.mobileV3(hardSwish, func(m *onnxtest.Model, name string, in []string) string {
		return m.Node("HardSigmoid", name, in, onnxtest.Attrs{"alpha": float32(1.0 / 6)})
	})
}

// mobileNetV3Ops has the operator HardSwish, and the gate written out.
func (f *family) mobileNetV3Ops() {
	f.opset = 14
	f.mobileV3(op("HardSwish", nil), func(m *onnxtest.Model, name string, in []string) string {
		clip := relu6(m, name+"/clip", []string{m.Add(name+"/plus", in[0], m.Scalar(name+".3", 3))})
		return m.Node("Mul", name, []string{clip, m.Scalar(name+".sixth", 1.0/6)}, nil)
	})
}

func (f *family) mobileV3(swish, gate writer) {
	excite := func(x int) int { return f.excite(x, 4, op("Relu", nil), gate) }
	x := f.activated(f.norm(f.conv(0, 8, 3, 2)), swish)
	x = f.inverted(x, 12, 8, 3, 2, op("Relu", nil), excite)
	x = f.inverted(x, 16, 8, 5, 1, swish, excite)
	x = f.inverted(x, 16, 8, 3, 1, swish, nil)
	f.activated(f.norm(f.conv(x, 16, 1, 1)), swish)
	hidden, last := float32s(f.normal(10*16, 0.3)), float32s(f.normal(familyClasses*10, 0.5))
	f.Tail = func(m *onnxtest.Model, x string) string {
		x = m.Node("Flatten", "flat", []string{m.Node("GlobalAveragePool", "pool", []string{x}, nil)}, onnxtest.Attrs{"axis": 1})
		x = m.Node("Gemm", "hidden", []string{x, m.Floats("hidden.weight", hidden, 10, 16)}, onnxtest.Attrs{"transB": 1})
		return m.Node("Gemm", "last", []string{swish(m, "hidden/swish", []string{x}), m.Floats("last.weight", last, familyClasses, 10)}, onnxtest.Attrs{"transB": 1})
	}
}

// efficientNet has MBConv blocks whose gates and activations are SiLU and sigmoid.
func (f *family) efficientNet() {
	excite := func(x int) int { return f.excite(x, 3, silu, op("Sigmoid", nil)) }
	x := f.activated(f.norm(f.conv(0, 8, 3, 2)), silu)
	x = f.inverted(x, 8, 6, 3, 1, silu, excite)
	x = f.inverted(x, 12, 6, 5, 1, silu, excite)
	x = f.inverted(x, 12, 8, 3, 2, silu, excite)
	f.activated(f.norm(f.conv(x, 16, 1, 1)), silu)
}

// shuffleNetV1 has grouped convolutions of 1x1 with a shuffle behind the first; a unit that halves the map joins the pooled input.
func (f *family) shuffleNetV1() {
	x := f.maxPool(f.unit(0, 6, 3, 2), 3, 2, 1)
	for i, stride := range []int{2, 1, 1} {
		c := f.Nodes[x].Channels
		out, group := c, 3
		if stride == 2 {
			out = 18 - c
		}
		if i == 0 {
			group = 1
		}
		y := f.Shuffle(f.Relu(f.norm(f.grouped(x, 6, 1, 1, group))), 3)
		y = f.norm(f.grouped(y, 6, 3, stride, 6))
		y = f.norm(f.grouped(y, out, 1, 1, 3))
		if stride == 2 {
			x = f.Relu(f.Concat(f.averagePool(x, 3, 2, 1), y))
		} else {
			x = f.Relu(f.Add(x, y))
		}
	}
}

// shuffleNetV2 splits channels, convolves one half, joins and shuffles; a unit that halves the map convolves both.
func (f *family) shuffleNetV2() {
	branch := func(x, out, stride int) int {
		y := f.unit(x, out, 1, 1)
		return f.unit(f.norm(f.grouped(y, out, 3, stride, out)), out, 1, 1)
	}
	x := f.maxPool(f.unit(0, 6, 3, 2), 3, 2, 1)
	shortcut := f.unit(f.norm(f.grouped(x, 6, 3, 2, 6)), 6, 1, 1)
	x = f.Shuffle(f.Concat(shortcut, branch(x, 6, 2)), 2)
	for range 2 {
		x = f.Shuffle(f.Concat(f.Take(x, 0, 6), branch(f.Take(x, 6, 12), 6, 1)), 2)
	}
	f.unit(f.unit(x, 16, 1, 1), 12, 3, 1)
}
