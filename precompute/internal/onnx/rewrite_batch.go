package onnx

import (
	"fmt"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx/onnxpb"
)

// oneImage gives a model that takes exactly so many images at once a batch of one. Where the graph does not allow it, the
// model stays as it is, and m.batch says why.
func oneImage(m *Model) *onnxpb.ModelProto {
	image, err := m.ImageInput()
	if err != nil || image.Shape[0] < 2 {
		return nil
	}
	f, err := m.Infer(openSize, openSize)
	if err != nil {
		return nil
	}
	b := &batch{draft: newDraft(f), from: image.Shape[0], to: 1}
	file := b.rewrite(image.Name)
	if err := b.check(file); err != nil {
		m.batch = err
		return nil
	}
	return file
}

// WithBatch is the model with an input of n images at once, for a model whose batch is open or one.
func (m *Model) WithBatch(n int) (*Model, error) {
	if n == 1 {
		return m, nil
	}
	image, err := m.ImageInput()
	if err != nil {
		return nil, err
	}
	f, err := m.Infer(openSize, openSize)
	if err != nil {
		return nil, err
	}
	b := &batch{draft: newDraft(f), from: max(image.Shape[0], 1), to: n}
	file := b.rewrite(image.Name)
	if err := b.check(file); err != nil {
		return nil, fmt.Errorf("model %q: %w", m.Name, err)
	}
	next, err := build(m.Name, file)
	if err != nil {
		return nil, fmt.Errorf("model %q: %w", m.Name, err)
	}
	next.ChannelsLast, next.Pixels = m.ChannelsLast, m.Pixels
	return next, nil
}

// FixedBatch is why the model takes the number of images at once that its input states and no other number; nil where it
// does not matter.
func (m *Model) FixedBatch() error { return m.batch }

// batch rewrites a model from one batch size to another.
type batch struct {
	*draft
	from, to int
}

func (b *batch) rewrite(image string) *onnxpb.ModelProto {
	b.graph.Input = b.values(b.graph.Input, func(v *onnxpb.ValueInfoProto) bool { return v.GetName() == image })
	dependent := func(v *onnxpb.ValueInfoProto) bool { return b.f.DependsOnImage(v.GetName()) }
	b.graph.Output = b.values(b.graph.Output, dependent)
	b.graph.ValueInfo = b.values(b.graph.ValueInfo, dependent)
	for _, n := range b.Nodes {
		b.graph.Node = append(b.graph.Node, b.resized(n))
	}
	return b.file
}

// values are declared tensors, those that change with the other batch.
func (b *batch) values(list []*onnxpb.ValueInfoProto, changes func(*onnxpb.ValueInfoProto) bool) []*onnxpb.ValueInfoProto {
	var out []*onnxpb.ValueInfoProto
	for _, v := range list {
		if shape := newValue(v).Shape; changes(v) && len(shape) > 0 && (shape[0] == b.from || shape[0] == 0) {
			v = proto.Clone(v).(*onnxpb.ValueInfoProto)
			v.Type.GetTensorType().Shape.Dim[0].Value = &onnxpb.TensorShapeProto_Dimension_DimValue{DimValue: int64(b.to)}
		}
		out = append(out, v)
	}
	return out
}

// resized is the node for the other batch: sizes that Reshape, Expand and Resize take as constants carry the batch.
func (b *batch) resized(n *Node) *onnxpb.NodeProto {
	at := map[string]int{"Reshape": 1, "Expand": 1, "Resize": 3}[n.Op]
	if at == 0 || n.Domain != "" || !b.f.DependsOnImage(n.Input(0)) {
		return n.proto
	}
	sizes, err := b.f.ints(n.Input(at))
	if err != nil || len(sizes) == 0 || sizes[0] < b.from || sizes[0]%b.from != 0 {
		return n.proto
	}
	sizes = append([]int{sizes[0] / b.from * b.to}, sizes[1:]...)
	inputs := append([]string{}, n.Inputs...)
	inputs[at] = b.ints(n.Input(at)+"/batch", sizes)
	return b.changed(n, inputs)
}

// check finds the first tensor of the rewritten model that does not hold as much for each image as it held.
func (b *batch) check(file *onnxpb.ModelProto) error {
	next, err := build(b.Name, file)
	if err != nil {
		return err
	}
	f, err := next.Infer(openSize, openSize)
	if err != nil {
		return err
	}
	for _, n := range next.Nodes {
		for _, out := range n.Outputs {
			before, after := b.f.Shape(out), f.Shape(out)
			if before == nil || !f.DependsOnImage(out) || after != nil && volume(after)*b.from == volume(before)*b.to {
				continue
			}
			return hint.Errorf("export it with a batch of 1 or an open batch",
				"node %q (%s) works with batches of exactly %d images", n.Label(), n.Op, b.from)
		}
	}
	return nil
}
