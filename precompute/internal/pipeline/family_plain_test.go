package pipeline_test

import (
	"summit/precompute/internal/onnx/onnxtest"
)

// families are the published networks, each with the blocks it is made of, and its number of layers.
var families = []struct {
	name   string
	size   int
	layers int
	build  func(*family)
}{
	{"alexnet", 67, 5, (*family).alexNet},
	{"zfnet", 64, 5, (*family).zfNet},
	{"vgg", 32, 6, func(f *family) { f.vgg((*family).relued) }},
	{"vgg-bn", 32, 6, func(f *family) { f.vgg((*family).unit) }},
	{"squeezenet", 33, 7, (*family).squeezeNet},
	{"inception-v1", 48, 7, (*family).inceptionV1},
	{"inception-v2", 32, 4, (*family).inceptionV2},
	{"inception-v3", 44, 8, (*family).inceptionV3},
	{"resnet-basic", 32, 5, (*family).resNetBasic},
	{"resnet-bottleneck", 32, 4, (*family).resNetBottleneck},
	{"resnet-v2", 32, 5, (*family).resNetV2},
	{"resnet-groupnorm", 32, 3, (*family).resNetGroupNorm},
	{"densenet", 32, 7, (*family).denseNet},
	{"mobilenet-v1", 32, 7, (*family).mobileNetV1},
	{"mobilenet-v2", 32, 8, (*family).mobileNetV2},
	{"mobilenet-v3", 32, 7, (*family).mobileNetV3},
	{"mobilenet-v3-op", 32, 7, (*family).mobileNetV3Ops},
	{"efficientnet", 32, 8, (*family).efficientNet},
	{"regnet-x", 32, 4, func(f *family) { f.regNet(false) }},
	{"regnet-y", 32, 4, func(f *family) { f.regNet(true) }},
	{"shufflenet-v1", 32, 4, (*family).shuffleNetV1},
	{"shufflenet-v2", 32, 6, (*family).shuffleNetV2},
	{"convnext", 32, 5, func(f *family) { f.convNeXt((*family).layerNormLast) }},
	{"convnext-written-out", 32, 5, func(f *family) { f.convNeXt((*family).layerNormWritten) }},
	{"convnext-channels-first", 32, 5, (*family).convNeXtFirst},
	{"vision-transformer", 32, 1, (*family).visionTransformer},
	{"hybrid", 32, 5, (*family).hybrid},
}

// alexNet has the two-column version's groups and normalizations, and fully connected layers over the whole map.
func (f *family) alexNet() {
	g := square(11, 4)
	g.pads = [4]int{2, 2, 2, 2}
	x := f.maxPool(f.localResponse(f.Relu(f.convolve(0, 8, g))), 3, 2, 0)
	x = f.maxPool(f.localResponse(f.Relu(f.grouped(x, 12, 5, 1, 2))), 3, 2, 0)
	x = f.relued(x, 16, 3, 1)
	x = f.Relu(f.grouped(x, 16, 3, 1, 2))
	x = f.Relu(f.grouped(x, 12, 3, 1, 2))
	f.maxPool(x, 3, 2, 0)
	f.fullyConnected(12)
}

// fullyConnected ends a network by Flatten and two Gemms with a Dropout between them, over maps of n values.
func (f *family) fullyConnected(n int) {
	first, second := float32s(f.normal(10*n, 0.3)), float32s(f.normal(familyClasses*10, 0.5))
	f.Tail = func(m *onnxtest.Model, last string) string {
		x := m.Node("Flatten", "flat", []string{last}, onnxtest.Attrs{"axis": 1})
		x = m.Relu("relu6", m.Node("Gemm", "fc6", []string{x, m.Floats("fc6.weight", first, 10, n)}, onnxtest.Attrs{"transB": 1}))
		x = m.Node("Dropout", "drop", []string{x}, nil)
		return m.Node("Gemm", "fc7", []string{x, m.Floats("fc7.weight", second, familyClasses, 10)}, onnxtest.Attrs{"transB": 1})
	}
}

func float32s(values []float64) []float32 {
	out := make([]float32, len(values))
	for i, v := range values {
		out[i] = float32(v)
	}
	return out
}

func (f *family) zfNet() {
	g := square(7, 2)
	g.pads = [4]int{1, 1, 1, 1}
	x := f.localResponse(f.maxPool(f.Relu(f.convolve(0, 8, g)), 3, 2, 1))
	g = square(5, 2)
	g.valid = true
	x = f.localResponse(f.maxPool(f.Relu(f.convolve(x, 12, g)), 3, 2, 1))
	x = f.relued(f.relued(f.relued(x, 16, 3, 1), 16, 3, 1), 12, 3, 1)
	f.maxPool(x, 3, 2, 1)
	f.fullyConnected(12 * 2 * 2)
}

func (f *family) vgg(unit func(f *family, x, out, kernel, stride int) int) {
	x := 0
	for _, out := range []int{6, 8, 12} {
		x = unit(f, unit(f, x, out, 3, 1), out, 3, 1)
		x = f.maxPool(x, 2, 2, 0)
	}
	f.fullyConnected(12 * 4 * 4)
}

// squeezeNet has three fire modules and a convolution of 1x1 as classifier, in front of the pooling.
func (f *family) squeezeNet() {
	x := f.maxPool(f.relued(0, 8, 3, 2), 3, 2, 0)
	for range 3 {
		x = f.relued(x, 4, 1, 1)
		x = f.Concat(f.relued(x, 6, 1, 1), f.relued(x, 6, 3, 1))
	}
	f.activated(x, op("Dropout", nil))
	weights := float32s(f.normal(familyClasses*12, 0.5))
	f.Tail = func(m *onnxtest.Model, last string) string {
		x := m.Relu("scores/relu", m.Conv("scores", last, onnxtest.Conv{Weights: weights, Bias: []float32{0.1, 0.2, 0.3}, Out: familyClasses}))
		x = m.Node("GlobalAveragePool", "pool", []string{x}, nil)
		return m.Node("Flatten", "flat", []string{x}, onnxtest.Attrs{"axis": 1})
	}
}
