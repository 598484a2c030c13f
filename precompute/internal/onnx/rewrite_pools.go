package onnx

import (
	"fmt"
	"slices"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx/onnxpb"
)

// PoolsFirst is the model with the maps pooled before their channels are joined, where the MaxPool of a Concat is all that is done with
// it: there is less to join then, and every map keeps a pooling of its own. Joined maps that are named stay.
func (m *Model) PoolsFirst(keep ...string) (*Model, error) {
	file := shallow(m.file)
	file.Graph.Node = nil
	later := map[string]*Node{} // the poolings by what they read
	readers := m.readers()
	for _, n := range m.Nodes {
		if n.Op == "MaxPool" && n.Domain == "" && len(n.Outputs) == 1 && readers[n.Input(0)] == 1 && !slices.Contains(keep, n.Input(0)) &&
			m.joinsChannels(n.Input(0)) {
			later[n.Input(0)] = n
		}
	}
	names := map[string]bool{}
	for _, n := range m.Nodes {
		pool := later[n.Outputs[0]]
		switch {
		case pool != nil && n.Op == "Concat":
			file.Graph.Node = append(file.Graph.Node, m.poolEach(n, pool, names)...)
		case later[n.Input(0)] == nil || n.Op != "MaxPool":
			file.Graph.Node = append(file.Graph.Node, n.proto)
		}
	}
	next, err := build(m.Name, file)
	if err != nil {
		return nil, fmt.Errorf("model %q: %w", m.Name, err)
	}
	next.ChannelsLast, next.Pixels, next.batch, next.same = m.ChannelsLast, m.Pixels, m.batch, m.same
	return next, nil
}

// readers counts what reads each tensor; an output of the model counts, too.
func (m *Model) readers() map[string]int {
	count := map[string]int{}
	for _, n := range m.Nodes {
		for _, in := range slices.Concat(n.Inputs, n.Captures) {
			count[in]++
		}
	}
	for _, v := range m.Outputs {
		count[v.Name]++
	}
	return count
}

// joinsChannels tells whether a tensor is several maps joined by their channels.
func (m *Model) joinsChannels(tensor string) bool {
	n := m.producers[tensor]
	return n != nil && n.Op == "Concat" && n.Domain == "" && len(n.Inputs) > 1 && n.Int("axis", 1) == 1
}

// poolEach pools what a node joins, and joins it then under the name of what has been pooled.
func (m *Model) poolEach(join, pool *Node, names map[string]bool) []*onnxpb.NodeProto {
	var nodes []*onnxpb.NodeProto
	joined := proto.CloneOf(join.proto)
	joined.Output = pool.proto.Output
	for i, in := range join.Inputs {
		name := fmt.Sprintf("%s/%d", pool.Outputs[0], i)
		for m.Has(name) || names[name] {
			name += "_"
		}
		names[name] = true
		p := proto.CloneOf(pool.proto)
		p.Input, p.Output = []string{in}, []string{name}
		if pool.Name != "" {
			p.Name = proto.String(fmt.Sprintf("%s/%d", pool.Name, i))
		}
		joined.Input[i] = name
		nodes = append(nodes, p)
	}
	return append(nodes, joined)
}
