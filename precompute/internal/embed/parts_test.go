package embed

import (
	"cmp"
	"context"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"summit/precompute/internal/embed/embedtest"
)

// TestExact compares the lists with those of a sort over all cosines, on counts with rows of zeros and equal rows.
func TestExact(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		channels := rapid.IntRange(1, 8).Draw(r, "channels")
		row := rapid.SliceOfN(rapid.Uint32Range(0, 3), channels, channels)
		counts := rapid.SliceOfN(row, 1, 30).Draw(r, "counts")
		k := rapid.IntRange(0, 14).Draw(r, "k")
		lists, err := exact(context.Background(), rowsOf(t, counts), k, 3)
		if err != nil {
			r.Fatal(err)
		}
		for c, list := range lists {
			if want := slowList(counts, c, k); !slices.Equal(list, want) {
				r.Fatalf("class %d: %v instead of %v", c, list, want)
			}
		}
	})
}

func slowList(counts [][]uint32, c, k int) []Neighbour {
	product := func(a, b []uint32) (sum float64) {
		for j := range a {
			sum += float64(a[j] * b[j])
		}
		return sum
	}
	var all []Neighbour
	for other := range counts {
		both := math.Sqrt(product(counts[c], counts[c])) * math.Sqrt(product(counts[other], counts[other]))
		if x := product(counts[c], counts[other]); other != c && x > 0 {
			all = append(all, Neighbour{int32(other), x / both})
			if x/both > 1-1e-12 {
				all[len(all)-1].Cosine = 1
			}
		}
	}
	slices.SortStableFunc(all, func(a, b Neighbour) int { return cmp.Compare(b.Cosine, a.Cosine) })
	return all[:min(k, len(all))]
}

// TestApproximate wants 19 of 20 true neighbours, the same for any number of workers.
func TestApproximate(t *testing.T) {
	for _, width := range []float64{0.3, 0.8} {
		rows := rowsOf(t, embedtest.Counts(embedtest.Options{Classes: 2500, Channels: 200, Images: 300, Width: width, Seed: 3}))
		want, _ := exact(context.Background(), rows, 14, 2)
		got, err := approximate(context.Background(), rows, 14, 2)
		if err != nil {
			t.Fatal(err)
		}
		alone, _ := approximate(context.Background(), rows, 14, 1)
		found, all := 0, 0
		for c := range want {
			if !slices.Equal(got[c], alone[c]) {
				t.Fatalf("width %v, class %d: one worker finds %v, two %v", width, c, alone[c], got[c])
			}
			all += len(want[c])
			for _, near := range got[c] {
				if find(want[c], near.Class) >= 0 {
					found++
				}
			}
		}
		if float64(found) < 0.95*float64(all) {
			t.Errorf("width %v: %d of %d neighbours found", width, found, all)
		}
		t.Logf("width %v: %.4f of the neighbours found", width, float64(found)/float64(all))
	}
}

// TestForce compares the tables with the formulas.
func TestForce(t *testing.T) {
	c := fitCurve(0.1, 1)
	pull, push := c.attraction(), c.repulsion()
	for d := 1e-5; d < 1e3; d *= 1.01 {
		s := d * d
		wantPull := -2 * c.a * c.b * math.Pow(s, c.b-1) / (1 + c.a*math.Pow(s, c.b))
		wantPush := 2 * c.b / ((0.001 + s) * (1 + c.a*math.Pow(s, c.b)))
		if math.Abs(pull.at(s)/wantPull-1) > 1e-3 || math.Abs(push.at(s)/wantPush-1) > 1e-3 {
			t.Fatalf("at distance %v: %v and %v instead of %v and %v", d, pull.at(s), push.at(s), wantPull, wantPush)
		}
	}
	for _, s := range []float64{0, 1e-300, 1e300, math.Inf(1)} {
		if f := pull.at(s) * push.at(s); math.IsNaN(f) || math.IsInf(f, 0) {
			t.Errorf("at squared distance %v: %v and %v", s, pull.at(s), push.at(s))
		}
	}
}

// TestTurnOnto turns and mirrors points and wants them back.
func TestTurnOnto(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, mirror := range []float64{1, -1} {
		points, target := make([]Point, 20), make([]Point, 20)
		sin, cos := math.Sincos(r.Float64() * 7)
		for c := range points {
			x, y := r.NormFloat64(), r.NormFloat64()
			target[c] = Point{x, y}
			points[c] = Point{cos*x - sin*y, mirror * (sin*x + cos*y)}
		}
		turnOnto(points, target)
		for c := range points {
			if squaredDistance(points[c], target[c]) > 1e-20 {
				t.Fatalf("mirror %v: %v instead of %v", mirror, points[c], target[c])
			}
		}
	}
}
