package onnx

import (
	"encoding/binary"
	"fmt"
	"maps"
	"math"
	"slices"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx/onnxpb"
)

// Extension is a copy of a model that grows by nodes, constants and outputs. Methods that add a node return the tensor that it makes; all
// names are unique. What differs from one operator set to the next is written for the model's own.
type Extension struct {
	model *Model
	taken map[string]bool
	graph *onnxpb.GraphProto // the additions alone
}

// Extend begins an extension of the model, which does not change.
func (m *Model) Extend() *Extension {
	e := &Extension{model: m, taken: map[string]bool{}, graph: &onnxpb.GraphProto{}}
	for _, n := range m.file.Graph.Node {
		for _, name := range append(n.Output, n.Input...) {
			e.taken[name] = true
		}
	}
	for name := range m.initializers {
		e.taken[name] = true
	}
	return e
}

// name is prefix, or the first of prefix_1, prefix_2 ... that is free.
func (e *Extension) name(prefix string) string {
	name := prefix
	for i := 1; e.taken[name]; i++ {
		name = fmt.Sprintf("%s_%d", prefix, i)
	}
	e.taken[name] = true
	return name
}

// Attributes are a node's; a value is an int, []int, float32 or string.
type Attributes map[string]any

// Node adds a node with one output, under a name that begins with prefix. Absent inputs are "".
func (e *Extension) Node(op, prefix string, attributes Attributes, inputs ...string) string {
	return e.Nodes(op, prefix, attributes, 1, inputs...)[0]
}

// Nodes adds a node with several outputs.
func (e *Extension) Nodes(op, prefix string, attributes Attributes, outputs int, inputs ...string) []string {
	name := e.name(prefix)
	n := &onnxpb.NodeProto{OpType: &op, Name: &name, Input: inputs, Output: []string{name}}
	for len(n.Output) < outputs {
		n.Output = append(n.Output, e.name(prefix))
	}
	for _, key := range slices.Sorted(maps.Keys(attributes)) {
		n.Attribute = append(n.Attribute, newAttribute(key, attributes[key]))
	}
	e.graph.Node = append(e.graph.Node, n)
	return n.Output
}

// Integers adds a constant vector of int64.
func (e *Extension) Integers(prefix string, values ...int) string {
	t := &onnxpb.TensorProto{DataType: proto.Int32(int32(Int64)), Dims: []int64{int64(len(values))}}
	for _, v := range values {
		t.Int64Data = append(t.Int64Data, int64(v))
	}
	return e.initializer(prefix, t)
}

// Floats adds a constant of the given shape.
func (e *Extension) Floats(prefix string, values []float32, shape ...int) string {
	t := &onnxpb.TensorProto{DataType: proto.Int32(int32(Float)), RawData: make([]byte, 0, 4*len(values))}
	for _, d := range shape {
		t.Dims = append(t.Dims, int64(d))
	}
	for _, v := range values {
		t.RawData = binary.LittleEndian.AppendUint32(t.RawData, math.Float32bits(v))
	}
	return e.initializer(prefix, t)
}

func (e *Extension) initializer(prefix string, t *onnxpb.TensorProto) string {
	t.Name = proto.String(e.name(prefix))
	e.graph.Initializer = append(e.graph.Initializer, t)
	return t.GetName()
}

// Output makes a tensor of float32 an output, if it is none of the model's.
func (e *Extension) Output(tensor string) {
	for _, v := range e.model.Outputs {
		if v.Name == tensor {
			return
		}
	}
	e.graph.Output = append(e.graph.Output, floatValue(tensor))
}

// Input adds an input of float32 without a shape, under a name that begins with prefix.
func (e *Extension) Input(prefix string) string {
	name := e.name(prefix)
	e.graph.Input = append(e.graph.Input, floatValue(name))
	return name
}

// Bytes is the serialized model with all additions.
func (e *Extension) Bytes() ([]byte, error) {
	return e.model.serialize(func(g *onnxpb.GraphProto) error {
		g.Node = append(g.Node, e.graph.Node...)
		g.Input = append(g.Input, e.graph.Input...)
		g.Initializer = append(g.Initializer, e.graph.Initializer...)
		g.Output = append(g.Output, e.graph.Output...)
		return nil
	})
}

func newAttribute(name string, value any) *onnxpb.AttributeProto {
	a, kind := &onnxpb.AttributeProto{Name: &name}, onnxpb.AttributeProto_INT
	switch v := value.(type) {
	case int:
		a.I = proto.Int64(int64(v))
	case []int:
		a.Ints, kind = int64s(v), onnxpb.AttributeProto_INTS
	case float32:
		a.F, kind = &v, onnxpb.AttributeProto_FLOAT
	case string:
		a.S, kind = []byte(v), onnxpb.AttributeProto_STRING
	default:
		panic(fmt.Sprintf("onnx: attribute %q has type %T", name, value))
	}
	a.Type = &kind
	return a
}
