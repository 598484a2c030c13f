package state

import (
	"slices"

	"summit/shared/attribution"
)

// Trail are the strongest paths of a node, down to the first layer and up to the last, as `precompute graph --paths`
// prints them. Where a drawing is a part of a graph they are those of the whole, and so are their nodes' indices.
type Trail struct{ Down, Up []attribution.Path }

// Trail finds the paths of a node of d.
func (d *Drawing) Trail(node int) *Trail {
	g, i := &d.Graph, d.origin(node)
	if d.Whole != nil {
		g = &d.Whole.Graph
	}
	return &Trail{g.PathsDown(i, attribution.PathCount), g.PathsUp(i, attribution.PathCount)}
}

// origin is a node's index in the whole graph.
func (d *Drawing) origin(node int) int {
	if d.Whole == nil {
		return node
	}
	return d.Index[node]
}

// paths are all of t.
func (t *Trail) paths() []attribution.Path { return slices.Concat(t.Down, t.Up) }

// has tells whether a node is on one of t's paths.
func (t *Trail) has(node int) bool {
	return slices.ContainsFunc(t.paths(), func(p attribution.Path) bool { return slices.Contains(p.Nodes, node) })
}

// joins tells on which paths two nodes follow each other.
func (t *Trail) joins(from, to int) (down, up bool) {
	follow := func(a, b int) func(attribution.Path) bool {
		return func(p attribution.Path) bool {
			k := slices.Index(p.Nodes, a)
			return k >= 0 && k+1 < len(p.Nodes) && p.Nodes[k+1] == b
		}
	}
	return slices.ContainsFunc(t.Down, follow(to, from)), slices.ContainsFunc(t.Up, follow(from, to))
}

// Part is the part of d, a whole graph, that nodes and their paths make.
func (d *Drawing) Part(nodes []int) *Drawing {
	var trails []*Trail
	for _, i := range nodes {
		trails = append(trails, d.Trail(i))
	}
	part := &Drawing{Whole: d, Graph: d.Graph, Images: d.Images, Classes: d.Classes, Hidden: d.Hidden}
	part.Graph.Nodes, part.Graph.Edges = nil, nil
	at := make([]int, len(d.Graph.Nodes)) // of a node of d in part
	for i, n := range d.Graph.Nodes {
		if slices.Contains(nodes, i) || slices.ContainsFunc(trails, func(t *Trail) bool { return t.has(i) }) {
			at[i] = len(part.Index)
			part.Index = append(part.Index, i)
			part.Graph.Nodes = append(part.Graph.Nodes, n)
			if d.Own != nil {
				part.Own = append(part.Own, d.Own[i])
			}
		}
	}
	for _, e := range d.Graph.Edges {
		on := func(t *Trail) bool {
			down, up := t.joins(e.From, e.To)
			return !e.Inhibits && (down || up)
		}
		if slices.ContainsFunc(trails, on) {
			e.From, e.To = at[e.From], at[e.To]
			part.Graph.Edges = append(part.Graph.Edges, e)
		}
	}
	for _, row := range d.Rows {
		part.Rows = append(part.Rows, part.keep(row))
	}
	return part
}

// keep are those of a row of the whole graph that d shows, by their index in d.
func (d *Drawing) keep(row []int) (kept []int) {
	for _, i := range row {
		if k, ok := slices.BinarySearch(d.Index, i); ok {
			kept = append(kept, k)
		}
	}
	return kept
}
