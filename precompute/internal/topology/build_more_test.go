package topology

import "summit/precompute/internal/onnx/onnxtest"

// shuffle is a unit of ShuffleNet: grouped convolutions with a channel shuffle between them.
func shuffle(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 8, 8)
	x := m.Relu("/relu0", m.Conv("/conv0", m.Input(), w.conv(3, 6, 3)))
	x = m.Relu("/relu1", m.Conv("/group1", x, w.grouped(6, 6, 1, 3)))
	x = m.Shuffle("/shuffle", x, 6, 8, 8, 3)
	x = m.Relu("/relu2", m.Conv("/group2", x, w.grouped(6, 6, 1, 3)))
	return m.Classifier(x, w.normal(5*6), 5)
}

// split is a unit of ShuffleNet V2: half of the channels pass, the others are convolved, and all are shuffled, here
// through tensors of four dimensions that are no maps.
func split(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 8, 8)
	x := m.Relu("/relu0", m.Conv("/conv0", m.Input(), w.conv(3, 8, 3)))
	halves := m.Nodes("Split", "/split", []string{x, m.Ints("/split.sizes", []int{4, 4})}, 2, onnxtest.Attrs{"axis": 1})
	y := m.Relu("/relu1", m.Conv("/conv1", halves[1], w.conv(4, 4, 3)))
	x = m.Concat("/concat", halves[0], y)
	x = m.Node("Reshape", "/shuffle/split", []string{x, m.Ints("/shuffle.split", []int{-1, 2, 4, 64})}, nil)
	x = m.Node("Transpose", "/shuffle/turn", []string{x}, onnxtest.Attrs{"perm": []int{0, 2, 1, 3}})
	x = m.Node("Reshape", "/shuffle/join", []string{x, m.Ints("/shuffle.join", []int{-1, 8, 8, 8})}, nil)
	x = m.Relu("/relu2", m.Conv("/conv2", x, w.conv(8, 4, 1)))
	return m.Classifier(x, w.normal(5*4), 5)
}

// squeezeExcite gates the maps of a convolution by what two fully connected layers make of their means.
func squeezeExcite(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 8, 8)
	x := m.Relu("/relu0", m.Conv("/stem", m.Input(), w.conv(3, 4, 3)))
	x = m.BatchNormalization("/expand/bn", m.Conv("/expand", x, w.conv(4, 4, 3)), w.norm(4))
	x = m.Relu("/expand/relu", x)
	gate := m.Node("GlobalAveragePool", "/se/pool", []string{x}, nil)
	gate = m.Relu("/se/relu", m.Conv("/se/fc1", gate, w.conv(4, 2, 1)))
	gate = m.Node("Sigmoid", "/se/sigmoid", []string{m.Conv("/se/fc2", gate, w.conv(2, 4, 1))}, nil)
	x = m.Node("Mul", "/se/Mul", []string{gate, x}, nil)
	x = m.Relu("/last/relu", m.Conv("/last", x, w.conv(4, 4, 1)))
	return m.Classifier(x, w.normal(5*4), 5)
}

// depthwise is MobileNet's pair of a depthwise and a pointwise convolution, with Clip as activation.
func depthwise(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 9, 9)
	clip := func(name, in string) string {
		return m.Node("Clip", name, []string{in, m.Scalar(name+".min", 0), m.Scalar(name+".max", 6)}, nil)
	}
	x := clip("/clip0", m.Conv("/conv0", m.Input(), w.conv(3, 4, 3)))
	dw := w.grouped(4, 4, 3, 4)
	dw.AutoPad, dw.Stride = "SAME_UPPER", [2]int{2, 2}
	x = clip("/dw/clip", m.BatchNormalization("/dw/bn", m.Conv("/dw", x, dw), w.norm(4)))
	x = clip("/pw/clip", m.BatchNormalization("/pw/bn", m.Conv("/pw", x, w.conv(4, 6, 1)), w.norm(6)))
	return m.Classifier(x, w.normal(5*6), 5)
}

