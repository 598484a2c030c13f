package layout

import (
	"math/rand/v2"
	"testing"
)

// BenchmarkOrder orders 150 nodes in nine rows with 1,000 edges.
func BenchmarkOrder(b *testing.B) {
	random := rand.New(rand.NewPCG(7, 8))
	g := Graph{Rows: 9}
	for k := range 150 {
		g.Nodes = append(g.Nodes, Node{Row: k * g.Rows / 150})
	}
	for len(g.Edges) < 1000 {
		from, to := random.IntN(150), random.IntN(150)
		if g.Nodes[to].Row == g.Nodes[from].Row+1 {
			g.Edges = append(g.Edges, Edge{From: from, To: to, Weight: 1 + random.Uint32N(1300)})
		}
	}
	for b.Loop() {
		Order(g, Sweeps)
	}
}
