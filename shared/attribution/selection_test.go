package attribution

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// keptChannels marks the channels of each layer that g has as nodes.
func keptChannels(n *Network, g *Graph) []map[int]bool {
	kept := make([]map[int]bool, len(n.Layers))
	for l := range kept {
		kept[l] = map[int]bool{}
	}
	for _, node := range g.Nodes {
		kept[node.Layer][n.Layers[node.Layer].Offset+node.Channel] = true
	}
	return kept
}

func sameSet(a, b map[int]bool) bool { return len(a) == len(b) && within(a, b) }

func within(a, b map[int]bool) bool {
	for j := range a {
		if !b[j] {
			return false
		}
	}
	return true
}

func TestSelectionEqualsReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawCase(t)
		p := drawParameters(t)
		p.Together = false
		s, err := NewSolver(n, c)
		if err != nil {
			t.Fatal(err)
		}
		g, err := s.Graph(p)
		if err != nil {
			t.Fatal(err)
		}
		scores, _ := s.PageRank(p)
		want := referenceSelection(n, c, s.ranking(p, scores.Rank), p)
		for l, kept := range keptChannels(n, g) {
			if !sameSet(kept, want[l]) {
				t.Fatalf("layer %d keeps %v instead of %v", l, kept, want[l])
			}
		}
	})
}

func TestEdgesAreAllBetweenKeptNodes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawCase(t)
		p := drawParameters(t)
		g, err := Build(n, c, p)
		if err != nil {
			t.Fatal(err)
		}
		influence, kept := denseOf(c.Influence), keptChannels(n, g)
		edges := 0
		for l := range kept {
			for _, below := range kept {
				for j := range kept[l] {
					for i := range below {
						if influence[j][i] >= max(p.MinCount, 1) {
							edges++
						}
					}
				}
			}
		}
		if edges != len(g.Edges) {
			t.Fatalf("%d edges instead of %d", len(g.Edges), edges)
		}
		channel := func(k int) int { return n.Layers[g.Nodes[k].Layer].Offset + g.Nodes[k].Channel }
		for _, e := range g.Edges {
			if want := influence[channel(e.To)][channel(e.From)]; e.Count != want {
				t.Fatalf("edge %+v counts %d instead of %d", e, e.Count, want)
			}
		}
	})
}

func TestMoreMassKeepsWhatLessKept(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawCase(t)
		n.Links, c.Influence = nil, matrixOf(make([][]uint32, n.Channels())) // without links there is no repair
		p := drawParameters(t)
		less, err := Build(n, c, p)
		if err != nil {
			t.Fatal(err)
		}
		p.Mass = rapid.Float64Range(p.Mass, 1).Draw(t, "more mass")
		more, err := Build(n, c, p)
		if err != nil {
			t.Fatal(err)
		}
		for l, kept := range keptChannels(n, less) {
			if !within(kept, keptChannels(n, more)[l]) {
				t.Fatalf("layer %d loses nodes as mass grows to %v", l, p.Mass)
			}
		}
	})
}

func TestOneThresholdOverAllLayers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawCase(t)
		p := drawParameters(t)
		p.Together, p.MaxNodes = true, 0
		s, err := NewSolver(n, c)
		if err != nil {
			t.Fatal(err)
		}
		g, err := s.Graph(p)
		if err != nil {
			t.Fatal(err)
		}
		scores, _ := s.PageRank(p)
		whole := Span{Channels: n.Channels()}
		want := referenceKept(whole, s.ranking(p, scores.Rank), p.Mass, 0)
		kept := map[int]bool{}
		for _, layer := range keptChannels(n, g) {
			for j := range layer {
				kept[j] = true
			}
		}
		if !sameSet(kept, want) {
			t.Fatalf("keeps %v instead of %v", kept, want)
		}
	})
}

// TestRepair walks through a case by hand: the strongest channels of two layers are not joined, their second ones are.
func TestRepair(t *testing.T) {
	n := network(2, 2, 1, 1)
	n.Links = n.Links[:2] // layer 3 stands after a gap
	c := &Counts{Images: 100, Activation: []uint32{90, 10, 80, 20, 5, 0}, Influence: matrixOf([][]uint32{
		{}, {}, {0, 1}, {0, 0}, {0, 0, 0, 0}, {},
	})}
	p := DefaultParameters()
	p.Rank = RankCount
	p.Mass = 0.5
	g, err := Build(n, c, p)
	if err != nil {
		t.Fatal(err)
	}
	var nodes [][2]int
	for _, node := range g.Nodes {
		nodes = append(nodes, [2]int{node.Layer, node.Channel})
	}
	if want := [][2]int{{0, 0}, {0, 1}, {1, 0}, {1, 1}, {2, 0}}; !slices.Equal(nodes, want) {
		t.Errorf("nodes %v instead of %v", nodes, want)
	}
	if want := []float64{0.905, 0.905, 0.5, 0.5}; !slices.Equal(g.Mass, want) {
		t.Errorf("masses %v instead of %v", g.Mass, want)
	}
	if want := []Warning{{2, WarnNoInfluence}, {3, WarnEmpty}}; !slices.Equal(g.Warnings, want) {
		t.Errorf("warnings %v instead of %v", g.Warnings, want)
	}
	if want := []Edge{{From: 1, To: 2, Count: 1}}; len(g.Edges) != 1 || g.Edges[0].From != 1 || g.Edges[0].To != 2 {
		t.Errorf("edges %v instead of %v", g.Edges, want)
	}
}

func TestNodesAreSortedWithTiesByChannel(t *testing.T) {
	n := network(6)
	c := &Counts{Images: 9, Activation: []uint32{3, 5, 5, 1, 5, 3}, Influence: matrixOf(make([][]uint32, 6))}
	p := DefaultParameters()
	p.Rank, p.Mass = RankCount, 0.8
	g, err := Build(n, c, p)
	if err != nil {
		t.Fatal(err)
	}
	var channels []int
	for _, node := range g.Nodes {
		channels = append(channels, node.Channel)
	}
	if want := []int{1, 2, 4, 0}; !slices.Equal(channels, want) { // 5+5+5+3 = 18 of 22 is 0.8 and more
		t.Errorf("channels %v instead of %v", channels, want)
	}
}
