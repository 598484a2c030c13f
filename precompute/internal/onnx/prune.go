package onnx

import (
	"fmt"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx/onnxpb"
)

// Only is the model reduced to what one tensor, its only output, is computed from. It is an error if that takes more than
// the image.
func (m *Model) Only(output string) (*Model, error) {
	image, err := m.ImageInput()
	if err != nil {
		return nil, err
	}
	needed := m.Needs(output)
	for _, in := range m.Inputs {
		if needed[in.Name] && in.Name != image.Name {
			return nil, m.otherInput(in, needed)
		}
	}
	file := shallow(m.file)
	g := file.Graph
	g.Node, g.Input, g.Initializer, g.Output, g.ValueInfo = nil, nil, nil, []*onnxpb.ValueInfoProto{floatValue(output)}, nil
	for _, n := range m.Nodes {
		if n.makes(needed) {
			g.Node = append(g.Node, n.proto)
		}
	}
	for _, t := range m.file.Graph.Initializer {
		if needed[t.GetName()] {
			g.Initializer = append(g.Initializer, t)
		}
	}
	for _, v := range m.file.Graph.Input {
		if v.GetName() == image.Name {
			g.Input = append(g.Input, v)
		}
	}
	for _, v := range m.file.Graph.Output {
		if v.GetName() == output {
			g.Output[0] = v
		}
	}
	reduced, err := build(m.Name, file)
	if err != nil {
		return nil, fmt.Errorf("model %q: %w", m.Name, err)
	}
	reduced.ChannelsLast, reduced.Pixels, reduced.batch = m.ChannelsLast, m.Pixels, m.batch
	return reduced, nil
}

// Needs are the tensors that a tensor is computed from, itself among them.
func (m *Model) Needs(tensor string) map[string]bool {
	needed := map[string]bool{tensor: true}
	for i := len(m.Nodes) - 1; i >= 0; i-- {
		n := m.Nodes[i]
		if !n.makes(needed) {
			continue
		}
		for _, inputs := range [][]string{n.Inputs, n.Captures} {
			for _, in := range inputs {
				needed[in] = true
			}
		}
	}
	return needed
}

// makes tells whether the node makes one of the tensors.
func (n *Node) makes(tensors map[string]bool) bool {
	for _, out := range n.Outputs {
		if out != "" && tensors[out] {
			return true
		}
	}
	return false
}

func (m *Model) otherInput(in Value, needed map[string]bool) error {
	for _, n := range m.Nodes {
		for _, name := range n.Inputs {
			if name == in.Name && n.makes(needed) {
				return hint.Errorf("export the model for inference, or with a constant in the place of that input",
					"model %q takes more than images: node %q (%s) reads input %q (%s %v)", m.Name, n.Label(), n.Op, in.Name, in.Type, in.Shape)
			}
		}
	}
	return hint.Errorf("export the part of it that takes nothing but images", "model %q takes more than images: input %q", m.Name, in.Name)
}
