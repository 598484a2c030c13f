package layout

import (
	"cmp"
	"slices"
)

// Crossings counts the pairs of edges that cross when the nodes of each row stand in the given order, in O(E log E). Edges
// that share a node do not cross; only edges from a row to the next one count.
func Crossings(g Graph, order [][]int) int {
	position := positions(order, len(g.Nodes))
	between := make([][]span, max(g.Rows-1, 0))
	for _, edge := range g.Edges {
		row := g.Nodes[edge.From].Row
		if g.Nodes[edge.To].Row == row+1 {
			between[row] = append(between[row], span{position[edge.From], position[edge.To]})
		}
	}
	crossings := 0
	for row, edges := range between {
		crossings += inversions(edges, len(order[row+1]))
	}
	return crossings
}

// span is an edge by the positions of its ends within their rows.
type span struct{ from, to int }

// inversions counts the pairs with a.from < b.from and a.to > b.to; it sorts edges. to is less than width.
func inversions(edges []span, width int) int {
	slices.SortFunc(edges, func(a, b span) int { return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.to, b.to)) })
	tree := make([]int, width+1) // Fenwick tree over to
	crossings := 0
	for seen, edge := range edges {
		notBeyond := 0
		for k := edge.to + 1; k > 0; k -= k & -k {
			notBeyond += tree[k]
		}
		crossings += seen - notBeyond
		for k := edge.to + 1; k <= width; k += k & -k {
			tree[k]++
		}
	}
	return crossings
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
