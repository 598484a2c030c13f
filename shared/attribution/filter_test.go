package attribution

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// drawFiltered draws a case with inhibition, and parameters with a filter.
func drawFiltered(t *rapid.T) (*Network, *Counts, Parameters) {
	n, c := drawCase(t)
	other := drawCounts(t, n)
	c.Images = max(c.Images, other.Images)
	c.Inhibition = other.Influence
	p := drawParameters(t)
	p.Sign = rapid.SampledFrom(append(Signs(), "")).Draw(t, "sign")
	if n.Channels() > 0 {
		p.Exclude = rapid.SliceOfN(rapid.IntRange(0, n.Channels()-1), 0, 3).Draw(t, "exclude")
	}
	p.Hide = rapid.SliceOfN(rapid.IntRange(0, len(n.Layers)-1), 0, 2).Draw(t, "hide")
	return n, c, p
}

func mustGraph(t *rapid.T, s *Solver, p Parameters) *Graph {
	g, err := s.Graph(p)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func mustSolve(t *rapid.T, n *Network, c *Counts) *Solver {
	s, err := NewSolver(n, c)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestExcludedAreThoseOfTheNetwork: a channel that a filter excludes is as one that the network excludes, for a solver that
// has other answers behind it, too.
func TestExcludedAreThoseOfTheNetwork(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c, p := drawFiltered(t)
		used := mustSolve(t, n, c)
		free := p
		free.Exclude = nil
		before := mustGraph(t, used, free)
		got := mustGraph(t, used, p)
		fewer := *n
		fewer.Excluded = append(slices.Clone(n.Excluded), p.Exclude...)
		if want := mustGraph(t, mustSolve(t, &fewer, c), free); !reflect.DeepEqual(got, want) {
			t.Fatalf("%+v instead of %+v", got, want)
		}
		if again := mustGraph(t, used, free); !reflect.DeepEqual(again, before) {
			t.Fatalf("without the filter %+v, before it %+v", again, before)
		}
	})
}

// TestHiddenLayersChangeNothingElse compares with the graph of all layers, out of which they are cut.
func TestHiddenLayersChangeNothingElse(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c, p := drawFiltered(t)
		s := mustSolve(t, n, c)
		got := mustGraph(t, s, p)
		open := p
		open.Hide = nil
		want := mustGraph(t, s, open)
		index := map[int]int{}
		var nodes []Node
		for k, node := range want.Nodes {
			if !slices.Contains(p.Hide, node.Layer) {
				index[k] = len(nodes)
				nodes = append(nodes, node)
			}
		}
		var edges []Edge
		for _, e := range want.Edges {
			from, shown := index[e.From]
			to, too := index[e.To]
			if shown && too {
				e.From, e.To = from, to
				edges = append(edges, e)
			}
		}
		if !reflect.DeepEqual(got.Nodes, nodes) || !reflect.DeepEqual(got.Edges, edges) || !reflect.DeepEqual(got.Mass, want.Mass) {
			t.Fatalf("%+v of %+v", got, want)
		}
		for _, w := range got.Warnings {
			if slices.Contains(p.Hide, w.Layer) {
				t.Fatalf("a warning of hidden layer %d", w.Layer)
			}
		}
	})
}

// TestSignChoosesEdges: whatever the sign, nodes are the same; edges are all counts between them, of one matrix or both.
func TestSignChoosesEdges(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c, p := drawFiltered(t)
		s := mustSolve(t, n, c)
		g := mustGraph(t, s, p)
		plain := p
		plain.Sign = ""
		if nodes := mustGraph(t, s, plain).Nodes; !reflect.DeepEqual(g.Nodes, nodes) {
			t.Fatalf("nodes %+v instead of %+v", g.Nodes, nodes)
		}
		var want []Edge
		dense := [][][]uint32{denseOf(c.Influence), denseOf(c.Inhibition)}
		channel := func(k int) int { return n.Layers[g.Nodes[k].Layer].Offset + g.Nodes[k].Channel }
		for to := range g.Nodes {
			for from := range g.Nodes {
				for k, matrix := range dense {
					inhibits := k == 1
					asked := p.Sign == SignBoth || (p.Sign == SignInhibition) == inhibits
					if count := matrix[channel(to)][channel(from)]; asked && count >= max(p.MinCount, 1) {
						want = append(want, Edge{From: from, To: to, Count: count, Inhibits: inhibits})
					}
				}
			}
		}
		if !reflect.DeepEqual(g.Edges, want) {
			t.Fatalf("edges %+v instead of %+v", g.Edges, want)
		}
	})
}

// TestPathsFollowExcitation: they are the same whether inhibition is shown or not.
func TestPathsFollowExcitation(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c, p := drawFiltered(t)
		s := mustSolve(t, n, c)
		p.Sign = SignBoth
		both := mustGraph(t, s, p)
		p.Sign = SignExcitation
		plain := mustGraph(t, s, p)
		for k := range plain.Nodes {
			if !reflect.DeepEqual(both.PathsDown(k, 3), plain.PathsDown(k, 3)) || !reflect.DeepEqual(both.PathsUp(k, 3), plain.PathsUp(k, 3)) {
				t.Fatalf("node %d has other paths beside inhibition", k)
			}
		}
	})
}

// TestSetsCombineInhibition as they combine influence.
func TestSetsCombineInhibition(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, first, _ := drawFiltered(t)
		second := drawCounts(t, n)
		second.Inhibition = drawCounts(t, n).Influence
		second.Images = max(second.Images, 60) // as many as any count
		operation := rapid.SampledFrom(Sets()).Draw(t, "operation")
		s, err := Combine(n, operation, []*Counts{first, second})
		if err != nil {
			t.Fatal(err)
		}
		swap := func(c *Counts) *Counts {
			return &Counts{Images: c.Images, Activation: c.Activation, Influence: c.Inhibition, Inhibition: c.Influence}
		}
		swapped, err := Combine(n, operation, []*Counts{swap(first), swap(second)})
		if err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(s.Counts.Inhibition, swapped.Counts.Influence) {
			t.Fatalf("%+v instead of %+v", s.Counts.Inhibition, swapped.Counts.Influence)
		}
		p := DefaultParameters()
		p.Sign = SignInhibition
		g := mustGraph(t, mustSolve(t, n, &s.Counts), p)
		s.Own(n, g)
		for _, e := range g.Edges {
			if len(e.Owners) == 0 {
				t.Fatalf("nobody's edge %+v", e)
			}
		}
	})
}

func TestFiltersThatDoNotFit(t *testing.T) {
	n := network(2, 3)
	c := &Counts{Images: 9, Activation: make([]uint32, 5), Influence: matrixOf(make([][]uint32, 5))}
	s, err := NewSolver(n, c)
	if err != nil {
		t.Fatal(err)
	}
	for want, f := range map[string]Filter{
		"excluded channel 5 of 5": {Exclude: []int{5}}, "excluded channel -1 of 5": {Exclude: []int{-1}}, "hidden layer 2 of 2": {Hide: []int{2}},
		`sign "inhibition", but inhibition was not recorded`: {Sign: SignInhibition}, `sign "none" is none of`: {Sign: "none"},
	} {
		p := DefaultParameters()
		p.Filter = f
		for name, compute := range map[string]func(Parameters) (*Graph, error){"graph": s.Graph, "full": s.Full} {
			if _, err := compute(p); err == nil || !strings.Contains(err.Error(), want) {
				t.Errorf("%s: %v instead of %q", name, err, want)
			}
		}
	}
}
