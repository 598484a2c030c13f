package state

import (
	"math"
	"testing"

	"pgregory.net/rapid"
)

// TestMinimapIsThereWhereTheSceneIsLarger, lies on the surface, and a place on it leads there.
func TestMinimapIsThereWhereTheSceneIsLarger(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w, h := rapid.Float64Range(360, 2560).Draw(t, "w"), rapid.Float64Range(200, 1440).Draw(t, "h")
		s := Arrange(drawings(t), w, h, 100, Spacing{rapid.Float64Range(SpacingMin, SpacingMax).Draw(t, "rows"), rapid.Float64Range(SpacingMin, SpacingMax).Draw(t, "columns")})
		c := Home().Zoom(rapid.Float64Range(0.2, 5).Draw(t, "zoom"), w/2, h/2)
		m, shown := s.Minimap(c, w, h)
		if want := len(s.Spots) > 0 && h >= MinimapRoom && (s.W*c.Scale >= MinimapFrom*w || s.H*c.Scale >= MinimapFrom*h); shown != want {
			t.Fatalf("a scene of %v by %v at %v on %v by %v: minimap %t", s.W, s.H, c.Scale, w, h, shown)
		}
		if !shown {
			return
		}
		if m.X < 0 || m.Y < 0 || m.X+m.W > w || m.Y+m.H > h || m.W > MinimapWidth || m.H > MinimapHeight {
			t.Fatalf("%+v on %v by %v", m, w, h)
		}
		node := rapid.IntRange(0, len(s.Spots)-1).Draw(t, "node")
		x, y := m.X+s.Spots[node].X*m.scale, m.Y+s.Spots[node].Y*m.scale
		if !m.Holds(x, y) {
			t.Fatalf("node %d at %v, %v is not on %+v", node, x, y, m)
		}
		if at := m.Look(c, x, y, w, h).Spot(s.Spots[node]); math.Abs(at.X-w/2) > 1e-6 || math.Abs(at.Y-h/2) > 1e-6 {
			t.Fatalf("node %d is then at %+v", node, at)
		}
	})
}

// TestMinimapFramesWhatIsSeen: a scene twice as large as the surface, of which the upper left quarter is seen.
func TestMinimapFramesWhatIsSeen(t *testing.T) {
	s := &Scene{Drawing: &Drawing{}, Spots: []Spot{{X: 10, Y: 10, Side: 4}}, W: 1000, H: 800}
	m, _ := s.Minimap(Camera{Scale: 2}, 1000, 800)
	if want := (Rect{m.X, m.Y, m.W / 2, m.H / 2}); m.seen != want {
		t.Errorf("%+v instead of %+v", m.seen, want)
	}
}

// TestStartCentresWideScenes and leaves others where they are.
func TestStartCentresWideScenes(t *testing.T) {
	if c := Start(&Scene{W: 1400}, 1000); c != (Camera{1, -200, 0}) {
		t.Errorf("%+v", c)
	}
	if c := Start(&Scene{W: 1000}, 1000); c != Home() {
		t.Errorf("%+v", c)
	}
}
