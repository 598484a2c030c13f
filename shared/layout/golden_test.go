package layout

import (
	"hash/fnv"
	"math/rand/v2"
	"testing"
)

// TestOrderIsTheSameEverywhere compares the order of 60 nodes with one that was computed on amd64: the page must draw the same,
// whatever it is compiled for.
func TestOrderIsTheSameEverywhere(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	g := Graph{Rows: 5}
	for range 60 {
		g.Nodes = append(g.Nodes, Node{Row: random.IntN(g.Rows)})
	}
	for from := range g.Nodes {
		for to := range g.Nodes {
			if g.Nodes[to].Row == g.Nodes[from].Row+1 && random.IntN(3) == 0 {
				g.Edges = append(g.Edges, Edge{From: from, To: to, Weight: 1 + random.Uint32N(1300)})
			}
		}
	}
	order := Order(g, Sweeps)
	hash := fnv.New64a()
	for _, row := range order {
		for _, node := range row {
			hash.Write([]byte{byte(node)})
		}
		hash.Write([]byte{255})
	}
	count, weight := Crossings(g, order)
	if got, want := hash.Sum64(), uint64(0x67d6d5261db0278); got != want {
		t.Errorf("hash %#x instead of %#x; %d crossings of weight %d; order %v", got, want, count, weight, order)
	}
}
