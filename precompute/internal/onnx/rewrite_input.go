package onnx

import (
	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx/onnxpb"
)

// plainInput gives a model whose image input is N,H,W,C or holds whole numbers one of float32 N,C,H,W under the same name:
// what reads the old one reads a cast and transposed copy.
func plainInput(m *Model) *onnxpb.ModelProto {
	image, err := m.imageCandidate()
	if err != nil {
		return nil
	}
	m.ChannelsLast, m.Pixels = m.channelsLast(image), !image.Type.floating()
	if !m.ChannelsLast && !m.Pixels {
		return nil
	}
	d := newDraft(&Inference{Model: m})
	d.graph.Input = nil
	for _, v := range m.file.Graph.Input {
		if v.GetName() == image.Name {
			v = plainValue(v, m.ChannelsLast)
		}
		d.graph.Input = append(d.graph.Input, v)
	}
	read := image.Name
	if m.Pixels {
		read = d.node("Cast", d.fresh(image.Name+"/pixels"), []string{read}, newAttribute("to", int(image.Type)))
	}
	if m.ChannelsLast {
		read = d.transpose(read, d.fresh(image.Name+"/channels_last"), toLast)
	}
	for _, p := range m.file.Graph.Node {
		d.graph.Node = append(d.graph.Node, renamed(p, image.Name, read))
	}
	return d.file
}

// plainValue declares an image input as float32 N,C,H,W.
func plainValue(v *onnxpb.ValueInfoProto, last bool) *onnxpb.ValueInfoProto {
	out := proto.Clone(v).(*onnxpb.ValueInfoProto)
	t := out.Type.GetTensorType()
	t.ElemType = proto.Int32(int32(Float))
	if d := t.Shape.Dim; last {
		t.Shape.Dim = []*onnxpb.TensorShapeProto_Dimension{d[0], d[3], d[1], d[2]}
	}
	return out
}

// channelsLast tells whether an image input of four dimensions is N,H,W,C: the last dimension is a number of colours and
// the second is not, or, where both are open, the model begins by bringing the last one forward.
func (m *Model) channelsLast(image Value) bool {
	colours := func(d int) bool { return d == 1 || d == 3 || d == 4 }
	switch s := image.Shape; {
	case colours(s[1]) || s[1] == 0 && s[3] == 0 && !m.bringsForward(image.Name):
		return false
	case s[3] == 0:
		return s[1] == 0
	default:
		return colours(s[3])
	}
}

// bringsForward tells whether the first operator on a way from the tensor that is not element by element transposes
// N,H,W,C to N,C,H,W.
func (m *Model) bringsForward(tensor string) bool {
	for _, n := range m.Nodes {
		if n.Input(0) != tensor && n.Input(1) != tensor || len(n.Outputs) == 0 {
			continue
		}
		switch {
		case n.Op == "Transpose":
			return equalInts(n.Ints("perm"), toFirst)
		case n.Domain == "" && (elementwise[n.Op] || broadcasting[n.Op]):
			tensor = n.Outputs[0]
		default:
			return false
		}
	}
	return false
}