// preActivation has two blocks that normalize and activate before they convolve.
func preActivation(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 8, 8)
	x := m.Conv("/conv0", m.Input(), w.conv(3, 4, 3))
	for _, b := range []string{"/b1", "/b2"} {
		y := m.Relu(b+"/relu1", m.BatchNormalization(b+"/bn1", x, w.norm(4)))
		y = m.BatchNormalization(b+"/bn2", m.Conv(b+"/conv1", y, w.conv(4, 4, 3)), w.norm(4))
		x = m.Add(b+"/Add", x, m.Conv(b+"/conv2", m.Relu(b+"/relu2", y), w.conv(4, 4, 3)))
	}
	x = m.Relu("/last/relu", m.BatchNormalization("/last/bn", x, w.norm(4)))
	return m.Classifier(x, w.normal(5*4), 5)
}

// paddedShortcut takes every second pixel and pads channels with zeros where the block grows.
func paddedShortcut(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 8, 8)
	x := m.Relu("/relu", m.Conv("/conv1", m.Input(), w.conv(3, 4, 3)))
	y := m.Relu("/block/relu", m.Conv("/block/conv1", x, stride2(w.conv(4, 8, 3))))
	y = m.Conv("/block/conv2", y, w.conv(8, 8, 3))
	s := m.Slice("/block/columns", m.Slice("/block/rows", x, 2, 0, 1<<40, 2), 3, 0, 1<<40, 2)
	s = m.Pad("/block/pad", s, [4]int{0, 2, 0, 0}, [4]int{0, 2, 0, 0})
	return m.Classifier(m.Relu("/block/relu_1", m.Add("/block/Add", y, s)), w.normal(5*8), 5)
}

// negativeScales has factors of both signs behind a convolution, behind an addition and behind a concatenation.
func negativeScales(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 8, 8)
	x := m.Relu("/relu1", m.BatchNormalization("/bn1", m.Conv("/conv1", m.Input(), w.conv(3, 4, 3)), w.norm(4)))
	x = m.Relu("/relu2", m.BatchNormalization("/bn2", m.Conv("/conv2", x, w.conv(4, 4, 3)), w.norm(4)))
	y := m.Node("Sub", "/add", []string{x, m.Conv("/conv3", x, w.conv(4, 4, 3))}, nil)
	y = m.BatchNormalization("/bn3", y, w.norm(4))
	y = m.Node("Mul", "/scaled", []string{m.Floats("/factor", []float32{-2, 3, 0.5, -1}, 4, 1, 1), y}, nil)
	y = m.Relu("/relu3", y)
	z := m.Concat("/concat", m.Conv("/conv4", y, w.conv(4, 3, 1)), m.Conv("/conv5", y, w.conv(4, 3, 3)), y)
	z = m.Node("LeakyRelu", "/relu4", []string{m.BatchNormalization("/bn4", z, w.norm(10))}, nil)
	return m.Classifier(z, w.normal(5*10), 5)
}

// patterns writes activations out: SiLU as x*sigmoid(x), Gelu by Erf, hard swish by Clip.
func patterns(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 8, 8)
	scalar := m.Scalar
	x := m.Conv("/conv1", m.Input(), w.conv(3, 4, 3))
	x = m.Node("Mul", "/silu", []string{x, m.Node("Sigmoid", "/sigmoid", []string{x}, nil)}, nil)
	x = m.Conv("/conv2", x, w.conv(4, 4, 3))
	erf := m.Node("Erf", "/erf", []string{m.Node("Div", "/div", []string{x, scalar("/root2", 1.41421356)}, nil)}, nil)
	x = m.Node("Mul", "/gelu", []string{x, m.Add("/erf1", erf, scalar("/one", 1))}, nil)
	x = m.Node("Mul", "/half", []string{x, scalar("/0.5", 0.5)}, nil)
	x = m.Conv("/conv3", x, w.conv(4, 4, 3))
	clip := m.Node("Clip", "/clip", []string{m.Add("/plus3", x, scalar("/3", 3)), scalar("/0", 0), scalar("/6", 6)}, nil)
	x = m.Node("Div", "/hardswish", []string{m.Node("Mul", "/mul", []string{x, clip}, nil), scalar("/six", 6)}, nil)
	return m.Classifier(x, w.normal(5*4), 5)
}

