package state

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"summit/shared/attribution"
)

// diamond is a graph of three layers: node 4 on top is fed by 1, 2 and 3, of which 0 feeds the first two.
func diamond() *Drawing {
	return &Drawing{
		Graph: attribution.Graph{
			Nodes: []attribution.Node{{Layer: 0, Count: 9}, {Layer: 1}, {Layer: 1, Channel: 1}, {Layer: 1, Channel: 2}, {Layer: 2}},
			Edges: []attribution.Edge{{From: 0, To: 1, Count: 3}, {From: 0, To: 2, Count: 5}, {From: 1, To: 4, Count: 6}, {From: 2, To: 4, Count: 2}, {From: 3, To: 4, Count: 8}},
			Mass:  []float64{1, 1, 1},
		},
		Rows: [][]int{{0}, {3, 2, 1}, {4}}, Classes: 1,
	}
}

func TestPartByHand(t *testing.T) {
	d := diamond()
	part := d.Part([]int{1, 3})
	if !slices.Equal(part.Index, []int{0, 1, 3, 4}) || !slices.Equal(part.Rows[1], []int{2, 1}) || part.Graph.Nodes[0].Count != 9 {
		t.Errorf("nodes %v, rows %v", part.Index, part.Rows)
	}
	want := []attribution.Edge{{From: 0, To: 1, Count: 3}, {From: 1, To: 3, Count: 6}, {From: 2, To: 3, Count: 8}}
	if len(part.Graph.Edges) != len(want) {
		t.Fatalf("edges %v", part.Graph.Edges)
	}
	for k, e := range part.Graph.Edges {
		if e.From != want[k].From || e.To != want[k].To || e.Count != want[k].Count {
			t.Errorf("edge %v instead of %v", e, want[k])
		}
	}
	if trail := part.Trail(3); len(trail.Down) != 3 || !slices.Equal(trail.Down[0].Nodes, []int{4, 1, 0}) || trail.Down[0].Share != 6./16 {
		t.Errorf("paths of the whole graph: %v", trail.Down)
	}
	if empty := d.Part(nil); len(empty.Graph.Nodes)+len(empty.Graph.Edges) != 0 || len(empty.Rows) != 3 {
		t.Errorf("nothing is pinned, and %v is shown", empty)
	}
}

// A part is drawn like any graph, holds the nodes that were asked for, and every edge of it is one of the whole.
func TestPart(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawings(t)
		if len(d.Graph.Nodes) == 0 {
			return
		}
		nodes := rapid.SliceOfN(rapid.IntRange(0, len(d.Graph.Nodes)-1), 0, 4).Draw(t, "nodes")
		part := d.Part(nodes)
		for _, i := range nodes {
			if !slices.Contains(part.Index, i) {
				t.Fatalf("node %d is not in %v", i, part.Index)
			}
		}
		shown := 0
		for l, row := range part.Rows {
			shown += len(row)
			for _, i := range row {
				if part.Graph.Nodes[i].Layer != l {
					t.Fatalf("node %d of layer %d in row %d", i, part.Graph.Nodes[i].Layer, l)
				}
			}
		}
		if shown != len(part.Graph.Nodes) {
			t.Fatalf("%d of %d nodes in rows", shown, len(part.Graph.Nodes))
		}
		for _, e := range part.Graph.Edges {
			if !slices.ContainsFunc(d.Graph.Edges, func(w attribution.Edge) bool {
				return w.From == part.Index[e.From] && w.To == part.Index[e.To] && w.Count == e.Count
			}) {
				t.Fatalf("edge %v is none of the whole graph", e)
			}
		}
	})
}

// The paths of a node are drawn in the inks of what leads up and down, its other edges beside them, the rest hardly.
func TestTrailIsDrawn(t *testing.T) {
	d := diamond()
	d.Graph.Edges = append(d.Graph.Edges, attribution.Edge{From: 0, To: 3, Count: 1})
	s := Arrange(d, 1200, 800, 100, Natural)
	type look struct {
		ink           float32
		dashes, alpha float32
	}
	looks := map[look]int{}
	ops := s.Paint(nil, Home(), 1200, 800, Attention{Node: 1, Pin: true, Trail: d.Trail(1)})
	for at := 0; at < len(ops); at += 1 + arity[ops[at]] {
		if ops[at] == OpEdge {
			looks[look{ops[at+7], ops[at+8], ops[at+6]}]++
		}
	}
	want := map[look]int{{InkDown, 1, alphaStrong}: 1, {InkUp, 0, alphaStrong}: 1, {InkLine, 0, alphaFar}: 4}
	for l, n := range want {
		if looks[l] != n {
			t.Errorf("%d edges look like %+v instead of %d: %v", looks[l], l, n, looks)
		}
	}
}
