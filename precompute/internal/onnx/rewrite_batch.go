package onnx

import (
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
	b := &batch{draft: newDraft(f), from: image.Shape[0]}
	file := b.rewrite(image.Name)
	next, err := build(m.Name, file)
	if err == nil {
		err = b.compare(next)
	}
	if err != nil {
		m.batch = err
		return nil
	}
	return file
}

// FixedBatch is why the model takes the number of images at once that its input states and no other number; nil where it
// does not matter.
func (m *Model) FixedBatch() error { return m.batch }

// batch rewrites a model from one batch size to a batch of one.
type batch struct {
	*draft
	from int
}

func (b *batch) rewrite(image string) *onnxpb.ModelProto {
	b.graph.Input = b.values(b.graph.Input, func(v *onnxpb.ValueInfoProto) bool { return v.GetName() == image })
	dependent := func(v *onnxpb.ValueInfoProto) bool { return b.f.DependsOnImage(v.GetName()) }
	b.graph.Output = b.values(b.graph.Output, dependent)
	b.graph.ValueInfo = b.values(b.graph.ValueInfo, dependent)
	for _, n := range b.Nodes {
		b.graph.Node = append(b.graph.Node, b.one(n))
	}
	return b.file
}

// values are declared tensors, those that change with one image in the place of the batch.
func (b *batch) values(list []*onnxpb.ValueInfoProto, changes func(*onnxpb.ValueInfoProto) bool) []*onnxpb.ValueInfoProto {
	var out []*onnxpb.ValueInfoProto
	for _, v := range list {
		if shape := newValue(v).Shape; changes(v) && len(shape) > 0 && shape[0] == b.from {
			v = proto.Clone(v).(*onnxpb.ValueInfoProto)
			v.Type.GetTensorType().Shape.Dim[0].Value = &onnxpb.TensorShapeProto_Dimension_DimValue{DimValue: 1}
		}
		out = append(out, v)
	}
	return out
}

// one is the node for one image: sizes that Reshape, Expand and Resize take as constants carry the batch.
func (b *batch) one(n *Node) *onnxpb.NodeProto {
	at := map[string]int{"Reshape": 1, "Expand": 1, "Resize": 3}[n.Op]
	if at == 0 || n.Domain != "" || !b.f.DependsOnImage(n.Input(0)) {
		return n.proto
	}
	sizes, err := b.f.ints(n.Input(at))
	if err != nil || len(sizes) == 0 || sizes[0] < b.from || sizes[0]%b.from != 0 {
		return n.proto
	}
	sizes = append([]int{sizes[0] / b.from}, sizes[1:]...)
	inputs := append([]string{}, n.Inputs...)
	inputs[at] = b.ints(n.Input(at)+"/one_image", sizes)
	return b.changed(n, inputs)
}

// compare finds the first tensor of the rewritten model that does not hold one image's share of what it held.
func (b *batch) compare(next *Model) error {
	f, err := next.Infer(openSize, openSize)
	if err != nil {
		return err
	}
	for _, n := range next.Nodes {
		for _, out := range n.Outputs {
			before, after := b.f.Shape(out), f.Shape(out)
			if before == nil || !f.DependsOnImage(out) || after != nil && volume(after)*b.from == volume(before) {
				continue
			}
			return hint.Errorf("export it with a batch of 1 or an open batch",
				"node %q (%s) works with batches of exactly %d images", n.Label(), n.Op, b.from)
		}
	}
	return nil
}