// oddWindows has uneven kernels, strides, pads and dilations, ceil mode and both kinds of padding to the same size.
func oddWindows(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 19, 14)
	x := m.Relu("/relu1", m.Conv("/conv1", m.Input(), onnxtest.Conv{Weights: w.normal(4 * 3 * 5 * 3), Out: 4, Kernel: [2]int{5, 3}, Stride: [2]int{2, 1}, Pads: [4]int{3, 0, 1, 2}}))
	x = m.MaxPool("/pool1", x, onnxtest.Pool{Kernel: [2]int{3, 2}, Stride: [2]int{2, 3}, Pads: [4]int{1, 0, 0, 1}, Ceil: true})
	x = m.Relu("/relu2", m.Conv("/conv2", x, onnxtest.Conv{Weights: w.normal(4 * 4 * 3 * 3), Out: 4, Kernel: [2]int{3, 3}, Dilation: [2]int{1, 2}, Pads: [4]int{1, 2, 1, 2}}))
	c := onnxtest.Conv{Weights: w.normal(4 * 4 * 2 * 4), Out: 4, Kernel: [2]int{2, 4}, Stride: [2]int{2, 2}, AutoPad: "SAME_LOWER"}
	x = m.Relu("/relu3", m.Conv("/conv3", x, c))
	return m.Classifier(x, w.normal(5*4), 5)
}

// nestedSums adds five operands by three nodes, and the same map twice.
func nestedSums(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 8, 8)
	x := m.Relu("/relu0", m.Conv("/conv0", m.Input(), w.conv(3, 4, 3)))
	inner := m.Add("/inner", m.Conv("/conv1", x, w.conv(4, 4, 3)), x)
	inner = m.BatchNormalization("/inner/bn", inner, w.norm(4))
	y := m.Relu("/relu2", m.Conv("/conv2", x, w.conv(4, 4, 1)))
	pooled := m.AveragePool("/pool", x, onnxtest.Pool{Kernel: [2]int{3, 3}, Pads: [4]int{1, 1, 1, 1}})
	other := m.Node("Sum", "/other", []string{y, pooled, m.Floats("/offset", w.normal(4), 4, 1, 1)}, nil)
	z := m.Relu("/relu3", m.Add("/outer", inner, other))
	return m.Classifier(z, w.normal(5*4), 5)
}

// halfUsed drops some channels of a convolution and repeats others.
func halfUsed(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 8, 8)
	x := m.Relu("/relu0", m.Conv("/conv0", m.Input(), w.conv(3, 4, 3)))
	y := m.Relu("/relu1", m.Conv("/conv1", x, w.grouped(4, 6, 3, 2)))
	part := m.Slice("/part", y, 1, 1, 4, 1)
	picked := m.Node("Gather", "/picked", []string{y, m.Ints("/indices", []int{5, 1})}, onnxtest.Attrs{"axis": 1})
	z := m.Concat("/concat", part, picked, x)
	z = m.Relu("/relu2", m.Conv("/conv2", z, w.conv(9, 4, 1)))
	return m.Classifier(z, w.normal(5*4), 5)
}

// channelsLast is ConvNeXt's block: a depthwise convolution, then a normalization and two linear layers with the channels last.
func channelsLast(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 9, 9)
	version := int64(17)
	m.Proto().OpsetImport[0].Version = &version
	turn := func(name, x string, perm ...int) string {
		return m.Node("Transpose", name, []string{x}, onnxtest.Attrs{"perm": perm})
	}
	linear := func(name, x string, in, out int) string {
		x = m.Node("MatMul", name+"/MatMul", []string{x, m.Floats(name+".weight", w.normal(in*out), in, out)}, nil)
		return m.Add(name+"/Add", m.Floats(name+".bias", w.normal(out)), x)
	}
	stem := m.Conv("/stem", m.Input(), w.conv(3, 4, 3))
	x := turn("/block/last", m.Conv("/block/dw", stem, w.grouped(4, 4, 3, 4)), 0, 2, 3, 1)
	x = m.Node("LayerNormalization", "/block/norm", []string{x, m.Floats("gamma", w.norm(4).Scale), m.Floats("beta", w.normal(4))}, onnxtest.Attrs{"axis": -1})
	x = m.Relu("/block/relu", linear("/block/fc1", x, 4, 8))
	x = turn("/block/first", linear("/block/fc2", x, 8, 4), 0, 3, 1, 2)
	x = m.Node("Mul", "/block/scale", []string{m.Floats("layer_scale", w.norm(4).Scale, 4, 1, 1), x}, nil)
	return m.Classifier(m.Add("/block/sum", x, stem), w.normal(5*4), 5)
}
