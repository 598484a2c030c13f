package onnx

import (
	"slices"

	"summit/precompute/internal/onnx/onnxpb"
)

// Permutations of axes between the two layouts: position i of the result is axis perm[i] of the source.
var (
	toFirst = []int{0, 3, 1, 2} // N,H,W,C to N,C,H,W
	toLast  = []int{0, 2, 3, 1}
)

func equalInts(a, b []int) bool { return slices.Equal(a, b) }

// channelsFirst rewrites what a model computes with the channels last, between two transpositions, such that it computes
// the same with the channels first: a matrix product over channels becomes a convolution of 1x1, axes are renumbered,
// constants are turned, and the transpositions fall away. A rewritten tensor keeps its name. What cannot be rewritten
// reads a copy that is transposed back.
func channelsFirst(m *Model) *onnxpb.ModelProto {
	if !slices.ContainsFunc(m.Nodes, func(n *Node) bool { return n.Op == "Transpose" && equalInts(n.Ints("perm"), toLast) }) {
		return nil
	}
	f, err := m.Infer(openSize, openSize)
	if err != nil {
		return nil
	}
	l := &layout{draft: newDraft(f), first: map[string]string{}, last: map[string]string{}, same: map[string]string{}, outputs: map[string]bool{}}
	for _, v := range m.Outputs {
		l.outputs[v.Name] = true
	}
	for _, n := range m.Nodes {
		l.visit(n)
	}
	m.same = l.same
	l.graph.ValueInfo = slices.DeleteFunc(slices.Clone(l.graph.ValueInfo), func(v *onnxpb.ValueInfoProto) bool { return l.first[v.GetName()] != "" })
	return l.file
}

// layout rewrites a model to channels first.
type layout struct {
	*draft
	first   map[string]string // tensor N,H,W,C of the file -> the same as N,C,H,W
	last    map[string]string // the same for tensors that first holds -> as N,H,W,C, where something reads it so
	same    map[string]string // tensor of the file -> the tensor that it is a copy of
	outputs map[string]bool   // of the model: they stay as they are
}

func (l *layout) visit(n *Node) {
	in := n.Input(0)
	fixed := slices.ContainsFunc(n.Outputs, func(o string) bool { return l.outputs[o] })
	if len(n.Outputs) == 0 {
		l.keep(n)
		return
	}
	if n.Op == "Transpose" && n.Domain == "" && !fixed && len(l.f.Shape(in)) == 4 {
		switch perm := n.Ints("perm"); {
		case equalInts(perm, toLast) && l.first[in] == "" && l.f.DependsOnImage(in):
			l.first[n.Outputs[0]] = l.resolve(in)
			return
		case equalInts(perm, toFirst) && l.first[in] != "":
			l.same[n.Outputs[0]] = l.first[in]
			return
		}
	}
	turned := slices.ContainsFunc(n.Inputs, func(in string) bool { return l.first[in] != "" })
	if fixed || !turned || n.Domain != "" || len(n.Captures) > 0 || !l.turn(n) {
		l.keep(n)
	}
}

func (l *layout) resolve(tensor string) string {
	if same := l.same[tensor]; same != "" {
		return same
	}
	return tensor
}

// keep leaves a node as it is in the file; what it reads is brought into the file's layout.
func (l *layout) keep(n *Node) {
	p := n.proto
	for _, list := range [][]string{n.Inputs, n.Captures} {
		for _, in := range list {
			if now := l.asInFile(in); now != in {
				p = renamed(p, in, now)
			}
		}
	}
	l.graph.Node = append(l.graph.Node, p)
}

// asInFile is a tensor in the layout that it has in the file.
func (l *layout) asInFile(tensor string) string {
	first := l.first[tensor]
	if first == "" {
		return l.resolve(tensor)
	}
	if l.last[tensor] == "" {
		name := tensor
		if first == tensor {
			name = l.fresh(tensor + "/channels_last")
		}
		l.last[tensor] = l.transpose(first, name, toLast)
	}
	return l.last[tensor]
}

// asFirst is a tensor of four dimensions that is N,H,W,C in the file, as N,C,H,W.
func (l *layout) asFirst(tensor string) string {
	if l.first[tensor] == "" {
		l.first[tensor] = l.transpose(l.resolve(tensor), l.fresh(tensor+"/channels_first"), toFirst)
		l.last[tensor] = l.resolve(tensor)
	}
	return l.first[tensor]
}

// emit appends the node with other inputs and attributes; its outputs of four dimensions have the channels first.
func (l *layout) emit(n *Node, inputs []string, attributes ...*onnxpb.AttributeProto) {
	l.graph.Node = append(l.graph.Node, l.changed(n, inputs, attributes...))
	for _, out := range n.Outputs {
		if len(l.f.Shape(out)) == 4 {
			l.first[out] = out
		}
	}
}
