package onnxtest

import "fmt"

// Conv says what a convolution is; zero values are the ONNX defaults.
type Conv struct {
	Weights  []float32 // [Out][In/Group][Kernel[0]][Kernel[1]]
	Bias     []float32 // [Out] or nil
	Out      int
	Kernel   [2]int // 0: 1
	Stride   [2]int // 0: 1
	Dilation [2]int // 0: 1
	Pads     [4]int // top, left, bottom, right
	AutoPad  string // in the place of Pads
	Group    int    // 0: 1
}

// Conv adds a convolution; its weights are initializers "<name>.weight" and "<name>.bias".
func (m *Model) Conv(name, in string, c Conv) string {
	kernel, stride, dilation := ones(c.Kernel), ones(c.Stride), ones(c.Dilation)
	per := c.Out * kernel[0] * kernel[1]
	if per == 0 || len(c.Weights)%per != 0 {
		panic(fmt.Sprintf("onnxtest: convolution %q: %d weights for %d outputs of %v", name, len(c.Weights), c.Out, kernel))
	}
	inputs := []string{in, m.Floats(name+".weight", c.Weights, c.Out, len(c.Weights)/per, kernel[0], kernel[1])}
	if c.Bias != nil {
		inputs = append(inputs, m.Floats(name+".bias", c.Bias, c.Out))
	}
	attrs := Attrs{"kernel_shape": kernel, "strides": stride, "dilations": dilation, "group": max(c.Group, 1)}
	if c.AutoPad != "" {
		attrs["auto_pad"] = c.AutoPad
	} else {
		attrs["pads"] = c.Pads[:]
	}
	return m.Node("Conv", name, inputs, attrs)
}

// BatchNorm holds a batch normalization's four vectors [C].
type BatchNorm struct{ Scale, Bias, Mean, Var []float32 }

// BatchNormalization adds one with the operator's default epsilon, 1e-5.
func (m *Model) BatchNormalization(name, in string, b BatchNorm) string {
	return m.Node("BatchNormalization", name, []string{in,
		m.Floats(name+".scale", b.Scale, len(b.Scale)), m.Floats(name+".bias", b.Bias, len(b.Bias)),
		m.Floats(name+".mean", b.Mean, len(b.Mean)), m.Floats(name+".var", b.Var, len(b.Var))}, nil)
}

// Pool says what a pooling is.
type Pool struct {
	Kernel, Stride [2]int // 0: 1
	Pads           [4]int
	Ceil           bool
}

// MaxPool adds a maximum pooling.
func (m *Model) MaxPool(name, in string, p Pool) string { return m.pool("MaxPool", name, in, p) }

// AveragePool adds an average pooling that leaves padding out of the mean.
func (m *Model) AveragePool(name, in string, p Pool) string {
	return m.pool("AveragePool", name, in, p)
}

func (m *Model) pool(op, name, in string, p Pool) string {
	attrs := Attrs{"kernel_shape": ones(p.Kernel), "strides": ones(p.Stride), "pads": p.Pads[:]}
	if p.Ceil {
		attrs["ceil_mode"] = 1
	}
	return m.Node(op, name, []string{in}, attrs)
}

// Relu adds max(x, 0).
func (m *Model) Relu(name, in string) string { return m.Node("Relu", name, []string{in}, nil) }

// Concat joins the channels of its inputs.
func (m *Model) Concat(name string, in ...string) string {
	return m.Node("Concat", name, in, Attrs{"axis": 1})
}

// Add adds two tensors.
func (m *Model) Add(name, a, b string) string { return m.Node("Add", name, []string{a, b}, nil) }

// Slice takes [start, end) along an axis.
func (m *Model) Slice(name, in string, axis, start, end, step int) string {
	return m.Node("Slice", name, []string{in, m.Ints(name+".start", []int{start}), m.Ints(name+".end", []int{end}),
		m.Ints(name+".axis", []int{axis}), m.Ints(name+".step", []int{step})}, nil)
}

// Pad adds zeros: before and after are amounts along N, C, H, W.
func (m *Model) Pad(name, in string, before, after [4]int) string {
	pads := append(before[:], after[:]...)
	return m.Node("Pad", name, []string{in, m.Ints(name+".pads", pads)}, Attrs{"mode": "constant"})
}

// Shuffle permutes channels as ShuffleNet does: [groups, channels/groups] transposed.
func (m *Model) Shuffle(name, in string, channels, height, width, groups int) string {
	split := m.Node("Reshape", name+"/split", []string{in, m.Ints(name+".split", []int{-1, groups, channels / groups, height, width})}, nil)
	turned := m.Node("Transpose", name+"/turn", []string{split}, Attrs{"perm": []int{0, 2, 1, 3, 4}})
	return m.Node("Reshape", name+"/join", []string{turned, m.Ints(name+".join", []int{-1, channels, height, width})}, nil)
}

// Classifier ends the model: global average pooling, Flatten and Gemm whose result is the output. Weights are [classes][channels].
func (m *Model) Classifier(in string, weights []float32, classes int) *Model {
	pooled := m.Node("GlobalAveragePool", "pool", []string{in}, nil)
	flat := m.Node("Flatten", "flatten", []string{pooled}, Attrs{"axis": 1})
	w := m.Floats("fc.weight", weights, classes, len(weights)/classes)
	b := m.Floats("fc.bias", make([]float32, classes), classes)
	return m.Output(m.Node("Gemm", "fc", []string{flat, w, b}, Attrs{"transB": 1}))
}

func ones(v [2]int) []int { return []int{max(v[0], 1), max(v[1], 1)} }
