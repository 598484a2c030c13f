package estimate

import (
	"math"
	"math/rand/v2"

	"summit/precompute/internal/tally"
)

// Draw makes counts of many images of a class that are likely where a few of them have the given ones: their keys come with others, too,
// and keys come that they do not have. Keys are all that there are, ascending. The same input gives the same counts.
func (g Growth) Draw(few, many int, counts tally.Counts, keys []uint32) tally.Counts {
	if many <= few || g.often <= 0 || g.seldom <= 0 {
		return counts
	}
	seen := make([]uint32, keys[len(keys)-1]+1)
	counts.Each(func(key, count uint32) { seen[key] = count })
	d := dice{rand.New(rand.NewPCG(1, 2))}
	more, seldom := many-few, g.seldom+float64(few)
	comes := -math.Expm1(g.never(many) - g.never(few)) // the chance of a key that the few do not have
	return tally.Collect(func(yield func(key, count uint32) bool) {
		for _, key := range keys {
			count := seen[key]
			switch {
			case count > 0:
				n := float64(count)
				count += uint32(d.binomial(more, d.beta(g.often+n, seldom-n)))
			case d.Float64() < comes:
				count = uint32(max(d.binomial(more, d.present(more, g.often, seldom)), 1))
			}
			if count > 0 && !yield(key, count) {
				return
			}
		}
	})
}

// dice draws from distributions.
type dice struct{ *rand.Rand }

// gamma is that of Marsaglia and Tsang, "A simple method for generating gamma variables" (2000), of scale 1.
func (d dice) gamma(shape float64) float64 {
	if shape < 1 {
		return d.gamma(shape+1) * math.Pow(d.Float64(), 1/shape)
	}
	a := shape - 1.0/3
	for {
		x := d.NormFloat64()
		v := 1 + x/math.Sqrt(9*a)
		if v = v * v * v; v > 0 && math.Log(d.Float64()) < x*x/2+a-a*v+a*math.Log(v) {
			return a * v
		}
	}
}

func (d dice) beta(a, b float64) float64 {
	x, y := d.gamma(a), d.gamma(b)
	if x+y == 0 {
		return 0 // both are too small for a float64
	}
	return x / (x + y)
}

// present draws from a Beta distribution a chance that has come true at least once in n trials, by rejection.
func (d dice) present(n int, a, b float64) float64 {
	for {
		p := d.beta(a+1, b)
		if d.Float64()*float64(n)*p < -math.Expm1(float64(n)*math.Log1p(-p)) {
			return p
		}
	}
}

// binomial counts how often a chance comes true in n trials: from one time to the next, or by the normal distribution where that is often.
func (d dice) binomial(n int, p float64) int {
	if p > 0.5 {
		return n - d.binomial(n, 1-p)
	}
	mean := float64(n) * p
	if mean > 50 {
		return min(max(int(math.Round(mean+d.NormFloat64()*math.Sqrt(mean*(1-p)))), 0), n)
	}
	for at, count := 0.0, 0; ; count++ {
		if at += 1 + math.Floor(math.Log(d.Float64())/math.Log1p(-p)); !(at <= float64(n)) {
			return count
		}
	}
}
