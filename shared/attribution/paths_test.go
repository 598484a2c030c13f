package attribution

import (
	"cmp"
	"math"
	"math/big"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// exactPath is a path with its share as a fraction.
type exactPath struct {
	nodes []int
	share *big.Rat
}

// allPaths walks every path from a node, by the definition.
func allPaths(g *Graph, node int, down bool) []exactPath {
	total := new(big.Rat)
	var on []Edge
	for _, e := range g.Edges {
		if down && e.To == node || !down && e.From == node {
			total.Add(total, new(big.Rat).SetInt64(int64(e.Count)))
			on = append(on, e)
		}
	}
	if len(on) == 0 {
		return []exactPath{{[]int{node}, big.NewRat(1, 1)}}
	}
	var paths []exactPath
	for _, e := range on {
		next := e.To
		if down {
			next = e.From
		}
		share := new(big.Rat).Quo(new(big.Rat).SetInt64(int64(e.Count)), total)
		for _, p := range allPaths(g, next, down) {
			paths = append(paths, exactPath{append([]int{node}, p.nodes...), new(big.Rat).Mul(share, p.share)})
		}
	}
	return paths
}

// sortPaths orders paths as PathsDown says.
func sortPaths(g *Graph, paths []exactPath, down bool) {
	end := func(p exactPath) int {
		layer := g.Nodes[p.nodes[len(p.nodes)-1]].Layer
		if down {
			return layer
		}
		return -layer
	}
	slices.SortFunc(paths, func(a, b exactPath) int {
		return cmp.Or(cmp.Compare(end(a), end(b)), b.share.Cmp(a.share), slices.Compare(a.nodes, b.nodes))
	})
}

// TestPathsEqualAllPaths compares with all paths of random graphs: each has the share that it claims, and none that is
// better by more than rounding is left out or comes later.
func TestPathsEqualAllPaths(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, c := drawCase(t)
		p := DefaultParameters()
		p.Mass = rapid.Float64Range(0, 1).Draw(t, "mass")
		g, err := Build(n, c, p)
		if err != nil {
			t.Fatal(err)
		}
		k := rapid.IntRange(1, 5).Draw(t, "k")
		for node := range g.Nodes {
			for _, down := range []bool{true, false} {
				want := allPaths(g, node, down)
				sortPaths(g, want, down)
				got := g.PathsUp(node, k)
				if down {
					got = g.PathsDown(node, k)
				}
				if len(want[0].nodes) == 1 {
					want = nil
				}
				comparePaths(t, g, got, want, k)
			}
		}
	})
}

func comparePaths(t *rapid.T, g *Graph, got []Path, want []exactPath, k int) {
	if len(got) != min(k, len(want)) {
		t.Fatalf("%d paths of %d, %d wanted", len(got), len(want), k)
	}
	near := func(a float64, b *big.Rat) bool {
		exact, _ := b.Float64()
		return math.Abs(a-exact) <= 1e-14*exact
	}
	last := func(nodes []int) int { return g.Nodes[nodes[len(nodes)-1]].Layer }
	for n, path := range got {
		own := slices.IndexFunc(want, func(w exactPath) bool { return slices.Equal(w.nodes, path.Nodes) })
		if own < 0 || !near(path.Share, want[own].share) {
			t.Fatalf("path %v of share %v is none of %v", path.Nodes, path.Share, want)
		}
		if !near(path.Share, want[n].share) || last(path.Nodes) != last(want[n].nodes) {
			t.Fatalf("path %d is %+v instead of %v", n, path, want[n])
		}
	}
}

// diamond has two paths from node 4 down to layer 0, and a strong edge to a node that nothing leads into.
//
//	layer 2      4
//	           / | \      6 from node 1, 2 from node 2, 8 from node 3
//	layer 1   1  2  3
//	          | /         3, 5
//	layer 0   0
func diamond() *Graph {
	return &Graph{
		Nodes: []Node{{Layer: 0}, {Layer: 1}, {Layer: 1, Channel: 1}, {Layer: 1, Channel: 2}, {Layer: 2}},
		Edges: []Edge{{From: 0, To: 1, Count: 3}, {From: 0, To: 2, Count: 5}, {From: 1, To: 4, Count: 6}, {From: 2, To: 4, Count: 2}, {From: 3, To: 4, Count: 8}},
	}
}

func TestPathsByHand(t *testing.T) {
	g := diamond()
	for _, test := range []struct {
		name      string
		got, want []Path
	}{
		{"the strongest that gets to the first layer", g.PathsDown(4, 1), []Path{{[]int{4, 1, 0}, 6. / 16}}},
		{"what ends early comes last", g.PathsDown(4, 9), []Path{{[]int{4, 1, 0}, 6. / 16}, {[]int{4, 2, 0}, 2. / 16}, {[]int{4, 3}, 8. / 16}}},
		{"up", g.PathsUp(0, 9), []Path{{[]int{0, 2, 4}, 5. / 8}, {[]int{0, 1, 4}, 3. / 8}}},
		{"no edge leads on", g.PathsUp(4, 1), nil},
		{"no edge leads in", g.PathsDown(3, 1), nil},
	} {
		if !reflect.DeepEqual(test.got, test.want) {
			t.Errorf("%s: %v instead of %v", test.name, test.got, test.want)
		}
	}
}

func TestPathsOfEqualShareGoByNodes(t *testing.T) {
	g := diamond()
	for k := range g.Edges {
		g.Edges[k].Count = 1
	}
	want := []Path{{[]int{0, 1, 4}, 0.5}, {[]int{0, 2, 4}, 0.5}}
	if got := g.PathsUp(0, 2); !reflect.DeepEqual(got, want) {
		t.Errorf("%v instead of %v", got, want)
	}
}
