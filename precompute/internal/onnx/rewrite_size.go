package onnx

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx/onnxpb"
)

// WithSize is the model with an input of height x width pixels, for what is computed alike at every place. It is an error if a node
// works with images of the model's own size only.
func (m *Model) WithSize(height, width int) (*Model, error) {
	image, err := m.ImageInput()
	if err != nil {
		return nil, err
	}
	before, err := m.Infer(height, width)
	if err != nil {
		return nil, err
	}
	file := shallow(m.file)
	file.Graph.ValueInfo = nil
	file.Graph.Input = eachValue(file.Graph.Input, func(v *onnxpb.ValueInfoProto) *onnxpb.ValueInfoProto {
		if v.GetName() != image.Name {
			return v
		}
		return resizedInput(v, height, width)
	})
	file.Graph.Output = eachValue(file.Graph.Output, withoutShape)
	next, err := build(m.Name, file)
	if err != nil {
		return nil, fmt.Errorf("model %q: %w", m.Name, err)
	}
	next.ChannelsLast, next.Pixels, next.batch = m.ChannelsLast, m.Pixels, m.batch
	return next, next.checkSize(before, height, width)
}

// checkSize finds the first tensor that has a shape at the model's own size and none at the new one.
func (m *Model) checkSize(before *Inference, height, width int) error {
	after, err := m.Infer(height, width)
	if err != nil {
		return err
	}
	for _, n := range m.Nodes {
		for _, out := range n.Outputs {
			if before.Shape(out) != nil && after.Shape(out) == nil && m.producers[out] != nil {
				return hint.Errorf("use the model's own size", "model %q cannot take images of %dx%d: node %q (%s): %w",
					m.Name, height, width, n.Label(), n.Op, after.WhyNoShape(out))
			}
		}
	}
	return nil
}

func eachValue(values []*onnxpb.ValueInfoProto, change func(*onnxpb.ValueInfoProto) *onnxpb.ValueInfoProto) []*onnxpb.ValueInfoProto {
	out := make([]*onnxpb.ValueInfoProto, len(values))
	for i, v := range values {
		out[i] = change(v)
	}
	return out
}

func resizedInput(v *onnxpb.ValueInfoProto, height, width int) *onnxpb.ValueInfoProto {
	out := proto.Clone(v).(*onnxpb.ValueInfoProto)
	for i, size := range []int{height, width} {
		out.Type.GetTensorType().Shape.Dim[2+i].Value = &onnxpb.TensorShapeProto_Dimension_DimValue{DimValue: int64(size)}
	}
	return out
}

func withoutShape(v *onnxpb.ValueInfoProto) *onnxpb.ValueInfoProto {
	out := proto.Clone(v).(*onnxpb.ValueInfoProto)
	if t := out.Type.GetTensorType(); t != nil {
		t.Shape = nil
	}
	return out
}
