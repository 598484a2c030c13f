package topology

import (
	"fmt"
	"testing"
	"time"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxtest"
)

// BenchmarkAnalyse reads and analyses networks of the size of DenseNet-201 and EfficientNet-B7, without inner layers and with. Metrics:
// the number of nodes, and analysis as a multiple of reading the file, which grows with the weights.
func BenchmarkAnalyse(b *testing.B) {
	for name, build := range map[string]func() *onnxtest.Model{"densenet201": denseNet201, "efficientnet-b7": efficientNetB7} {
		data := build().Bytes()
		for _, layers := range [][]string{nil, {"*", "*conv*"}} {
			b.Run(fmt.Sprintf("%s/%d patterns", name, len(layers)), func(b *testing.B) {
				nodes, reading, analysing := 0, time.Duration(0), time.Duration(0)
				for b.Loop() {
					start := time.Now()
					m, err := onnx.Parse(name, data)
					if err != nil {
						b.Fatal(err)
					}
					reading += time.Since(start)
					start = time.Now()
					net, err := Analyse(m, Options{Layers: layers})
					if err != nil || len(net.Gaps) > 0 {
						b.Fatal(err, net)
					}
					analysing += time.Since(start)
					nodes = len(m.Nodes)
				}
				b.ReportMetric(analysing.Seconds()/reading.Seconds(), "analysis/reading")
				b.ReportMetric(float64(nodes), "nodes")
			})
		}
	}
}

// zeros are weights that cost no time to make.
func zeros(in, out, kernel, group int) onnxtest.Conv {
	pad := kernel / 2
	return onnxtest.Conv{Weights: make([]float32, out*in/group*kernel*kernel), Out: out, Kernel: [2]int{kernel, kernel}, Pads: [4]int{pad, pad, pad, pad}, Group: group}
}

func ones(n int) onnxtest.BatchNorm {
	one := make([]float32, n)
	for i := range one {
		one[i] = 1
	}
	return onnxtest.BatchNorm{Scale: one, Bias: make([]float32, n), Mean: make([]float32, n), Var: one}
}

// denseNet201 has four blocks of 6, 12, 48 and 32 dense layers, each of which adds 32 channels.
func denseNet201() *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 224, 224)
	normed := func(name, x string, c int) string {
		return m.Relu(name+"/relu", m.BatchNormalization(name+"/norm", x, ones(c)))
	}
	x, c := normed("/stem", m.Conv("/stem/conv0", m.Input(), stride2(zeros(3, 64, 7, 1))), 64), 64
	x = m.MaxPool("/pool0", x, onnxtest.Pool{Kernel: [2]int{3, 3}, Stride: [2]int{2, 2}, Pads: [4]int{1, 1, 1, 1}})
	for block, layers := range []int{6, 12, 48, 32} {
		for l := range layers {
			name := fmt.Sprintf("/denseblock%d/denselayer%d", block+1, l+1)
			y := m.Conv(name+"/conv1", normed(name+"/1", x, c), zeros(c, 128, 1, 1))
			y = m.Conv(name+"/conv2", normed(name+"/2", y, 128), zeros(128, 32, 3, 1))
			x, c = m.Concat(name+"/concat", x, y), c+32
		}
		if block < 3 {
			name := fmt.Sprintf("/transition%d", block+1)
			x = m.Conv(name+"/conv", normed(name, x, c), zeros(c, c/2, 1, 1))
			x, c = m.AveragePool(name+"/pool", x, onnxtest.Pool{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}}), c/2
		}
	}
	return m.Classifier(normed("/last", x, c), make([]float32, 1000*c), 1000)
}

// efficientNetB7 has 55 inverted blocks with gates, SiLU written out, a batch normalization behind each convolution.
func efficientNetB7() *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 600, 600)
	silu := func(name, x string) string {
		return m.Node("Mul", name+"/mul", []string{x, m.Node("Sigmoid", name+"/sigmoid", []string{x}, nil)}, nil)
	}
	normed := func(name, x string, c onnxtest.Conv) string {
		return m.BatchNormalization(name+"/bn", m.Conv(name+"/conv", x, c), ones(c.Out))
	}
	x, c := silu("/stem", normed("/stem", m.Input(), stride2(zeros(3, 64, 3, 1)))), 64
	for stage, s := range []struct{ blocks, out, kernel, stride int }{{4, 32, 3, 1}, {7, 48, 3, 2}, {7, 80, 5, 2}, {10, 160, 3, 2}, {10, 224, 5, 1}, {13, 384, 5, 2}, {4, 640, 3, 1}} {
		for k := range s.blocks {
			name := fmt.Sprintf("/blocks.%d/blocks.%d.%d", stage, stage, k)
			wide := 6 * c
			depthwise := zeros(wide, wide, s.kernel, wide)
			if k == 0 && s.stride == 2 {
				depthwise = stride2(depthwise)
			}
			y := silu(name+"/act1", normed(name+"/pw", x, zeros(c, wide, 1, 1)))
			y = silu(name+"/act2", normed(name+"/dw", y, depthwise))
			gate := m.Conv(name+"/se/reduce", m.Node("GlobalAveragePool", name+"/se/pool", []string{y}, nil), zeros(wide, c/4, 1, 1))
			gate = m.Node("Sigmoid", name+"/se/gate", []string{m.Conv(name+"/se/expand", silu(name+"/se", gate), zeros(c/4, wide, 1, 1))}, nil)
			y = normed(name+"/pwl", m.Node("Mul", name+"/se/scaled", []string{y, gate}, nil), zeros(wide, s.out, 1, 1))
			if s.out == c {
				y = m.Add(name+"/Add", y, x)
			}
			x, c = y, s.out
		}
	}
	return m.Classifier(silu("/head", normed("/head", x, zeros(c, 2560, 1, 1))), make([]float32, 1000*2560), 1000)
}
