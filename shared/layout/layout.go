// Package layout orders the nodes of an attribution graph in rows, one for each layer, so that few strong edges cross.
//
// The same input gives the same order, natively and in WebAssembly.
package layout

import "fmt"

// Sweeps is a number of rounds after which Order hardly finds anything.
const Sweeps = 12

// Graph is what is to be ordered. Only edges between a row and the next one count for the order.
type Graph struct {
	Rows  int    // a row may be empty
	Nodes []Node // their order is the first order tried
	Edges []Edge
}

// Node is a channel.
type Node struct {
	Row int // that of its layer; 0 is the first layer
}

// Edge joins two nodes, by index; From is in the earlier row.
type Edge struct {
	From, To int
	Weight   uint32 // what its crossings count for, such as its count of images; in all less than 2^31 between two rows
}

func (g Graph) check() {
	for k, node := range g.Nodes {
		if node.Row < 0 || node.Row >= g.Rows {
			panic(fmt.Sprintf("layout: node %d is in row %d of %d", k, node.Row, g.Rows))
		}
	}
	for k, edge := range g.Edges {
		if min(edge.From, edge.To) < 0 || max(edge.From, edge.To) >= len(g.Nodes) {
			panic(fmt.Sprintf("layout: edge %d joins nodes %d and %d of %d", k, edge.From, edge.To, len(g.Nodes)))
		}
	}
}
