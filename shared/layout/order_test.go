package layout

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// drawGraph draws up to six rows, some empty, with edges up by one row, a few by more, and some pairs joined twice.
func drawGraph(t *rapid.T) Graph {
	random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
	g := Graph{Rows: 1 + random.IntN(6)}
	for range random.IntN(30) {
		g.Nodes = append(g.Nodes, Node{Row: random.IntN(g.Rows)})
	}
	for range 2 * len(g.Nodes) {
		from, to := random.IntN(len(g.Nodes)), random.IntN(len(g.Nodes))
		if rows := g.Nodes[to].Row - g.Nodes[from].Row; rows == 1 || rows > 1 && random.IntN(10) == 0 {
			g.Edges = append(g.Edges, Edge{From: from, To: to, Weight: 1 + random.Uint32N(100)})
		}
	}
	return g
}

// referenceCrossings looks at every pair of edges.
func referenceCrossings(g Graph, order [][]int) (count int, weight uint64) {
	position := positions(order, len(g.Nodes))
	for a, e := range g.Edges {
		for _, f := range g.Edges[:a] {
			row := g.Nodes[e.From].Row
			if g.Nodes[f.From].Row != row || g.Nodes[e.To].Row != row+1 || g.Nodes[f.To].Row != row+1 {
				continue
			}
			below, above := position[e.From]-position[f.From], position[e.To]-position[f.To]
			if below*above < 0 {
				count++
				weight += uint64(e.Weight) * uint64(f.Weight)
			}
		}
	}
	return count, weight
}

func TestCrossingsEqualReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t)
		order := newSearch(g).order
		count, weight := Crossings(g, order)
		if wantCount, wantWeight := referenceCrossings(g, order); count != wantCount || weight != wantWeight {
			t.Fatalf("%d crossings that weigh %d instead of %d, %d", count, weight, wantCount, wantWeight)
		}
	})
}

func TestOrderIsAPermutationWithNoMoreCrossings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t)
		given := newSearch(g).order
		order := Order(g, rapid.IntRange(0, 12).Draw(t, "sweeps"))
		if got, was := weightOf(g, order), weightOf(g, given); got > was {
			t.Fatalf("crossings weigh %d, and weighed %d", got, was)
		}
		for row := range order {
			if !slices.Equal(slices.Sorted(slices.Values(order[row])), slices.Sorted(slices.Values(given[row]))) {
				t.Fatalf("row %d has the nodes %v instead of %v", row, order[row], given[row])
			}
		}
	})
}

// TestOrderUntangles gives graphs that can be drawn without a crossing, in a bad order.
func TestOrderUntangles(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	for width := 1; width <= 20; width++ {
		g := Graph{Rows: 4}
		column := map[[2]int]int{}
		for row := range g.Rows {
			for _, k := range random.Perm(width) {
				column[[2]int{row, k}] = len(g.Nodes)
				g.Nodes = append(g.Nodes, Node{Row: row})
			}
		}
		for row := 1; row < g.Rows; row++ {
			for k := range width {
				g.Edges = append(g.Edges, Edge{From: column[[2]int{row - 1, k}], To: column[[2]int{row, k}], Weight: 1})
			}
		}
		if count, _ := Crossings(g, Order(g, 12)); count > 0 {
			t.Errorf("%d ladders side by side cross %d times", width, count)
		}
	}
}

func weightOf(g Graph, order [][]int) uint64 {
	_, weight := Crossings(g, order)
	return weight
}

func TestSiftedRowsHaveNoBetterMove(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		g := drawGraph(t)
		s := newSearch(g)
		before := weightOf(g, s.order)
		s.siftRows()
		after := weightOf(g, s.order)
		if after > before {
			t.Fatalf("crossings weigh %d, and weighed %d", after, before)
		}
		if want := positions(s.order, len(g.Nodes)); !slices.Equal(s.position, want) {
			t.Fatalf("positions %v instead of %v", s.position, want)
		}
		for row, sifted := range s.order {
			for from, node := range sifted {
				for to := range sifted {
					s.order[row] = slices.Insert(slices.Delete(slices.Clone(sifted), from, from+1), to, node)
					if weightOf(g, s.order) < after {
						t.Fatalf("moving node %d from place %d to %d would save crossings", node, from, to)
					}
				}
			}
			s.order[row] = sifted
		}
	})
}

// TestLargeRowsEnd orders rows that are too large to be sifted.
func TestLargeRowsEnd(t *testing.T) {
	random := rand.New(rand.NewPCG(9, 9))
	g := Graph{Rows: 3, Nodes: make([]Node, 3*(siftLimit+1))}
	for k := range g.Nodes {
		g.Nodes[k].Row = k % 3
	}
	for range 20_000 {
		from := 3*random.IntN(len(g.Nodes)/3) + random.IntN(2)
		to := 3*random.IntN(len(g.Nodes)/3) + g.Nodes[from].Row + 1
		g.Edges = append(g.Edges, Edge{From: from, To: to, Weight: 1})
	}
	if got, was := weightOf(g, Order(g, 12)), weightOf(g, Order(g, 0)); got >= was {
		t.Errorf("crossings weigh %d, and weighed %d", got, was)
	}
}
