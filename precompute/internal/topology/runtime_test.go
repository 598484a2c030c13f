package topology

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"testing"

	ort "github.com/yalue/onnxruntime_go"
	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx/onnxpb"
	"summit/precompute/internal/runtime"
)

// array is a float tensor of the tests, row-major.
type array struct {
	shape []int
	data  []float32
}

func (a array) at(c, y, x int) float64 {
	h, w := a.shape[2], a.shape[3]
	if y < 0 || x < 0 || y >= h || x >= w {
		return 0
	}
	return float64(a.data[(c*h+y)*w+x])
}

// random is a tensor of normal numbers moved by shift.
func random(r *rand.Rand, shift float32, shape ...int) array {
	n := 1
	for _, d := range shape {
		n *= d
	}
	a := array{shape, make([]float32, n)}
	for i := range a.data {
		a.data[i] = float32(r.NormFloat64()) + shift
	}
	return a
}

var openRuntime = sync.OnceValue(func() error {
	library, err := runtime.Find("")
	if err == nil {
		_, err = runtime.Open(library)
	}
	return err
})

// session runs a serialized model in ONNX Runtime.
type session struct {
	t       *testing.T
	session *ort.DynamicAdvancedSession
	inputs  []string
	outputs []string
}

// newSession loads the model with the named tensors as its only outputs. Tensors in cut become inputs: what fed them
// before has no effect any more.
func newSession(t *testing.T, model []byte, cut, outputs []string) *session {
	t.Helper()
	if err := openRuntime(); err != nil {
		t.Skipf("ONNX Runtime is not here: %v", err)
	}
	file := new(onnxpb.ModelProto)
	if err := proto.Unmarshal(model, file); err != nil {
		t.Fatal(err)
	}
	file.Graph.ValueInfo, file.Graph.Output = nil, nil
	s := &session{t: t, outputs: outputs}
	for _, name := range outputs {
		file.Graph.Output = append(file.Graph.Output, floatValue(name))
	}
	for _, name := range cut {
		cutTensor(file.Graph, name)
	}
	weights := map[string]bool{}
	for _, w := range file.Graph.Initializer {
		weights[w.GetName()] = true
	}
	file.Graph.Input = slices.DeleteFunc(file.Graph.Input, func(v *onnxpb.ValueInfoProto) bool { return weights[v.GetName()] })
	for _, v := range file.Graph.Input {
		s.inputs = append(s.inputs, v.GetName())
	}
	data, err := proto.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	if s.session, err = ort.NewDynamicAdvancedSessionWithONNXData(data, s.inputs, outputs, nil); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.session.Destroy() })
	return s
}

func cutTensor(g *onnxpb.GraphProto, name string) {
	for _, n := range g.Node {
		for i, out := range n.Output {
			if out == name {
				n.Output[i] = name + "/before the cut"
			}
		}
	}
	if !slices.ContainsFunc(g.Input, func(v *onnxpb.ValueInfoProto) bool { return v.GetName() == name }) {
		g.Input = append(g.Input, floatValue(name))
	}
}

func floatValue(name string) *onnxpb.ValueInfoProto {
	return &onnxpb.ValueInfoProto{Name: &name, Type: &onnxpb.TypeProto{Value: &onnxpb.TypeProto_TensorType{
		TensorType: &onnxpb.TypeProto_Tensor{ElemType: proto.Int32(int32(onnxpb.TensorProto_FLOAT))}}}}
}

// run evaluates the outputs.
func (s *session) run(inputs map[string]array) map[string]array {
	s.t.Helper()
	var in []ort.Value
	for _, name := range s.inputs {
		a, ok := inputs[name]
		if !ok {
			s.t.Fatalf("no value for input %q", name)
		}
		var shape []int64
		for _, d := range a.shape {
			shape = append(shape, int64(d))
		}
		tensor, err := ort.NewTensor(ort.NewShape(shape...), slices.Clone(a.data))
		if err != nil {
			s.t.Fatal(err)
		}
		defer tensor.Destroy()
		in = append(in, tensor)
	}
	values := make([]ort.Value, len(s.outputs))
	if err := s.session.Run(in, values); err != nil {
		s.t.Fatal(err)
	}
	out := map[string]array{}
	for i, name := range s.outputs {
		tensor := values[i].(*ort.Tensor[float32])
		a := array{data: slices.Clone(tensor.GetData())}
		for _, d := range tensor.GetShape() {
			a.shape = append(a.shape, int(d))
		}
		out[name] = a
		tensor.Destroy()
	}
	return out
}

// sharedModel is the path of a real model; without it the test is skipped.
func sharedModel(t *testing.T, name string) string {
	t.Helper()
	root := os.Getenv("SUMMIT_SHARED")
	if root == "" {
		root = filepath.Join("..", "..", "..", "..", "shared")
	}
	path := filepath.Join(root, "models", name)
	if _, err := os.Stat(path); err != nil {
		t.Skipf("no real model %q", path)
	}
	return path
}
