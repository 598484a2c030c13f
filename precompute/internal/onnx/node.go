package onnx

import "summit/precompute/internal/onnx/onnxpb"

// Node is one operation of the graph.
type Node struct {
	Index           int // position in Model.Nodes
	Name, Op        string
	Domain          string // "" for the default operator set
	Inputs, Outputs []string
	Captures        []string // tensors of the graph that a subgraph attribute reads

	proto      *onnxpb.NodeProto
	attributes map[string]*onnxpb.AttributeProto
}

// Label is the node's name, or the tensor it makes where it has none.
func (n *Node) Label() string {
	if n.Name != "" {
		return n.Name
	}
	for _, out := range n.Outputs {
		if out != "" {
			return out
		}
	}
	return n.Op
}

// Input is the i-th input, "" where it is absent.
func (n *Node) Input(i int) string {
	if i < len(n.Inputs) {
		return n.Inputs[i]
	}
	return ""
}

// Int is an integer attribute, or the default where the node does not state it.
func (n *Node) Int(name string, def int) int {
	if a := n.attributes[name]; a != nil {
		return int(a.GetI())
	}
	return def
}

// Float is a float attribute, or the default where the node does not state it.
func (n *Node) Float(name string, def float32) float32 {
	if a := n.attributes[name]; a != nil {
		return a.GetF()
	}
	return def
}

// Text is a string attribute, or the default where the node does not state it.
func (n *Node) Text(name, def string) string {
	if a := n.attributes[name]; a != nil {
		return string(a.GetS())
	}
	return def
}

// Ints is a list attribute, nil where the node does not state it.
func (n *Node) Ints(name string) []int {
	a := n.attributes[name]
	if a == nil {
		return nil
	}
	out := make([]int, len(a.Ints))
	for i, v := range a.Ints {
		out[i] = int(v)
	}
	return out
}

func newNode(index int, p *onnxpb.NodeProto) *Node {
	n := &Node{Index: index, Name: p.GetName(), Op: p.GetOpType(), Inputs: p.Input, Outputs: p.Output, proto: p,
		attributes: map[string]*onnxpb.AttributeProto{}}
	if !defaultDomain(p.GetDomain()) {
		n.Domain = p.GetDomain()
	}
	for _, a := range p.Attribute {
		n.attributes[a.GetName()] = a
		for _, g := range append([]*onnxpb.GraphProto{a.G}, a.Graphs...) {
			n.Captures = append(n.Captures, captures(g)...)
		}
	}
	return n
}

// captures lists the tensors that a subgraph reads and does not make itself.
func captures(g *onnxpb.GraphProto) []string {
	own := map[string]bool{}
	for _, v := range g.GetInput() {
		own[v.GetName()] = true
	}
	for _, t := range g.GetInitializer() {
		own[t.GetName()] = true
	}
	var out []string
	for _, p := range g.GetNode() {
		n := newNode(0, p)
		for _, in := range append(n.Captures, n.Inputs...) {
			if in != "" && !own[in] {
				out = append(out, in)
			}
		}
		for _, made := range n.Outputs {
			own[made] = true
		}
	}
	for _, v := range g.GetOutput() {
		if !own[v.GetName()] {
			out = append(out, v.GetName())
		}
	}
	return out
}
