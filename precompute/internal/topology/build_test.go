package topology

import (
	"math/rand/v2"

	"summit/precompute/internal/onnx/onnxtest"
)

// weights makes random numbers for the structures' models.
type weights struct{ r *rand.Rand }

func newWeights() *weights { return &weights{rand.New(rand.NewPCG(5, 6))} }

func (w *weights) normal(n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(w.r.NormFloat64())
	}
	return out
}

// positive numbers from 0.5 to 1.5.
func (w *weights) positive(n int) []float32 {
	out := make([]float32, n)
	for i := range out {
		out[i] = 0.5 + w.r.Float32()
	}
	return out
}

// conv is a convolution of k x k with padding that keeps the size.
func (w *weights) conv(in, out, k int) onnxtest.Conv {
	return onnxtest.Conv{Weights: w.normal(out * in * k * k), Bias: w.normal(out), Out: out, Kernel: [2]int{k, k}, Pads: [4]int{k / 2, k / 2, k / 2, k / 2}}
}

func (w *weights) grouped(in, out, k, group int) onnxtest.Conv {
	c := w.conv(in/group, out, k)
	c.Group = group
	return c
}

// norm is a batch normalization with scales of both signs.
func (w *weights) norm(n int) onnxtest.BatchNorm {
	b := onnxtest.BatchNorm{Scale: w.positive(n), Bias: w.normal(n), Mean: w.normal(n), Var: w.positive(n)}
	for c := 1; c < n; c += 2 {
		b.Scale[c] = -b.Scale[c]
	}
	return b
}

func stride2(c onnxtest.Conv) onnxtest.Conv {
	c.Stride = [2]int{2, 2}
	return c
}

func vgg(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 16, 16)
	x := m.Relu("/relu1", m.Conv("/conv1", m.Input(), w.conv(3, 4, 3)))
	x = m.Relu("/relu2", m.Conv("/conv2", x, w.conv(4, 4, 3)))
	x = m.MaxPool("/pool2", x, onnxtest.Pool{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}})
	x = m.Relu("/relu3", m.Conv("/conv3", x, w.conv(4, 6, 3)))
	x = m.Relu("/relu4", m.Conv("/conv4", x, w.conv(6, 6, 3)))
	x = m.MaxPool("/pool4", x, onnxtest.Pool{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}})
	return m.Classifier(x, w.normal(5*6), 5)
}

func inception(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 16, 16)
	stem := m.Relu("/stem/relu", m.Conv("/stem/conv", m.Input(), stride2(w.conv(3, 6, 3))))
	x := m.MaxPool("/pool", stem, onnxtest.Pool{Kernel: [2]int{3, 3}, Stride: [2]int{2, 2}, Ceil: true})
	branch := func(name, in string, c onnxtest.Conv) string {
		return m.Relu("/mixed/"+name+"/relu", m.Conv("/mixed/"+name+"/conv", in, c))
	}
	one := branch("b1", x, w.conv(6, 2, 1))
	three := branch("b3", branch("b3r", x, w.conv(6, 2, 1)), w.conv(2, 3, 3))
	five := branch("b5", branch("b5r", x, w.conv(6, 2, 1)), w.conv(2, 2, 5))
	pooled := m.MaxPool("/mixed/pool", x, onnxtest.Pool{Kernel: [2]int{3, 3}, Pads: [4]int{1, 1, 1, 1}})
	last := branch("bp", pooled, w.conv(6, 2, 1))
	x = m.Concat("/mixed/Concat", one, three, five, last)
	return m.Classifier(x, w.normal(5*9), 5)
}

func residual(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 12, 12)
	x := m.Relu("/relu", m.Conv("/conv1", m.Input(), w.conv(3, 4, 3)))
	inner := m.Relu("/block0/relu", m.Conv("/block0/conv1", x, w.conv(4, 4, 3)))
	x = m.Relu("/block0/relu_1", m.Add("/block0/Add", m.Conv("/block0/conv2", inner, w.conv(4, 4, 3)), x))
	inner = m.Relu("/block1/relu", m.Conv("/block1/conv1", x, stride2(w.conv(4, 6, 3))))
	shortcut := w.conv(4, 6, 1)
	x = m.Add("/block1/Add", m.Conv("/block1/conv2", inner, w.conv(6, 6, 3)), m.Conv("/block1/down", x, stride2(shortcut)))
	return m.Classifier(m.Relu("/block1/relu_1", x), w.normal(5*6), 5)
}

func bottleneck(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 12, 12)
	x := m.Relu("/relu", m.Conv("/conv1", m.Input(), w.conv(3, 8, 3)))
	y := m.BatchNormalization("/block/bn1", m.Conv("/block/reduce", x, w.conv(8, 2, 1)), w.norm(2))
	y = m.BatchNormalization("/block/bn2", m.Conv("/block/conv", m.Relu("/block/relu1", y), w.conv(2, 2, 3)), w.norm(2))
	y = m.BatchNormalization("/block/bn3", m.Conv("/block/expand", m.Relu("/block/relu2", y), w.conv(2, 8, 1)), w.norm(8))
	x = m.Relu("/block/relu3", m.Node("Sum", "/block/Sum", []string{y, x}, nil))
	return m.Classifier(x, w.normal(5*8), 5)
}

func dense(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 12, 12)
	x := m.Relu("/relu0", m.Conv("/conv0", m.Input(), w.conv(3, 4, 3)))
	one := m.Relu("/dense/relu1", m.Conv("/dense/conv1", x, w.conv(4, 2, 3)))
	y := m.Concat("/dense/concat1", x, one)
	two := m.Relu("/dense/relu2", m.Conv("/dense/conv2", y, w.conv(6, 2, 3)))
	z := m.Concat("/dense/concat2", y, two)
	z = m.AveragePool("/pool", z, onnxtest.Pool{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}})
	z = m.Relu("/last/relu", m.Conv("/last/conv", z, w.conv(8, 4, 3)))
	return m.Classifier(z, w.normal(5*4), 5)
}
