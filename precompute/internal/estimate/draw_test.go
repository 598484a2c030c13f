package estimate

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"summit/precompute/internal/tally"
)

// Means and deviations of what is drawn, by the textbook's formulas.
func TestDice(t *testing.T) {
	const draws = 40000
	d := dice{rand.New(rand.NewPCG(3, 4))}
	for _, c := range []struct {
		name            string
		draw            func() float64
		mean, deviation float64
	}{
		{"gamma 0.3", func() float64 { return d.gamma(0.3) }, 0.3, math.Sqrt(0.3)},
		{"gamma 7", func() float64 { return d.gamma(7) }, 7, math.Sqrt(7)},
		{"beta 0.1 1", func() float64 { return d.beta(0.1, 1) }, 0.1 / 1.1, math.Sqrt(0.1 * 1 / (1.1 * 1.1 * 2.1))},
		{"beta 3 2", func() float64 { return d.beta(3, 2) }, 0.6, math.Sqrt(6.0 / (25 * 6))},
		{"binomial 10 of 0.3", func() float64 { return float64(d.binomial(10, 0.3)) }, 3, math.Sqrt(2.1)},
		{"binomial 1000 of 0.7", func() float64 { return float64(d.binomial(1000, 0.7)) }, 700, math.Sqrt(210)},
		{"binomial of none", func() float64 { return float64(d.binomial(9, 0)) }, 0, 0},
		{"binomial of all", func() float64 { return float64(d.binomial(9, 1)) }, 9, 0},
		// Beta(1, 1) given one success in two trials has the density 3/2 (1 - (1-p)^2), the mean 5/8 and the second moment 9/20.
		{"present", func() float64 { return d.present(2, 1, 1) }, 5.0 / 8, math.Sqrt(9.0/20 - 25.0/64)},
	} {
		sum, squares := 0.0, 0.0
		for range draws {
			x := c.draw()
			sum, squares = sum+x, squares+x*x
		}
		mean := sum / draws
		deviation := math.Sqrt(max(squares/draws-mean*mean, 0))
		if math.Abs(mean-c.mean) > 5*c.deviation/math.Sqrt(draws) || math.Abs(deviation-c.deviation) > 0.05*c.deviation {
			t.Errorf("%s: mean %.4f, deviation %.4f, want %.4f and %.4f", c.name, mean, deviation, c.mean, c.deviation)
		}
	}
}

// Drawn counts have as many keys as Of says and as many of each as an image has, keep those that are there, and are the same again.
func TestDraw(t *testing.T) {
	const size, few, many = 20000, 8, 500
	g := NewGrowth(size, 400, []Group{{few, 1800}})
	random := rand.New(rand.NewPCG(5, 6))
	var log []uint32
	for range few {
		for _, at := range random.Perm(1800)[:400] {
			log = append(log, uint32(at*11))
		}
	}
	seen := tally.Of(log)
	keys := make([]uint32, size)
	for key := range keys {
		keys[key] = uint32(key)
	}
	drawn := g.Draw(few, many, seen, keys)
	distinct, sum := 0, 0
	count := map[uint32]uint32{}
	drawn.Each(func(key, n uint32) { distinct, sum, count[key] = distinct+1, sum+int(n), n })
	if want := g.Of(many); math.Abs(float64(distinct)/want-1) > 0.05 {
		t.Errorf("%d keys, want %.0f", distinct, want)
	}
	if want := 400.0 * many; math.Abs(float64(sum)/want-1) > 0.15 {
		t.Errorf("%d of all keys together, want %.0f", sum, want)
	}
	seen.Each(func(key, n uint32) {
		if count[key] < n || count[key] > many {
			t.Errorf("key %d: %d in %d images, %d in %d", key, n, few, count[key], many)
		}
	})
	if !slices.Equal(drawn, g.Draw(few, many, seen, keys)) {
		t.Error("drawn again, counts differ")
	}
	if !slices.Equal(seen, g.Draw(few, few, seen, keys)) {
		t.Error("no more images have other counts")
	}
}
