package onnxtest

import (
	"fmt"
	"sort"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx/onnxpb"
)

// Attrs are a node's attributes; a value is an int, []int, float32, []float32, string or *onnxpb.TensorProto.
type Attrs map[string]any

// Node adds a node with one output and returns the output's name. An empty input is an absent optional one.
func (m *Model) Node(op, name string, inputs []string, attrs Attrs) string {
	return m.Nodes(op, name, inputs, 1, attrs)[0]
}

// Nodes adds a node with several outputs.
func (m *Model) Nodes(op, name string, inputs []string, outputs int, attrs Attrs) []string {
	n := &onnxpb.NodeProto{OpType: &op, Name: &name, Input: inputs, Attribute: attributes(attrs)}
	for _, in := range inputs {
		if in != "" && !m.used[in] {
			panic(fmt.Sprintf("onnxtest: node %q reads unknown tensor %q", name, in))
		}
	}
	for i := range outputs {
		n.Output = append(n.Output, fmt.Sprintf("%s_output_%d", name, i))
		m.claim(n.Output[i])
	}
	m.file.Graph.Node = append(m.file.Graph.Node, n)
	return n.Output
}

// Floats adds a float initializer and returns its name; without dims it is a vector.
func (m *Model) Floats(name string, values []float32, dims ...int) string {
	if dims == nil {
		dims = []int{len(values)}
	}
	m.initializer(&onnxpb.TensorProto{Name: &name, DataType: dataType(onnxpb.TensorProto_FLOAT), FloatData: values, Dims: int64s(dims)}, len(values))
	return name
}

// Scalar adds a float initializer without dimensions.
func (m *Model) Scalar(name string, value float32) string {
	return m.Floats(name, []float32{value}, []int{}...)
}

// Ints adds an int64 initializer and returns its name; without dims it is a vector.
func (m *Model) Ints(name string, values []int, dims ...int) string {
	if dims == nil {
		dims = []int{len(values)}
	}
	m.initializer(&onnxpb.TensorProto{Name: &name, DataType: dataType(onnxpb.TensorProto_INT64), Int64Data: int64s(values), Dims: int64s(dims)}, len(values))
	return name
}

func (m *Model) initializer(t *onnxpb.TensorProto, values int) {
	m.claim(t.GetName())
	n := 1
	for _, d := range t.Dims {
		n *= int(d)
	}
	if n != values {
		panic(fmt.Sprintf("onnxtest: initializer %q of %v has %d values", t.GetName(), t.Dims, values))
	}
	m.file.Graph.Initializer = append(m.file.Graph.Initializer, t)
}

func attributes(attrs Attrs) []*onnxpb.AttributeProto {
	names := make([]string, 0, len(attrs))
	for name := range attrs {
		names = append(names, name)
	}
	sort.Strings(names)
	var out []*onnxpb.AttributeProto
	for _, name := range names {
		out = append(out, attribute(name, attrs[name]))
	}
	return out
}

func attribute(name string, value any) *onnxpb.AttributeProto {
	a := &onnxpb.AttributeProto{Name: &name}
	kind := onnxpb.AttributeProto_UNDEFINED
	switch v := value.(type) {
	case int:
		kind, a.I = onnxpb.AttributeProto_INT, proto.Int64(int64(v))
	case []int:
		kind, a.Ints = onnxpb.AttributeProto_INTS, int64s(v)
	case float32:
		kind, a.F = onnxpb.AttributeProto_FLOAT, &v
	case []float32:
		kind, a.Floats = onnxpb.AttributeProto_FLOATS, v
	case string:
		kind, a.S = onnxpb.AttributeProto_STRING, []byte(v)
	case *onnxpb.TensorProto:
		kind, a.T = onnxpb.AttributeProto_TENSOR, v
	default:
		panic(fmt.Sprintf("onnxtest: attribute %q has type %T", name, value))
	}
	a.Type = &kind
	return a
}

func int64s(values []int) []int64 {
	out := make([]int64, len(values))
	for i, v := range values {
		out[i] = int64(v)
	}
	return out
}

func dataType(t onnxpb.TensorProto_DataType) *int32 { return proto.Int32(int32(t)) }
