package pipeline_test

import (
	"encoding/binary"
	"math"
	"os"
	"testing"

	"summit/precompute/internal/onnx/onnxpb"
	"summit/precompute/internal/onnx/onnxtest"
	"summit/precompute/internal/pipeline/reference"
)

// exported is a network that PyTorch exported (testdata/torch_families.py). What it consists of is said here, by the paths of its modules;
// weights and the shapes of windows are the file's.
type exported struct {
	*family
	nodes   map[string]*onnxpb.NodeProto // by what they make
	weights map[string]*onnxpb.TensorProto
}

// TestExportedFamilies is TestFamilies for files that another program wrote.
func TestExportedFamilies(t *testing.T) {
	needRuntime(t)
	for _, c := range []struct {
		name   string
		layers int
		build  func(*exported)
	}{
		{"resnet", 4, (*exported).resNet},
		{"densenet", 6, (*exported).denseNet},
		{"mobilenet-v3", 9, (*exported).mobileNet},
		{"efficientnet", 6, (*exported).efficientNet},
		{"shufflenet-v2", 4, (*exported).shuffleNet},
		{"convnext", 4, (*exported).convNeXt},
		{"googlenet", 6, (*exported).googLeNet},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := newExported(t, "testdata/torch-"+c.name+".onnx")
			c.build(e)
			e.Tail = func(*onnxtest.Model, string) string { return "scores" }
			e.check(t, c.layers)
		})
	}
}

func newExported(t *testing.T, path string) *exported {
	t.Helper()
	data, err := os.ReadFile(path)
	must(t, err)
	e := &exported{newFamily(32, 41), map[string]*onnxpb.NodeProto{}, map[string]*onnxpb.TensorProto{}}
	e.file, err = onnxtest.Parse(data)
	must(t, err)
	for _, n := range e.file.Proto().Graph.Node {
		for _, out := range n.Output {
			e.nodes[out] = n
		}
	}
	for _, w := range e.file.Proto().Graph.Initializer {
		e.weights[w.GetName()] = w
	}
	return e
}

// as names the tensor that a node makes.
func (e *exported) as(node int, tensor string) int {
	e.Nodes[node].Emit = func(*onnxtest.Model, string, []string) string { return tensor }
	return node
}

func out(path, op string) string { return "/" + path + "/" + op + "_output_0" }

func (e *exported) floats(name string) []float64 {
	var values []float64
	for raw := e.weights[name].GetRawData(); len(raw) >= 4; raw = raw[4:] {
		values = append(values, float64(math.Float32frombits(binary.LittleEndian.Uint32(raw))))
	}
	return values
}

func (e *exported) conv(x int, path string) int {
	n := e.nodes[out(path, "Conv")]
	bias := make([]float64, e.weights[n.Input[1]].Dims[0])
	if len(n.Input) > 2 {
		bias = e.floats(n.Input[2])
	}
	w, group := reference.Window{}, 1
	for _, a := range n.Attribute {
		switch a.GetName() {
		case "kernel_shape":
			w.Kernel = [2]int{int(a.Ints[0]), int(a.Ints[1])}
		case "strides":
			w.Stride = [2]int{int(a.Ints[0]), int(a.Ints[1])}
		case "pads":
			w.Pads = [4]int{int(a.Ints[0]), int(a.Ints[1]), int(a.Ints[2]), int(a.Ints[3])}
		case "group":
			group = int(a.GetI())
		}
	}
	return e.as(e.Conv(x, w, group, e.floats(n.Input[1]), bias), out(path, "Conv"))
}

func (e *exported) norm(x int, path string) int {
	n := e.nodes[out(path, "BatchNormalization")]
	scale, bias, mean, variance := e.floats(n.Input[1]), e.floats(n.Input[2]), e.floats(n.Input[3]), e.floats(n.Input[4])
	const epsilon = 1e-5 // PyTorch's and ONNX's
	for c := range scale {
		scale[c] /= math.Sqrt(variance[c] + epsilon)
		bias[c] -= mean[c] * scale[c]
	}
	return e.as(e.Norm(x, scale, bias, false), out(path, "BatchNormalization"))
}

func (e *exported) relu(x int, path string) int { return e.as(e.Relu(x), out(path, "Relu")) }

// act is any activation, by the last of its operators.
func (e *exported) act(x int, path, op string, gates ...int) int {
	return e.as(e.Activate(x, nil, gates...), out(path, op))
}

// unit is a convolution, into which its normalization is folded, and an activation.
func (e *exported) unit(x int, path, op string) int {
	return e.act(e.conv(x, path+"/conv"), path+"/act", op)
}

func (e *exported) maxPool(x int, path string, kernel, stride int, pads [4]int) int {
	w := reference.Window{Kernel: [2]int{kernel, kernel}, Stride: [2]int{stride, stride}, Pads: pads}
	return e.as(e.MaxPool(x, w), out(path, "MaxPool"))
}

func (e *exported) add(a, b int, path string) int { return e.as(e.Add(a, b), out(path, "Add")) }

func (e *exported) concat(path string, x ...int) int {
	return e.as(e.Concat(x...), out(path, "Concat"))
}
