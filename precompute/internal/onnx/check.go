package onnx

import (
	"fmt"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx/onnxpb"
)

// check fills the model from its file and refuses what is not well formed.
func (m *Model) check() error {
	known := map[string]bool{}
	for _, t := range m.file.Graph.Initializer {
		if err := checkTensor(t); err != nil {
			return err
		}
		m.initializers[t.GetName()] = t
		known[t.GetName()] = true
	}
	for _, v := range m.file.Graph.Input {
		if !m.Initializer(v.GetName()) {
			m.Inputs = append(m.Inputs, newValue(v))
			known[v.GetName()] = true
		}
	}
	if err := m.sortNodes(known); err != nil {
		return err
	}
	for _, values := range [][]*onnxpb.ValueInfoProto{m.file.Graph.ValueInfo, m.file.Graph.Output} {
		for _, v := range values {
			if shape := newValue(v).Shape; shape != nil {
				m.declared[v.GetName()] = shape
			}
		}
	}
	for _, v := range m.file.Graph.Output {
		if !known[v.GetName()] {
			return fmt.Errorf("output %q is made by no node", v.GetName())
		}
		m.Outputs = append(m.Outputs, newValue(v))
	}
	if len(m.Outputs) == 0 {
		return hint.Errorf("export the model to ONNX again", "the graph has no output")
	}
	return nil
}

// sortNodes brings the nodes into topological order; nodes that stand in one already keep it.
func (m *Model) sortNodes(known map[string]bool) error {
	pending := make([]*Node, 0, len(m.file.Graph.Node))
	for i, p := range m.file.Graph.Node {
		n := newNode(i, p)
		pending = append(pending, n)
		for _, out := range n.Outputs {
			if out == "" {
				continue
			}
			if known[out] || m.producers[out] != nil {
				return fmt.Errorf("tensor %q is made twice, again by node %q", out, n.Label())
			}
			m.producers[out] = n
		}
	}
	for len(pending) > 0 {
		rest := m.takeReady(pending, known)
		if len(rest) == len(pending) {
			return m.stuck(rest, known)
		}
		pending = rest
	}
	return nil
}

// takeReady moves the nodes whose inputs are known to the model and returns the others.
func (m *Model) takeReady(pending []*Node, known map[string]bool) []*Node {
	var rest []*Node
	for _, n := range pending {
		if missing(n, known) != "" {
			rest = append(rest, n)
			continue
		}
		n.Index = len(m.Nodes)
		m.Nodes = append(m.Nodes, n)
		for _, out := range n.Outputs {
			known[out] = out != ""
		}
	}
	return rest
}

func (m *Model) stuck(rest []*Node, known map[string]bool) error {
	for _, n := range rest {
		if in := missing(n, known); m.producers[in] == nil {
			return hint.Errorf("the file may be cut off or edited by hand: export it again",
				"node %q (%s) reads tensor %q, which nothing makes", n.Label(), n.Op, in)
		}
	}
	return fmt.Errorf("node %q (%s) stands in a cycle", rest[0].Label(), rest[0].Op)
}

func missing(n *Node, known map[string]bool) string {
	for _, in := range n.Inputs {
		if in != "" && !known[in] {
			return in
		}
	}
	for _, in := range n.Captures {
		if !known[in] {
			return in
		}
	}
	return ""
}

func newValue(v *onnxpb.ValueInfoProto) Value {
	t := v.GetType().GetTensorType()
	out := Value{Name: v.GetName(), Type: DataType(t.GetElemType())}
	if t.GetShape() == nil {
		return out
	}
	out.Shape = []int{}
	for _, d := range t.GetShape().Dim {
		out.Shape = append(out.Shape, max(int(d.GetDimValue()), 0))
	}
	return out
}
