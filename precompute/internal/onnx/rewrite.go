package onnx

import (
	"fmt"
	"slices"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx/onnxpb"
)

// openSize is the height and width that rewriting looks at a model with where it leaves them open; only ranks and constants
// matter to it.
const openSize = 224

// plain is the model in the form that the rest of the program works with: an image input of float32 N,C,H,W, one image
// at a time where the file fixes a larger batch, and maps with the channels first. A rewriting that a model's graph does
// not allow leaves it as it is.
func (m *Model) plain() (*Model, error) {
	for _, rewrite := range []func(*Model) *onnxpb.ModelProto{plainInput, oneImage, channelsFirst} {
		file := rewrite(m)
		if file == nil {
			continue
		}
		next, err := build(m.Name, file)
		if err != nil {
			return nil, fmt.Errorf("rewritten: %w", err)
		}
		next.ChannelsLast, next.Pixels, next.same = m.ChannelsLast, m.Pixels, m.same
		m = next
	}
	return m, nil
}

// draft is a copy of a model's file that is being rewritten. Nodes and values are shared with the model: those that change
// are replaced.
type draft struct {
	*Model
	f     *Inference
	file  *onnxpb.ModelProto
	graph *onnxpb.GraphProto
	names map[string]bool // of all tensors
}

// newDraft copies a model's file without its nodes.
func newDraft(f *Inference) *draft {
	d := &draft{Model: f.Model, f: f, file: shallow(f.Model.file), names: map[string]bool{}}
	d.graph = d.file.Graph
	d.graph.Node = nil
	d.graph.Initializer = slices.Clone(d.graph.Initializer)
	for name := range d.initializers {
		d.names[name] = true
	}
	for name := range d.producers {
		d.names[name] = true
	}
	for _, v := range d.Inputs {
		d.names[v.Name] = true
	}
	return d
}

// shallow copies a file and its graph, but not what they hold.
func shallow(file *onnxpb.ModelProto) *onnxpb.ModelProto {
	g := file.Graph
	graph := &onnxpb.GraphProto{Node: g.Node, Name: g.Name, Initializer: g.Initializer, DocString: g.DocString, Input: g.Input,
		Output: g.Output, ValueInfo: g.ValueInfo}
	graph.ProtoReflect().SetUnknown(g.ProtoReflect().GetUnknown())
	out := &onnxpb.ModelProto{IrVersion: file.IrVersion, OpsetImport: file.OpsetImport, ProducerName: file.ProducerName,
		ProducerVersion: file.ProducerVersion, Domain: file.Domain, ModelVersion: file.ModelVersion, DocString: file.DocString,
		MetadataProps: file.MetadataProps, Graph: graph}
	out.ProtoReflect().SetUnknown(file.ProtoReflect().GetUnknown())
	return out
}

// fresh is a name that no tensor has.
func (d *draft) fresh(name string) string {
	for d.names[name] {
		name += "_"
	}
	d.names[name] = true
	return name
}

// node appends a node with one output, and returns the output's name.
func (d *draft) node(op, out string, inputs []string, attributes ...*onnxpb.AttributeProto) string {
	d.graph.Node = append(d.graph.Node, &onnxpb.NodeProto{OpType: &op, Name: &out, Input: inputs, Output: []string{out}, Attribute: attributes})
	return out
}

// transpose appends a Transpose of a tensor.
func (d *draft) transpose(in, out string, perm []int) string {
	return d.node("Transpose", out, []string{in}, newAttribute("perm", perm))
}

// floats adds an initializer and returns its name.
func (d *draft) floats(name string, t *Tensor) string {
	name = d.fresh(name)
	d.graph.Initializer = append(d.graph.Initializer, &onnxpb.TensorProto{Name: &name, DataType: proto.Int32(int32(Float)), Dims: int64s(t.Dims), FloatData: t.Floats})
	return name
}

// ints adds a vector of int64 as an initializer and returns its name.
func (d *draft) ints(name string, values []int) string {
	name = d.fresh(name)
	d.graph.Initializer = append(d.graph.Initializer, &onnxpb.TensorProto{Name: &name, DataType: proto.Int32(int32(Int64)), Dims: []int64{int64(len(values))}, Int64Data: int64s(values)})
	return name
}

func int64s(values []int) []int64 {
	out := make([]int64, len(values))
	for i, v := range values {
		out[i] = int64(v)
	}
	return out
}

// changed is a copy of the i-th node of the model with other inputs and the given attributes in the place of its own of
// the same name.
func (d *draft) changed(n *Node, inputs []string, attributes ...*onnxpb.AttributeProto) *onnxpb.NodeProto {
	p := &onnxpb.NodeProto{OpType: n.proto.OpType, Name: n.proto.Name, Domain: n.proto.Domain, DocString: n.proto.DocString,
		Input: inputs, Output: n.proto.Output}
	for _, a := range n.proto.Attribute {
		if !named(attributes, a.GetName()) {
			p.Attribute = append(p.Attribute, a)
		}
	}
	p.Attribute = append(p.Attribute, attributes...)
	return p
}

func named(attributes []*onnxpb.AttributeProto, name string) bool {
	for _, a := range attributes {
		if a.GetName() == name {
			return true
		}
	}
	return false
}

// renamed is the node with every input called from called to instead, in subgraphs too.
func renamed(p *onnxpb.NodeProto, from, to string) *onnxpb.NodeProto {
	out := proto.Clone(p).(*onnxpb.NodeProto)
	renameInputs(out, from, to)
	return out
}

func renameInputs(p *onnxpb.NodeProto, from, to string) {
	for i, in := range p.Input {
		if in == from {
			p.Input[i] = to
		}
	}
	for _, a := range p.Attribute {
		for _, g := range append([]*onnxpb.GraphProto{a.G}, a.Graphs...) {
			for _, inner := range g.GetNode() {
				renameInputs(inner, from, to)
			}
			for _, v := range g.GetOutput() {
				if v.GetName() == from {
					v.Name = &to
				}
			}
		}
	}
}
