package state

import (
	"testing"

	"pgregory.net/rapid"
)

// arity is how many numbers follow each operation; site/shell/draw.js has the same table.
var arity = map[float32]int{OpBand: 5, OpEdge: 8, OpTile: 7, OpText: 7, OpMark: 6, OpBar: 6}

// The painting can be read back by arities, holds each visible node and edge once, and tells upward edges from downward
// ones by colour and by dashes, and inhibition by a bar, too.
func TestPaintingHoldsTheGraph(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawings(t)
		s := Arrange(d, 1200, 800, 100, Natural)
		node := rapid.IntRange(-1, len(d.Graph.Nodes)-1).Draw(t, "node")
		tiles, edges, up, down, marks, bars, inhibiting := map[int]int{}, 0, 0, 0, 0, 0, 0
		camera := Fit(s, 1200, 800)
		ops := s.Paint(nil, camera, 1200, 800, Attention{Node: node})
		for at := 0; at < len(ops); {
			op, n := ops[at], arity[ops[at]]
			if n == 0 || at+n >= len(ops) {
				t.Fatalf("operation %v at %d of %d", op, at, len(ops))
			}
			args := ops[at+1 : at+1+n]
			switch op {
			case OpTile:
				tiles[int(args[3])]++
			case OpEdge:
				edges++
				if args[6] == InkInhibit && args[7] == 6 {
					inhibiting++
				}
				if args[6] == InkUp && args[7] == 0 {
					up++
				}
				if args[6] == InkDown && args[7] == 1 {
					down++
				}
				shared, own := args[6] == InkLine && args[7] == 0, args[6] >= InkClass && args[7] == args[6]-InkClass+2
				if d.Signs() && !shared && !own {
					t.Fatalf("an edge of a set has ink %v and dashes %v", args[6], args[7])
				}
			case OpMark:
				marks++
			case OpBar:
				if _, minimap := s.Minimap(camera, 1200, 800); minimap {
					t.Fatal("a minimap of what is seen whole")
				}
				bars++
			}
			at += 1 + n
		}
		if len(tiles) != len(d.Graph.Nodes) || edges != len(d.Graph.Edges) {
			t.Fatalf("%d tiles and %d edges of %d and %d", len(tiles), edges, len(d.Graph.Nodes), len(d.Graph.Edges))
		}
		wantUp, wantDown, wantMarks := 0, 0, 0
		for _, n := range d.Graph.Nodes {
			if d.Signs() && len(n.Owners) == d.Classes {
				wantMarks++
			} else if d.Signs() {
				wantMarks += len(n.Owners)
			}
		}
		if marks != wantMarks {
			t.Fatalf("%d marks instead of %d", marks, wantMarks)
		}
		wantBars := 0
		for _, e := range d.Graph.Edges {
			if e.Inhibits {
				wantBars++
			}
			if d.Signs() || e.Inhibits {
				continue // edges are told apart by class, or as inhibition
			}
			if e.From == node {
				wantUp++
			}
			if e.To == node {
				wantDown++
			}
		}
		if bars != wantBars || !d.Signs() && inhibiting != wantBars {
			t.Fatalf("%d bars and %d edges of inhibition instead of %d", bars, inhibiting, wantBars)
		}
		if up != wantUp || down != wantDown {
			t.Fatalf("%d edges up and %d down instead of %d and %d", up, down, wantUp, wantDown)
		}
	})
}
