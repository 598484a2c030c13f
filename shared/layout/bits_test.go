package layout

import (
	"hash/fnv"
	"math"
	"math/rand/v2"
	"testing"
)

// TestBits compares a layout of 60 nodes, bit by bit, with one that was computed on amd64: the page and the command line
// must draw the same, whatever either is compiled for.
func TestBits(t *testing.T) {
	random := rand.New(rand.NewPCG(11, 12))
	g := Graph{Rows: 5}
	for range 60 {
		g.Nodes = append(g.Nodes, Node{Row: random.IntN(g.Rows), Score: random.Float64()})
	}
	for from := range g.Nodes {
		for to := range g.Nodes {
			if g.Nodes[to].Row == g.Nodes[from].Row+1 && random.IntN(3) == 0 {
				g.Edges = append(g.Edges, Edge{From: from, To: to, Weight: 1 + random.Uint32N(1300)})
			}
		}
	}
	o := DefaultOptions()
	o.MaxWidth = 333
	l := Compute(g, o)
	hash := fnv.New64a()
	add := func(values ...float64) {
		for _, v := range values {
			bits := math.Float64bits(v)
			for k := range 8 {
				hash.Write([]byte{byte(bits >> (8 * k))})
			}
		}
	}
	for _, p := range l.Places {
		add(p.X, p.Y, p.Size)
	}
	for _, c := range l.Curves {
		add(c.X0, c.Y0, c.X1, c.Y1, c.X2, c.Y2, c.X3, c.Y3)
	}
	count, weight := Crossings(g, l.Order)
	if got, want := hash.Sum64(), uint64(0xc3cb623209529fce); got != want {
		t.Errorf("hash %#x instead of %#x; %d crossings of weight %d; nodes %+v", got, want, count, weight, l.Places)
	}
}
