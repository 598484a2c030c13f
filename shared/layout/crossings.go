package layout

import (
	"cmp"
	"slices"
)

// Crossings counts the pairs of edges that cross when the nodes of each row stand in the given order, in O(E log E), and
// sums the products of their weights. Edges that share a node do not cross; only edges from a row to the next one count.
func Crossings(g Graph, order [][]int) (count int, weight uint64) {
	position := positions(order, len(g.Nodes))
	between := make([][]span, max(g.Rows-1, 0))
	for _, edge := range g.Edges {
		row := g.Nodes[edge.From].Row
		if g.Nodes[edge.To].Row == row+1 {
			between[row] = append(between[row], span{position[edge.From], position[edge.To], edge.Weight})
		}
	}
	for row, edges := range between {
		c, w := inversions(edges, len(order[row+1]))
		count, weight = count+c, weight+w
	}
	return count, weight
}

// span is an edge by the positions of its ends within their rows.
type span struct {
	from, to int
	weight   uint32
}

// inversions counts the pairs with a.from < b.from and a.to > b.to, and sums their weights' products; to is less than width.
func inversions(edges []span, width int) (count int, weight uint64) {
	order := make([]int, len(edges))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(edges[a].from-edges[b].from, edges[a].to-edges[b].to, a-b) })
	tree := make([]struct { // Fenwick tree over to
		count  int
		weight uint64
	}, width+1)
	seen := uint64(0)
	for k, at := range order {
		edge := edges[at]
		crossed, crossedWeight := k, seen
		for n := edge.to + 1; n > 0; n -= n & -n {
			crossed -= tree[n].count
			crossedWeight -= tree[n].weight
		}
		count += crossed
		weight += crossedWeight * uint64(edge.weight)
		for n := edge.to + 1; n <= width; n += n & -n {
			tree[n].count++
			tree[n].weight += uint64(edge.weight)
		}
		seen += uint64(edge.weight)
	}
	return count, weight
}

// positions gives each node's place within its row.
func positions(order [][]int, nodes int) []int {
	position := make([]int, nodes)
	for _, row := range order {
		for k, node := range row {
			position[node] = k
		}
	}
	return position
}
