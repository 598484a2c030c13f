package state

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The scene keeps to its surface, rows do not touch, pictures of a row do not overlap, and at least 40 pixels are given
// where they fit.
func TestArrangeFillsTheSurface(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawings(t)
		w, h := rapid.Float64Range(360, 3000).Draw(t, "w"), rapid.Float64Range(200, 2000).Draw(t, "h")
		labels := LabelWidth([]string{"mixed3a"}, w)
		s := Arrange(d, w, h, labels, Natural)
		for l, row := range d.Rows {
			room := w - MarginRight - labels
			for k, i := range row {
				spot := s.Spots[i]
				if spot.X-spot.Side/2 < labels || spot.X+spot.Side/2 > w || spot.Y-spot.Side/2 < 0 || spot.Y+spot.Side/2 > s.H {
					t.Fatalf("layer %d: %+v leaves the surface of %v by %v", l, spot, w, s.H)
				}
				if spot.Side > s.Pitch {
					t.Fatalf("layer %d: a picture of %v in a row of %v", l, spot.Side, s.Pitch)
				}
				if k > 0 && s.Spots[row[k-1]].X+s.Spots[row[k-1]].Side/2 > spot.X-spot.Side/2 {
					t.Fatalf("layer %d: pictures %d and %d overlap", l, k-1, k)
				}
				if room/float64(len(row)) >= SideWanted+GapLeast && spot.Side < SideWanted-1e-9 {
					t.Fatalf("layer %d: a picture of %v where %v fits", l, spot.Side, SideWanted)
				}
			}
		}
	})
}

func TestLargerScoreIsDrawnNoSmaller(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawings(t)
		s := Arrange(d, 1000, 800, 100, Natural)
		for _, row := range d.Rows {
			for _, i := range row {
				for _, j := range row {
					if d.Graph.Nodes[i].Score < d.Graph.Nodes[j].Score && s.Spots[i].Side > s.Spots[j].Side {
						t.Fatalf("score %v has side %v, score %v side %v", d.Graph.Nodes[i].Score, s.Spots[i].Side, d.Graph.Nodes[j].Score, s.Spots[j].Side)
					}
				}
			}
		}
	})
}

// Pointing at the middle of a picture finds its node, under every camera.
func TestHitFindsEveryNode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := Arrange(drawings(t), 1200, 800, 100, Natural)
		c := Home().Zoom(rapid.Float64Range(0.2, 5).Draw(t, "zoom"), 300, 200).Pan(rapid.Float64Range(-500, 500).Draw(t, "dx"), 40)
		for i, spot := range s.Spots {
			x, y := c.ToWorld(c.ToScreen(spot.X, spot.Y))
			if got := s.Hit(x, y, 2); got != i {
				t.Fatalf("node %d is found as %d", i, got)
			}
		}
		if got := s.Hit(-1000, -1000, 2); got != -1 {
			t.Fatalf("node %d is found where none is", got)
		}
	})
}

// Arrow keys reach every node from the first, and never leave the graph.
func TestArrowsReachEveryNode(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawings(t)
		s := Arrange(d, 1200, 800, 100, Natural)
		first := s.First()
		if len(d.Graph.Nodes) == 0 {
			if first != -1 {
				t.Fatalf("first node %d of none", first)
			}
			return
		}
		seen, open := map[int]bool{first: true}, []int{first}
		for len(open) > 0 {
			i := open[0]
			open = open[1:]
			for _, to := range []int{s.Step(i, -1, 0), s.Step(i, 1, 0), s.Step(i, 0, -1), s.Step(i, 0, 1)} {
				if !seen[to] {
					seen[to] = true
					open = append(open, to)
				}
			}
		}
		if len(seen) != len(d.Graph.Nodes) || seen[-1] {
			t.Fatalf("%d of %d nodes are reached", len(seen), len(d.Graph.Nodes))
		}
	})
}

func TestZoomKeepsThePointUnderThePointer(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Camera{rapid.Float64Range(ZoomLeast, ZoomMost).Draw(t, "scale"), rapid.Float64Range(-900, 900).Draw(t, "x"), rapid.Float64Range(-900, 900).Draw(t, "y")}
		px, py := rapid.Float64Range(0, 1000).Draw(t, "px"), rapid.Float64Range(0, 1000).Draw(t, "py")
		x, y := c.ToWorld(px, py)
		z := c.Zoom(rapid.Float64Range(0.01, 100).Draw(t, "factor"), px, py)
		if gx, gy := z.ToScreen(x, y); math.Hypot(gx-px, gy-py) > 1e-6 || z.Scale < ZoomLeast || z.Scale > ZoomMost {
			t.Fatalf("(%v, %v) moved to (%v, %v) at scale %v", px, py, gx, gy, z.Scale)
		}
	})
}

