package scatter

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// layouts draws up to 60 points, some in one place, and a surface.
func layouts(t *rapid.T) (points []float32, w, h float64) {
	n := rapid.IntRange(1, 60).Draw(t, "classes")
	coordinate := rapid.OneOf(rapid.Float32Range(-5, 5), rapid.Map(rapid.IntRange(-3, 3), func(k int) float32 { return float32(k) }))
	points = rapid.SliceOfN(coordinate, 2*n, 2*n).Draw(t, "points")
	return points, rapid.Float64Range(200, 2000).Draw(t, "w"), rapid.Float64Range(150, 1200).Draw(t, "h")
}

// Spread is one similarity: distances keep their ratios, and the dots lie on the surface and reach two of its borders.
func TestSpreadKeepsDistances(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points, w, h := layouts(t)
		dots := Spread(points, w, h)
		b := bounds(dots)
		if b.x < Margin-0.01 || b.y < Margin-0.01 || b.x+b.w > w-Margin+0.01 || b.y+b.h > h-Margin+0.01 {
			t.Fatalf("dots in %+v of %v by %v", b, w, h)
		}
		from := bounds(points)
		if from.w == 0 && from.h == 0 {
			return
		}
		scale := max(b.w, b.h) / max(from.w, from.h)
		if math.Abs(b.w-(w-2*Margin)) > 0.01 && math.Abs(b.h-(h-2*Margin)) > 0.01 {
			t.Fatalf("dots in %+v of %v by %v", b, w, h)
		}
		for k := 2; k < len(points); k += 2 {
			was := math.Hypot(float64(points[k]-points[0]), float64(points[k+1]-points[1]))
			is := math.Hypot(float64(dots[k]-dots[0]), float64(dots[k+1]-dots[1]))
			if math.Abs(is-was*scale) > 1e-3*(1+is) {
				t.Fatalf("classes 0 and %d: %v from %v at scale %v", k/2, is, was, scale)
			}
		}
	})
}

func TestTravel(t *testing.T) {
	from, to, out := []float32{0, 10}, []float32{100, 20}, make([]float32, 2)
	for _, test := range []struct {
		share float64
		want  []float32
	}{{-1, from}, {0, from}, {0.25, []float32{15.625, 11.5625}}, {0.5, []float32{50, 15}}, {1, to}, {7, to}} {
		if Travel(out, from, to, test.share); !slices.Equal(out, test.want) {
			t.Errorf("share %v: %v instead of %v", test.share, out, test.want)
		}
	}
}

// The grid finds what looking at every dot finds.
func TestNearest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points, w, h := layouts(t)
		dots := Spread(points, w, h)
		x, y := rapid.Float64Range(-50, w+50).Draw(t, "x"), rapid.Float64Range(-50, h+50).Draw(t, "y")
		reach := rapid.Float64Range(0, 400).Draw(t, "reach")
		best, want := math.Inf(1), -1
		for c := range len(dots) / 2 {
			if d := math.Hypot(float64(dots[2*c])-x, float64(dots[2*c+1])-y); d <= reach && d < best {
				best, want = d, c
			}
		}
		if got := NewGrid(dots).Nearest(x, y, reach); got != want {
			t.Fatalf("class %d instead of %d", got, want)
		}
	})
	if got := NewGrid(nil).Nearest(0, 0, 100); got != -1 {
		t.Errorf("class %d of none", got)
	}
}

// An arrow key leads in its direction, and no dot straight ahead is passed over.
func TestStep(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(1, 40).Draw(t, "classes")
		whole := rapid.Map(rapid.IntRange(-20, 20), func(k int) float32 { return float32(k) })
		dots := rapid.SliceOfN(whole, 2*n, 2*n).Draw(t, "dots")
		c := rapid.IntRange(0, len(dots)/2-1).Draw(t, "class")
		to := Step(dots, c, 1, 0)
		for k := range len(dots) / 2 {
			if dots[2*k+1] == dots[2*c+1] && dots[2*k] > dots[2*c] && (to == c || dots[2*to] > dots[2*k]) {
				t.Fatalf("from %d to %d past %d", c, to, k)
			}
		}
		if to != c && dots[2*to] <= dots[2*c] {
			t.Fatalf("from %d right to %d", c, to)
		}
	})
	cross := []float32{0, 0, 5, 1, -5, 1, 1, 5, 1, -5}
	got := []int{Step(cross, 0, 1, 0), Step(cross, 0, -1, 0), Step(cross, 0, 0, 1), Step(cross, 0, 0, -1), Step(cross, 1, 1, 0)}
	if want := []int{1, 2, 3, 4, 1}; !slices.Equal(got, want) {
		t.Errorf("steps to %v instead of %v", got, want)
	}
}

// The number of turns around a point, summed angle by angle, tells the same as crossings where it is 0 or 1.
func TestLassoAgreesWithWinding(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(3, 12).Draw(t, "corners")
		lasso := make(Lasso, 0, 2*n) // star-shaped around (0, 0), so that it winds once
		for k := range n {
			r := rapid.Float64Range(1, 10).Draw(t, "radius")
			sin, cos := math.Sincos(2 * math.Pi * float64(k) / float64(n))
			lasso = append(lasso, r*cos, r*sin)
		}
		x, y := rapid.Float64Range(-11, 11).Draw(t, "x"), rapid.Float64Range(-11, 11).Draw(t, "y")
		turn := 0.0
		for k := range n {
			ax, ay := lasso[2*k]-x, lasso[2*k+1]-y
			bx, by := lasso[(2*k+2)%(2*n)]-x, lasso[(2*k+3)%(2*n)]-y
			turn += math.Atan2(ax*by-ay*bx, ax*bx+ay*by)
		}
		if want := math.Round(turn/(2*math.Pi)) != 0; lasso.Holds(x, y) != want {
			t.Fatalf("(%v, %v) in %v: %v", x, y, lasso, !want)
		}
	})
}

func TestLassoClasses(t *testing.T) {
	eight := Lasso{0, 0, 10, 10, 10, 0, 0, 10} // crosses itself: two triangles
	if got := eight.Classes([]float32{1, 5, 9, 5, 5, 1, 5, 9, 20, 5}); !slices.Equal(got, []int{0, 1}) {
		t.Errorf("classes %v", got)
	}
	if got := (Lasso{}).Classes([]float32{1, 1}); got != nil {
		t.Errorf("an empty lasso holds %v", got)
	}
}
