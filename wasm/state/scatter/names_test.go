package scatter

import (
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// At every zoom no name touches another one, lies over a named dot or leaves the surface; zooming in only adds; what has
// no name has no room for one. Boxes are compared each with each.
func TestNamesDoNotOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points, w, h := layouts(t)
		dots := Spread(points, w, h)
		n := len(dots) / 2
		widths := rapid.SliceOfN(rapid.Float32Range(5, 160), n, n).Draw(t, "widths")
		names := NewNames(dots, widths, w, h, Scattered(n))
		var before []Name
		for _, zoom := range []float64{1, 1.2, 2, 3, 7, 30, ZoomMost, 1000} {
			at := names.At(zoom)
			if len(at) < len(before) || !slices.Equal(at[:len(before)], before) {
				t.Fatalf("zoom %v: %v after %v", zoom, at, before)
			}
			before = slices.Clone(at)
			for i, a := range at {
				box := names.box(a, zoom)
				if box.x < -1e-9 || box.y < -1e-9 || box.x+box.w > w*zoom+1e-9 || box.y+box.h > h*zoom+1e-9 {
					t.Fatalf("zoom %v: %v leaves the surface", zoom, a)
				}
				for _, b := range at[:i] {
					if overlap(box, names.box(b, zoom)) {
						t.Fatalf("zoom %v: %v and %v overlap", zoom, a, b)
					}
				}
			}
		}
	})
}

func overlap(a, b box) bool {
	return a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h
}

func TestTheImportantIsNamedFirst(t *testing.T) {
	dots, widths := []float32{50, 50, 52, 50, 150, 50}, []float32{30, 30, 30}
	for first, want := range [][]Name{{{Class: 0}, {Class: 2}}, {{Class: 1}, {Class: 2}}} {
		order := []int32{int32(first), int32(1 - first), 2}
		if got := NewNames(dots, widths, 300, 100, order).At(1); !slices.Equal(got, want) {
			t.Errorf("order %v: %v instead of %v", order, got, want)
		}
	}
	if got := NewNames([]float32{270, 50}, []float32{40}, 300, 100, []int32{0}).At(1); !slices.Equal(got, []Name{{0, true}}) {
		t.Errorf("at the border: %v", got)
	}
}

// TestNamesKeepOffDots: with a dot on the right a name goes to the left, with dots on both sides to the right as ever.
func TestNamesKeepOffDots(t *testing.T) {
	widths, order := []float32{40, 90, 90}, []int32{0, 1, 2}
	if got := NewNames([]float32{100, 50, 130, 52}, widths[:2], 300, 100, order[:2]).At(1); !slices.Contains(got, Name{0, true}) {
		t.Errorf("beside a dot: %v", got)
	}
	if got := NewNames([]float32{100, 50, 130, 52, 70, 52}, widths, 300, 100, order).At(1); !slices.Contains(got, Name{0, false}) {
		t.Errorf("between dots: %v", got)
	}
}

func TestScatteredHoldsEveryClassOnce(t *testing.T) {
	for _, n := range []int{0, 1, 2, 3, 7, 8, 9, 1000} {
		order := Scattered(n)
		for k, row := range slices.Sorted(slices.Values(order)) {
			if int(row) != k {
				t.Fatalf("%d classes: %v", n, order)
			}
		}
		if len(order) != n {
			t.Fatalf("%d of %d classes", len(order), n)
		}
	}
	if got := Scattered(6); !slices.Equal(got, []int32{0, 4, 2, 1, 5, 3}) {
		t.Errorf("%v", got)
	}
}

// BenchmarkNames names 20,000 classes at all zooms: what a layer costs at most, once.
func BenchmarkNames(b *testing.B) {
	const n = 20000
	r := rand.New(rand.NewPCG(1, 2))
	dots, widths := make([]float32, 2*n), make([]float32, n)
	for k := range dots {
		dots[k] = 20 + 360*r.Float32()
	}
	for k := range widths {
		widths[k] = 30 + 80*r.Float32()
	}
	for b.Loop() {
		NewNames(dots, widths, 400, 400, Scattered(n)).At(ZoomMost)
	}
}