func TestRevealShowsTheSpot(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := Camera{rapid.Float64Range(0.5, 2).Draw(t, "scale"), rapid.Float64Range(-3000, 3000).Draw(t, "x"), rapid.Float64Range(-3000, 3000).Draw(t, "y")}
		spot := Spot{rapid.Float64Range(0, 1000).Draw(t, "sx"), rapid.Float64Range(0, 1000).Draw(t, "sy"), 50}
		on := c.Reveal(spot, 900, 600, 10).Spot(spot)
		if on.X-on.Side/2 < 10-1e-6 || on.X+on.Side/2 > 890+1e-6 || on.Y-on.Side/2 < 10-1e-6 || on.Y+on.Side/2 > 590+1e-6 {
			t.Fatalf("%+v is not inside", on)
		}
	})
}

// The popup never covers its node and never leaves the window, wherever there is room for one or the other.
func TestPlaceBesideAPictureThatFillsTheWindow(t *testing.T) {
	x, y, height := Place(Rect{-300, -200, 1100, 1100}, 372, 300, 390, 844, 12)
	if x != 10 || y != 8 || height != 828 {
		t.Errorf("popup at %v, %v, %v high", x, y, height)
	}
}

func TestPlaceCoversNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.Float64Range(360, 2560).Draw(t, "window width"), rapid.Float64Range(400, 1440).Draw(t, "window height")
		side := rapid.Float64Range(18, 90).Draw(t, "side")
		node := Rect{rapid.Float64Range(0, w-side).Draw(t, "x"), rapid.Float64Range(0, h-side).Draw(t, "y"), side, side}
		pw, ph := min(372, w-16), rapid.Float64Range(80, 320).Draw(t, "popup height")
		x, y, height := Place(node, pw, ph, w, h, 12)
		if x < 8-1e-6 || y < 8-1e-6 || x+pw > w-8+1e-6 || y+height > h-8+1e-6 {
			t.Fatalf("popup at %v, %v of %v by %v leaves the window of %v by %v", x, y, pw, height, w, h)
		}
		if x < node.X+node.W && x+pw > node.X && y < node.Y+node.H && y+height > node.Y {
			t.Fatalf("popup at %v, %v of %v by %v covers the node %+v", x, y, pw, height, node)
		}
	})
}

// Spacing scales the distances between rows and between the nodes of a row, and the scene holds them all.
func TestSpacingScalesDistances(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := drawings(t)
		spacing := Spacing{rapid.Float64Range(SpacingMin, SpacingMax).Draw(t, "rows"), rapid.Float64Range(SpacingMin, SpacingMax).Draw(t, "columns")}
		plain, spaced := Arrange(d, 1200, 800, 100, Natural), Arrange(d, 1200, 800, 100, spacing)
		near := func(got, want float64) bool { return math.Abs(got-want) < 1e-6 }
		for k := 1; k < len(plain.Shown); k++ {
			a, b := plain.Shown[k-1], plain.Shown[k]
			if !near(spaced.RowY[a]-spaced.RowY[b], spacing.Rows*(plain.RowY[a]-plain.RowY[b])) {
				t.Fatalf("rows %d and %d are %v apart, %v before", a, b, spaced.RowY[a]-spaced.RowY[b], plain.RowY[a]-plain.RowY[b])
			}
		}
		for _, row := range d.Rows {
			for k := 1; k < len(row); k++ {
				a, b := row[k-1], row[k]
				if !near(spaced.Spots[b].X-spaced.Spots[a].X, spacing.Columns*(plain.Spots[b].X-plain.Spots[a].X)) {
					t.Fatalf("nodes %d and %d are %v apart, %v before", a, b, spaced.Spots[b].X-spaced.Spots[a].X, plain.Spots[b].X-plain.Spots[a].X)
				}
			}
		}
		for i, s := range spaced.Spots {
			if r := s.Rect(); r.X < 100-s.Side || r.X+r.W > spaced.W || r.Y < 0 || r.Y+r.H > spaced.H {
				t.Fatalf("node %d at %+v outside %v by %v", i, r, spaced.W, spaced.H)
			}
		}
	})
}

// Hidden layers take no room.
func TestHiddenLayersTakeNoRoom(t *testing.T) {
	d := &Drawing{Rows: make([][]int, 4)}
	d.Hide([]int{1})
	s := Arrange(d, 1200, 800, 100, Natural)
	if !slices.Equal(s.Shown, []int{0, 2, 3}) || math.Abs(s.RowY[0]-s.RowY[2]-s.Pitch) > 1e-9 || math.Abs(s.RowY[2]-s.RowY[3]-s.Pitch) > 1e-9 {
		t.Errorf("layers %v at %v, pitch %v", s.Shown, s.RowY, s.Pitch)
	}
}
