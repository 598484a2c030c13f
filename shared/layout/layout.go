// Package layout places an attribution graph on a plane, for the page and for exports: a row for each layer, the first
// layer at the bottom, the order within a row chosen so that few strong edges cross, edges as cubic curves.
//
// It computes and draws nothing. The unit of length is the caller's; x grows to the right, y downwards. The same input
// gives the same positions to the bit, natively and in WebAssembly.
package layout

import "fmt"

// Graph is what is to be placed. Only edges between a row and the next one count for the order.
type Graph struct {
	Rows  int    // a row may be empty
	Nodes []Node // their order is the first order tried
	Edges []Edge
}

// Node is a channel in the row of its layer.
type Node struct {
	Row   int     // 0 is the first layer
	Score float64 // decides its size within its row; not negative
}

// Edge joins two nodes, by index; From is in the earlier row.
type Edge struct {
	From, To int
	Weight   uint32 // what its crossings count for, such as its count of images; in all less than 2^31 between two rows
}

// Options are sizes and distances.
type Options struct {
	RowGap   float64 // between the middles of consecutive rows
	NodeGap  float64 // between the middles of neighbours in a row
	MaxWidth float64 // middles of a row are put closer where it would be wider than this; 0: no limit
	MinSize  float64 // a node's side where its score is 0
	MaxSize  float64 // a node's side where its score is the largest of its row; the area grows in between with the score
	Sweeps   int     // rounds of ordering; 0: nodes stay in the order given
}

// DefaultOptions suit pictures of some 50 pixels.
func DefaultOptions() Options {
	return Options{RowGap: 120, NodeGap: 60, MinSize: 24, MaxSize: 52, Sweeps: 12}
}

// Validate names the first option that is out of its range.
func (o Options) Validate() error {
	for _, v := range []struct {
		name  string
		value float64
	}{{"row gap", o.RowGap}, {"node gap", o.NodeGap}, {"maximum width", o.MaxWidth}, {"minimum size", o.MinSize}} {
		if !(v.value >= 0) {
			return fmt.Errorf("%s %v is negative", v.name, v.value)
		}
	}
	if !(o.MaxSize >= o.MinSize) {
		return fmt.Errorf("maximum size %v is below the minimum size %v", o.MaxSize, o.MinSize)
	}
	if o.Sweeps < 0 {
		return fmt.Errorf("sweeps %d is negative", o.Sweeps)
	}
	return nil
}

// Layout is a placed graph.
type Layout struct {
	Order  [][]int // [rows]; nodes of each row from left to right
	Places []Place // [nodes]
	Curves []Curve // [edges]
	Bounds Bounds  // of all places and curves
}

// Place is where a node's square picture stands: its middle and the length of its side.
type Place struct{ X, Y, Size float64 }

// Bounds is a rectangle.
type Bounds struct{ Left, Top, Right, Bottom float64 }

// Compute places g. Rows are centred on x = 0; the last row is on y = 0. It panics where an edge or a row is out of range,
// and where o is not valid.
func Compute(g Graph, o Options) Layout {
	g.check()
	if err := o.Validate(); err != nil {
		panic("layout: " + err.Error())
	}
	l := Layout{Order: Order(g, o.Sweeps)}
	l.place(g, o)
	for _, edge := range g.Edges {
		l.Curves = append(l.Curves, between(l.Places[edge.From], l.Places[edge.To]))
	}
	return l
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
