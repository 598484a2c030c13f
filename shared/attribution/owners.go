package attribution

import (
	"slices"

	"summit/shared/sparse"
)

// Own fills in which classes of the set each node and edge of g belongs to, as ascending indices into the classes that
// the set was made of: those whose (scaled) count is above 0 and at least half the largest of the classes' counts there.
// So every node and edge that any class recorded belongs to at least one, and to several where these use it much alike.
// n is the network that g was computed on.
func (s *Set) Own(n *Network, g *Graph) {
	counts := make([]uint32, len(s.classes))
	channel := func(node Node) int { return n.Layers[node.Layer].Offset + node.Channel }
	for k := range g.Nodes {
		node := &g.Nodes[k]
		for c := range s.classes {
			counts[c] = s.classes[c].Activation[channel(*node)]
		}
		node.Owners = owners(counts)
	}
	for k := range g.Edges {
		edge := &g.Edges[k]
		from, to := channel(g.Nodes[edge.From]), channel(g.Nodes[edge.To])
		for c := range s.classes {
			m := s.classes[c].Influence
			if edge.Inhibits {
				m = s.classes[c].Inhibition
			}
			counts[c] = value(m, to, from)
		}
		edge.Owners = owners(counts)
	}
}

func owners(counts []uint32) []int {
	owners := []int{}
	largest := slices.Max(counts)
	for c, count := range counts {
		if count > 0 && uint64(count)*2 >= uint64(largest) {
			owners = append(owners, c)
		}
	}
	return owners
}

// value is the entry of m at (row, column), 0 where there is none.
func value(m sparse.CSR, row, column int) uint32 {
	indices, values := m.Row(row)
	if k, ok := slices.BinarySearch(indices, uint32(column)); ok {
		return values[k]
	}
	return 0
}
