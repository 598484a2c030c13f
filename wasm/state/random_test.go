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
	for l := 1; l < layers; l++ {
		for _, to := range d.Rows[l] {
			for _, from := range d.Rows[l-1] {
				if rapid.Bool().Draw(t, "edge") {
					d.Graph.Edges = append(d.Graph.Edges, attribution.Edge{From: from, To: to, Count: rapid.Uint32Range(1, 1000).Draw(t, "influence")})
				}
			}
		}
	}
	return d
}
