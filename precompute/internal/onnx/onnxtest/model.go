// Package onnxtest builds small ONNX models for tests.
//
// A Model grows node by node; a method that adds a node returns the name of the tensor that the node makes, which is
// "<node name>_output_0". Wrong use (a size that does not fit, a name used twice) panics: it is a mistake in the test.
package onnxtest

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx/onnxpb"
)

// Model is an ONNX model under construction.
type Model struct {
	file  *onnxpb.ModelProto
	input string
	used  map[string]bool
}

// NewModel returns a model with opset 13 whose only input is a float tensor [N, channels, height, width]. A height or
// width of 0 stays open.
func NewModel(input string, channels, height, width int) *Model {
	m := &Model{input: input, used: map[string]bool{input: true}, file: &onnxpb.ModelProto{
		IrVersion:    proto.Int64(7),
		ProducerName: proto.String("onnxtest"),
		OpsetImport:  []*onnxpb.OperatorSetIdProto{{Domain: proto.String(""), Version: proto.Int64(13)}},
		Graph:        &onnxpb.GraphProto{Name: proto.String("test")},
	}}
	m.file.Graph.Input = append(m.file.Graph.Input, value(input, open("N"), size(channels, "C"), size(height, "H"), size(width, "W")))
	return m
}

// Parse returns a serialized model, whose first input is the image.
func Parse(data []byte) (*Model, error) {
	m := &Model{file: &onnxpb.ModelProto{}, used: map[string]bool{}}
	if err := proto.Unmarshal(data, m.file); err != nil {
		return nil, err
	}
	for _, n := range m.file.Graph.Node {
		m.used[n.GetName()] = true
	}
	m.input = m.file.Graph.Input[0].GetName()
	return m, nil
}

// Metadata adds a property of the model.
func (m *Model) Metadata(key, text string) *Model {
	m.file.MetadataProps = append(m.file.MetadataProps, &onnxpb.StringStringEntryProto{Key: &key, Value: &text})
	return m
}

// Input is the name of the image input.
func (m *Model) Input() string { return m.input }

// Output makes the tensor an output of the graph.
func (m *Model) Output(tensor string) *Model {
	m.file.Graph.Output = append(m.file.Graph.Output, value(tensor))
	return m
}

// Declare states the shape of a float tensor that a node makes, as exporters do.
func (m *Model) Declare(tensor string, dims ...int) *Model {
	var sizes []*onnxpb.TensorShapeProto_Dimension
	for _, d := range dims {
		sizes = append(sizes, size(d, "D"))
	}
	m.file.Graph.ValueInfo = append(m.file.Graph.ValueInfo, value(tensor, sizes...))
	return m
}

// Proto is the model as it stands, for tests that damage it.
func (m *Model) Proto() *onnxpb.ModelProto { return m.file }

// Bytes is the serialized model.
func (m *Model) Bytes() []byte {
	data, err := proto.MarshalOptions{Deterministic: true}.Marshal(m.file)
	if err != nil {
		panic(fmt.Sprintf("onnxtest: %v", err))
	}
	return data
}

func (m *Model) claim(name string) {
	if m.used[name] {
		panic(fmt.Sprintf("onnxtest: name %q is used twice", name))
	}
	m.used[name] = true
}

// value describes a float tensor; without dimensions its shape stays open.
func value(name string, dims ...*onnxpb.TensorShapeProto_Dimension) *onnxpb.ValueInfoProto {
	tensor := &onnxpb.TypeProto_Tensor{ElemType: proto.Int32(int32(onnxpb.TensorProto_FLOAT))}
	if len(dims) > 0 {
		tensor.Shape = &onnxpb.TensorShapeProto{Dim: dims}
	}
	return &onnxpb.ValueInfoProto{Name: &name, Type: &onnxpb.TypeProto{Value: &onnxpb.TypeProto_TensorType{TensorType: tensor}}}
}

func open(symbol string) *onnxpb.TensorShapeProto_Dimension {
	return &onnxpb.TensorShapeProto_Dimension{Value: &onnxpb.TensorShapeProto_Dimension_DimParam{DimParam: symbol}}
}

func size(n int, symbol string) *onnxpb.TensorShapeProto_Dimension {
	if n == 0 {
		return open(symbol)
	}
	return &onnxpb.TensorShapeProto_Dimension{Value: &onnxpb.TensorShapeProto_Dimension_DimValue{DimValue: int64(n)}}
}
