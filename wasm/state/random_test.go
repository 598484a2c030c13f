package state

import (
	"pgregory.net/rapid"

	"summit/shared/attribution"
)

// drawings draws attribution graphs of up to eight layers, some of them empty.
func drawings(t *rapid.T) *Drawing {
	layers := rapid.IntRange(1, 8).Draw(t, "layers")
	d := &Drawing{Rows: make([][]int, layers), Images: rapid.IntRange(0, 1<<30).Draw(t, "images")}
	for l := range layers {
		d.Graph.Mass = append(d.Graph.Mass, rapid.Float64Range(0, 1).Draw(t, "mass"))
		for c := range rapid.IntRange(0, 12).Draw(t, "row") {
			d.Rows[l] = append(d.Rows[l], len(d.Graph.Nodes))
			d.Graph.Nodes = append(d.Graph.Nodes, attribution.Node{
				Layer: l, Channel: c, Count: rapid.Uint32().Draw(t, "count"), PageRank: rapid.Float64().Draw(t, "pagerank"),
				Lift: rapid.Float64().Draw(t, "lift"), Score: rapid.Float64Range(0, 1).Draw(t, "score"),
			})
		}
	}
	if hidden := rapid.IntRange(0, 2*layers).Draw(t, "hidden"); hidden < layers && len(d.Rows[hidden]) == 0 {
		d.Hide([]int{hidden})
	}
	drawSet(t, d)
	for l := 1; l < layers; l++ {
		for _, to := range d.Rows[l] {
			for _, from := range d.Rows[l-1] {
				if rapid.Bool().Draw(t, "edge") {
					edge := attribution.Edge{From: from, To: to, Count: rapid.Uint32Range(1, 1000).Draw(t, "influence"), Inhibits: rapid.IntRange(0, 4).Draw(t, "inhibits") == 0}
					if d.Signs() {
						edge.Owners = owners(t, d.Classes)
					}
					d.Graph.Edges = append(d.Graph.Edges, edge)
				}
			}
		}
	}
	return d
}

// drawSet makes d that of a class, or of a set of classes with owners of its nodes.
func drawSet(t *rapid.T, d *Drawing) {
	d.Classes = rapid.IntRange(1, SignsMost+1).Draw(t, "classes")
	if !d.Signs() {
		return
	}
	for i := range d.Graph.Nodes {
		d.Graph.Nodes[i].Owners = owners(t, d.Classes)
		d.Own = append(d.Own, rapid.SliceOfN(rapid.Uint32(), d.Classes, d.Classes).Draw(t, "own"))
	}
}

// owners draws some of a set's classes, ascending.
func owners(t *rapid.T, classes int) []int {
	owners := []int{}
	for c := range classes {
		if rapid.Bool().Draw(t, "owns") {
			owners = append(owners, c)
		}
	}
	return owners
}
