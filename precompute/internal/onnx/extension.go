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

// Ints are a node's attributes; a value is an int or []int.
type Ints map[string]any

// Node adds a node with one output, under a name that begins with prefix.
func (e *Extension) Node(op, prefix string, attributes Ints, inputs ...string) string {
	return e.nodes(op, prefix, attributes, 1, inputs...)[0]
}

func (e *Extension) nodes(op, prefix string, attributes Ints, outputs int, inputs ...string) []string {
	name := e.name(prefix)
	n := &onnxpb.NodeProto{OpType: &op, Name: &name, Input: inputs, Output: []string{name}}
	for len(n.Output) < outputs {
		n.Output = append(n.Output, e.name(prefix))
	}
	for _, key := range slices.Sorted(maps.Keys(attributes)) {
		n.Attribute = append(n.Attribute, intAttribute(key, attributes[key]))
	}
	e.graph.Node = append(e.graph.Node, n)
	return n.Output
}

// TopK adds the k largest values along an axis, the largest first, and where they stand along it as int64. Along the axis there have
// to be at least k.
func (e *Extension) TopK(prefix, x string, axis, k int) (values, indices string) {
	var out []string
	if e.model.Opset < 10 {
		out = e.nodes("TopK", prefix, Ints{"axis": axis, "k": k}, 2, x)
	} else {
		out = e.nodes("TopK", prefix, Ints{"axis": axis}, 2, x, e.Integers(prefix+"/k", k))
	}
	return out[0], out[1]
}

// Slice adds [start, end) along an axis.
func (e *Extension) Slice(prefix, x string, axis, start, end int) string {
	if e.model.Opset < 10 {
		return e.Node("Slice", prefix, Ints{"axes": []int{axis}, "starts": []int{start}, "ends": []int{end}}, x)
	}
	return e.Node("Slice", prefix, nil, x, e.Integers(prefix+"/start", start), e.Integers(prefix+"/end", end), e.Integers(prefix+"/axis", axis))
}

// Reshape adds x in another shape; 0 keeps the dimension.
func (e *Extension) Reshape(prefix, x string, shape ...int) string {
	return e.Node("Reshape", prefix, nil, x, e.Integers(prefix+"/shape", shape...))
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
	e.graph.Output = append(e.graph.Output, floatOutput(tensor))
}

// Bytes is the serialized model with all additions.
func (e *Extension) Bytes() ([]byte, error) {
	return e.model.serialize(func(g *onnxpb.GraphProto) error {
		g.Node = append(g.Node, e.graph.Node...)
		g.Initializer = append(g.Initializer, e.graph.Initializer...)
		g.Output = append(g.Output, e.graph.Output...)
		return nil
	})
}

func intAttribute(name string, value any) *onnxpb.AttributeProto {
	a, kind := &onnxpb.AttributeProto{Name: &name}, onnxpb.AttributeProto_INT
	switch v := value.(type) {
	case int:
		a.I = proto.Int64(int64(v))
	case []int:
		kind = onnxpb.AttributeProto_INTS
		for _, n := range v {
			a.Ints = append(a.Ints, int64(n))
		}
	default:
		panic(fmt.Sprintf("onnx: attribute %q has type %T", name, value))
	}
	a.Type = &kind
	return a
}
