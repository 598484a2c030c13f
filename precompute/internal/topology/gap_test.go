package topology

import (
	"strings"
	"testing"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxtest"
)

func parse(t *testing.T, m *onnxtest.Model) *onnx.Model {
	t.Helper()
	parsed, err := onnx.Parse("test", m.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	return parsed
}

// interrupted is a chain of four convolutions with something between the second and the third.
func interrupted(middle func(m *onnxtest.Model, x string) string) *onnxtest.Model {
	w := newWeights()
	m := onnxtest.NewModel("image", 3, 8, 8)
	x := m.Relu("/relu1", m.Conv("/conv1", m.Input(), w.conv(3, 4, 3)))
	x = m.Relu("/relu2", m.Conv("/conv2", x, w.conv(4, 4, 3)))
	x = middle(m, x)
	x = m.Relu("/relu3", m.Conv("/conv3", x, w.conv(4, 4, 3)))
	x = m.Relu("/relu4", m.Conv("/conv4", x, w.conv(4, 4, 3)))
	return m.Classifier(x, w.normal(5*4), 5)
}

// TestGaps puts something that cannot be analysed into a network: the gap names it, the other links stay.
func TestGaps(t *testing.T) {
	for _, c := range []struct {
		name   string
		middle func(m *onnxtest.Model, x string) string
		want   Gap
	}{
		{"normalization over channels", func(m *onnxtest.Model, x string) string {
			return m.Node("MeanVarianceNormalization", "/mvn", []string{x}, nil)
		}, Gap{1, 2, "/mvn", "MeanVarianceNormalization", "operator is not known"}},
		{"attention", func(m *onnxtest.Model, x string) string {
			flat := m.Node("Reshape", "/flat", []string{x, m.Ints("/shape", []int{1, 4, 64})}, nil)
			y := m.Node("MatMul", "/attend", []string{m.Floats("/mix", newWeights().normal(16), 4, 4), flat}, nil)
			return m.Node("Reshape", "/back", []string{y, m.Ints("/shape2", []int{1, 4, 8, 8})}, nil)
		}, Gap{1, 2, "/back", "Reshape", `node "/attend" (MatMul) before it is more than a move of elements`}},
		{"two maps multiplied", func(m *onnxtest.Model, x string) string {
			w := newWeights()
			return m.Node("Mul", "/product", []string{m.Conv("/a", x, w.conv(4, 4, 1)), m.Conv("/b", x, w.conv(4, 4, 1))}, nil)
		}, Gap{1, 2, "/product", "Mul", "it multiplies two maps of which none gates the other"}},
		{"channels mixed", func(m *onnxtest.Model, x string) string {
			x = m.Node("Reshape", "/other", []string{x, m.Ints("/shape", []int{1, 8, 4, 8})}, nil)
			return m.Node("Transpose", "/turn", []string{x}, onnxtest.Attrs{"perm": []int{0, 2, 1, 3}})
		}, Gap{1, 2, "/turn", "Transpose", "it mixes channels"}},
		{"joined in space", func(m *onnxtest.Model, x string) string {
			return m.Node("Concat", "/wide", []string{x, x}, onnxtest.Attrs{"axis": 3})
		}, Gap{1, 2, "/wide", "Concat", "it joins along axis 3, not channels"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			model := interrupted(c.middle)
			net, err := Analyse(parse(t, model), Options{})
			if err != nil {
				t.Fatal(err)
			}
			if len(net.Layers) != 4 || len(net.Links) != 2 || len(net.Gaps) != 1 {
				t.Fatalf("%d layers, %d links, gaps %v", len(net.Layers), len(net.Links), net.Gaps)
			}
			g := net.Gaps[0]
			if !strings.Contains(g.Reason, c.want.Reason) {
				t.Errorf("reason %q, not %q", g.Reason, c.want.Reason)
			}
			if g.Reason = c.want.Reason; g != c.want {
				t.Errorf("gap %+v, not %+v", g, c.want)
			}
		})
	}
}

// TestDeclaredShapes has an operator of another domain, whose output's shape only the file tells.
func TestDeclaredShapes(t *testing.T) {
	model := interrupted(func(m *onnxtest.Model, x string) string {
		y := m.Node("Magic", "/magic", []string{x}, nil)
		m.Declare(y, 1, 4, 8, 8)
		return y
	})
	net, err := Analyse(parse(t, model), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(net.Links) != 2 || len(net.Gaps) != 1 || net.Gaps[0].Op != "Magic" {
		t.Errorf("%d links, gaps %+v", len(net.Links), net.Gaps)
	}
}

func TestRefusedModels(t *testing.T) {
	w := newWeights()
	flat := onnxtest.NewModel("image", 3, 8, 8)
	flat.Classifier(flat.MaxPool("/pool", flat.Input(), onnxtest.Pool{Kernel: [2]int{2, 2}}), w.normal(6), 2)
	dense := onnxtest.NewModel("image", 3, 8, 8)
	dense.Output(dense.Conv("/conv", dense.Input(), w.conv(3, 4, 3)))
	for _, c := range []struct {
		model   *onnxtest.Model
		options Options
		want    string
	}{
		{flat, Options{}, "no tensor N,C,H,W lies on every path"},
		{quantizedModel(w), Options{}, `node "/conv" (QLinearConv): it computes with whole numbers`},
		{heads(w), Options{}, "the class scores may be any of the outputs /a_output_0, /b_output_0"},
		{dense, Options{}, `output "/conv_output_0" of shape [1 4 8 8] holds no class scores`},
		{vgg(w), Options{Output: "/relu1_output_0"}, `tensor "/relu1_output_0" of shape [1 4 16 16] holds no class scores`},
		{vgg(w), Options{Layers: []string{"conv9"}}, `no layer, tensor or node is called "conv9"`},
		{inception(w), Options{Layers: []string{"/mixed/pool"}}, `"/mixed/pool" is no layer: node "/mixed/pool" (MaxPool) carries no channels of its own`},
	} {
		_, err := Analyse(parse(t, c.model), c.options)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("error %v, not %q", err, c.want)
		} else if len(hint.Of(err)) == 0 {
			t.Errorf("error %q has no hint", err)
		}
	}
}

func TestOpenSize(t *testing.T) {
	model := onnxtest.NewModel("image", 3, 0, 0)
	w := newWeights()
	x := model.Relu("/relu", model.Conv("/conv", model.Input(), stride2(w.conv(3, 4, 3))))
	model.Classifier(x, w.normal(8), 2)
	for _, c := range []struct {
		options             Options
		input, height, rows int
	}{{Options{}, 0, 0, 0}, {Options{Height: 30, Width: 40}, 30, 15, 15}} {
		net, err := Analyse(parse(t, model), c.options)
		if err != nil {
			t.Fatal(err)
		}
		if net.Input.Height != c.input || net.Layers[0].Height != c.height || net.Layers[0].Field.Size != [2]int{3, 3} {
			t.Errorf("options %+v: input %+v, layer %+v", c.options, net.Input, net.Layers[0])
		}
	}
}

// TestClassifierMap drops the map that holds a channel a class, and keeps one behind which weights follow.
func TestClassifierMap(t *testing.T) {
	w := newWeights()
	m := onnxtest.NewModel("image", 3, 8, 8)
	x := m.Relu("/relu1", m.Conv("/conv1", m.Input(), w.conv(3, 5, 3)))
	x = m.Relu("/relu2", m.Conv("/conv2", x, w.conv(5, 5, 1)))
	m.Output(m.Node("Softmax", "/softmax", []string{m.Node("GlobalAveragePool", "/pool", []string{x}, nil)}, onnxtest.Attrs{"axis": 1}))
	net, err := Analyse(parse(t, m), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if len(net.Layers) != 1 || net.Layers[0].Name != "conv1" || !net.Softmax || net.Classes != 5 {
		t.Errorf("layers %+v, softmax %v, %d classes", net.Layers, net.Softmax, net.Classes)
	}
}

// quantizedModel computes its convolution on whole numbers.
func quantizedModel(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 8, 8)
	y := m.Node("QLinearConv", "/conv", []string{m.Input(), m.Scalar("s", 1), m.Scalar("z", 0), m.Floats("weight", w.normal(12), 4, 3, 1, 1)}, nil)
	m.Declare(y, 1, 4, 8, 8)
	return m.Classifier(y, w.normal(8), 2)
}

// heads has two classifiers behind one map.
func heads(w *weights) *onnxtest.Model {
	m := onnxtest.NewModel("image", 3, 8, 8)
	x := m.Node("Flatten", "/flat", []string{m.Node("GlobalAveragePool", "/pool", []string{m.Conv("/conv", m.Input(), w.conv(3, 4, 3))}, nil)}, nil)
	for _, name := range []string{"/a", "/b"} {
		m.Output(m.Node("Gemm", name, []string{x, m.Floats(name+".weight", w.normal(12), 4, 3)}, nil))
	}
	return m
}

// TestOutputs chooses the deepest classifier, and the logits of probabilities that come first.
func TestOutputs(t *testing.T) {
	w := newWeights()
	m := onnxtest.NewModel("image", 3, 8, 8)
	x := m.Relu("/relu1", m.Conv("/conv1", m.Input(), w.conv(3, 4, 3)))
	pooled := m.Node("Flatten", "/flat1", []string{m.Node("GlobalAveragePool", "/pool1", []string{x}, nil)}, nil)
	m.Output(m.Node("Gemm", "/aux", []string{pooled, m.Floats("/aux.weight", w.normal(20), 4, 5)}, nil))
	x = m.Relu("/relu2", m.Conv("/conv2", x, w.conv(4, 4, 3)))
	pooled = m.Node("Flatten", "/flat2", []string{m.Node("GlobalAveragePool", "/pool2", []string{x}, nil)}, nil)
	m.Output(pooled) // features
	logits := m.Node("Gemm", "/fc", []string{pooled, m.Floats("/fc.weight", w.normal(20), 4, 5)}, nil)
	m.Output(m.Node("LogSoftmax", "/log", []string{logits}, nil))
	m.Output(logits)
	for output, want := range map[string]struct {
		tensor string
		layers int
	}{"": {"/log_output_0", 2}, "/aux_output_0": {"/aux_output_0", 1}} {
		net, err := Analyse(parse(t, m), Options{Output: output})
		if err != nil {
			t.Fatal(err)
		}
		if net.Output != want.tensor || len(net.Layers) != want.layers || net.Softmax {
			t.Errorf("output %q: %q with %d layers, softmax %v", output, net.Output, len(net.Layers), net.Softmax)
		}
	}
}
