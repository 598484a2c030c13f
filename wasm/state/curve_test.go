package state

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestHitEdgeFindsWhatIsPainted compares with the curves that the painting holds, each walked along by de Casteljau's construction in
// many small steps: what is hit is within reach, and nothing else is nearer.
func TestHitEdgeFindsWhatIsPainted(t *testing.T) {
	const reach, slack = 4.0, 1.5
	rapid.Check(t, func(t *rapid.T) {
		s := Arrange(drawings(t), 1200, 800, 100, Natural)
		camera := Fit(s, 1200, 800).Zoom(rapid.Float64Range(0.4, 1).Draw(t, "zoom"), 600, 400)
		painted := paintedEdges(s, camera)
		x, y := rapid.Float64Range(0, 1200).Draw(t, "x"), rapid.Float64Range(0, 800).Draw(t, "y")
		if len(s.ByCount) > 0 && rapid.Bool().Draw(t, "on an edge") {
			x, y = deCasteljau(painted[rapid.SampledFrom(s.ByCount).Draw(t, "edge")], rapid.Float64Range(0, 1).Draw(t, "along"))
		}
		least := math.Inf(1)
		for _, args := range painted {
			least = min(least, walk(args, x, y))
		}
		got := s.HitEdge(camera, x, y, reach)
		switch {
		case got < 0 && least < reach-slack:
			t.Fatalf("nothing is hit, and an edge is %.2f away", least)
		case got >= 0 && walk(painted[got], x, y) > min(reach, least)+slack:
			t.Fatalf("edge %d is hit, %.2f away, and one is %.2f away", got, walk(painted[got], x, y), least)
		}
	})
}

// paintedEdges are the numbers of the painting's edges, by edge. All are in sight.
func paintedEdges(s *Scene, camera Camera) map[int][]float32 {
	edges := map[int][]float32{}
	ops := s.Paint(nil, camera, 1200, 800, Attention{Node: -1})
	for at, n := 0, 0; at < len(ops); at += 1 + arity[ops[at]] {
		if ops[at] == OpEdge {
			edges[s.ByCount[n]] = ops[at+1 : at+9]
			n++
		}
	}
	return edges
}

func walk(args []float32, x, y float64) float64 {
	least := math.Inf(1)
	for k := range 2001 {
		px, py := deCasteljau(args, float64(k)/2000)
		least = min(least, math.Hypot(px-x, py-y))
	}
	return least - float64(args[4])/2
}

// deCasteljau is the place at t of the curve that site/shell/draw.js strokes.
func deCasteljau(args []float32, t float64) (x, y float64) {
	x0, y0, x1, y1 := float64(args[0]), float64(args[1]), float64(args[2]), float64(args[3])
	points := [][2]float64{{x0, y0}, {x0, (y0 + y1) / 2}, {x1, (y0 + y1) / 2}, {x1, y1}}
	for len(points) > 1 {
		for k := range len(points) - 1 {
			for axis := range 2 {
				points[k][axis] += (points[k+1][axis] - points[k][axis]) * t
			}
		}
		points = points[:len(points)-1]
	}
	return points[0][0], points[0][1]
}

// TestAnEdgePointedAtIsPaintedOver: it and the borders of its two ends are of the focus's ink, nothing else is, and it comes last.
func TestAnEdgePointedAtIsPaintedOver(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Arrange(drawings(t), 1200, 800, 100, Natural)
		if len(s.ByCount) == 0 {
			t.Skip("no edges")
		}
		k := rapid.SampledFrom(s.ByCount).Draw(t, "edge")
		edge := s.Drawing.Graph.Edges[k]
		edges, last := 0, false
		ops := s.Paint(nil, Fit(s, 1200, 800), 1200, 800, Attention{Node: -1, Edge: k + 1})
		for at := 0; at < len(ops); at += 1 + arity[ops[at]] {
			switch args := ops[at+1 : at+1+arity[ops[at]]]; ops[at] {
			case OpEdge:
				if last = args[6] == InkFocus; last {
					edges++
				}
			case OpTile:
				if i := int(args[3]); (args[5] == InkFocus) != (i == edge.From || i == edge.To) {
					t.Fatalf("node %d has ink %v, and the edge joins %d and %d", i, args[5], edge.From, edge.To)
				}
			}
		}
		if edges != 1 || !last {
			t.Fatalf("%d edges are marked; the last one is: %v", edges, last)
		}
	})
}
