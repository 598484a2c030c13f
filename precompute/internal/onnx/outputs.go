package onnx

import (
	"fmt"
	"slices"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx/onnxpb"
)

// Tap asks for outputs made of one tensor [N, C, H, W].
type Tap struct {
	Tensor string
	Map    bool // the tensor itself, under its own name
	Max    bool // [N, C, 1, 1] under MaxName: each channel's maximum over space
	NegMin bool // [N, C, 1, 1] under NegMinName: each channel's maximum of the negated map
}

// MaxName is the output that Tap.Max adds.
func MaxName(tensor string) string { return tensor + "/channel_max" }

// NegMinName is the output that Tap.NegMin adds: minus the minimum of each channel.
func NegMinName(tensor string) string { return tensor + "/channel_negated_min" }

// WithOutputs is the serialized model with the taps' outputs after its own. Initializers are no inputs any more, so that
// a runtime may fold them, and intermediate shapes are left out. The model itself does not change.
func (m *Model) WithOutputs(taps []Tap) ([]byte, error) {
	return m.serialize(func(g *onnxpb.GraphProto) error {
		added := map[string]bool{}
		for _, v := range g.Output {
			added[v.GetName()] = true
		}
		for _, t := range taps {
			if err := m.tap(g, t, added); err != nil {
				return err
			}
		}
		return nil
	})
}

// serialize is the model with the graph that add makes of its own, in the form that a runtime gets.
func (m *Model) serialize(add func(*onnxpb.GraphProto) error) ([]byte, error) {
	file := shallow(m.file)
	g := file.Graph
	g.ValueInfo = nil
	g.Node, g.Output, g.Initializer = slices.Clone(g.Node), slices.Clone(g.Output), slices.Clone(g.Initializer)
	var inputs []*onnxpb.ValueInfoProto
	for _, v := range g.Input {
		if !m.Initializer(v.GetName()) {
			inputs = append(inputs, v)
		}
	}
	g.Input = inputs
	if err := add(g); err != nil {
		return nil, fmt.Errorf("model %q: %w", m.Name, err)
	}
	m.dropUnread(g)
	data, err := proto.MarshalOptions{Deterministic: true}.Marshal(file)
	if err != nil {
		return nil, fmt.Errorf("model %q: %w", m.Name, err)
	}
	return data, nil
}

// dropUnread takes out initializers that nothing reads: ONNX Runtime refuses them in old files.
func (m *Model) dropUnread(g *onnxpb.GraphProto) {
	read := map[string]bool{}
	for _, n := range g.Node {
		for _, in := range n.Input {
			read[in] = true
		}
	}
	for _, n := range m.Nodes {
		for _, in := range n.Captures {
			read[in] = true
		}
	}
	for _, v := range g.Output {
		read[v.GetName()] = true
	}
	g.Initializer = slices.DeleteFunc(g.Initializer, func(t *onnxpb.TensorProto) bool { return !read[t.GetName()] })
}

func (m *Model) tap(g *onnxpb.GraphProto, t Tap, added map[string]bool) error {
	if m.producers[t.Tensor] == nil && !m.isInput(t.Tensor) {
		return fmt.Errorf("tensor %q is made by no node", t.Tensor)
	}
	output := func(name string) bool {
		fresh := !added[name]
		if fresh {
			added[name] = true
			g.Output = append(g.Output, floatValue(name))
		}
		return fresh
	}
	if t.Map && !m.isInput(t.Tensor) {
		output(t.Tensor)
	}
	if t.Max && output(MaxName(t.Tensor)) {
		g.Node = append(g.Node, headNode("GlobalMaxPool", t.Tensor, MaxName(t.Tensor)))
	}
	if t.NegMin && output(NegMinName(t.Tensor)) {
		negated := NegMinName(t.Tensor) + "/map"
		g.Node = append(g.Node, headNode("Neg", t.Tensor, negated), headNode("GlobalMaxPool", negated, NegMinName(t.Tensor)))
	}
	return nil
}

func (m *Model) isInput(tensor string) bool {
	for _, in := range m.Inputs {
		if in.Name == tensor {
			return true
		}
	}
	return false
}

func headNode(op, in, out string) *onnxpb.NodeProto {
	return &onnxpb.NodeProto{OpType: &op, Name: &out, Input: []string{in}, Output: []string{out}}
}

func floatValue(name string) *onnxpb.ValueInfoProto {
	return &onnxpb.ValueInfoProto{Name: &name, Type: &onnxpb.TypeProto{Value: &onnxpb.TypeProto_TensorType{
		TensorType: &onnxpb.TypeProto_Tensor{ElemType: proto.Int32(int32(Float))}}}}
}
