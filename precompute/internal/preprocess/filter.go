package preprocess

import (
	"math"
	"slices"
)

// filter is a resampling kernel: its weight at a distance in pixels, 0 from support on. Where a picture shrinks, kernel
// and support are stretched by the factor, which averages instead of skipping pixels (antialiasing).
type filter struct {
	support float64
	weight  func(distance float64) float64
}

// filters are PIL's of the same names, but that nearest takes the later of two pixels that are equally near; bicubic has
// Keys' parameter a = -1/2 (IEEE ASSP 29(6), 1981, eq. 15).
var filters = map[string]filter{
	"bilinear": {support: 1, weight: triangle},
	"bicubic":  {support: 2, weight: cubic},
	"nearest":  {},
}

func filterNames() []string {
	names := make([]string, 0, len(filters))
	for name := range filters {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func triangle(x float64) float64 { return max(0, 1-math.Abs(x)) }

func cubic(x float64) float64 {
	x = math.Abs(x)
	switch {
	case x < 1:
		return float64(float64(float64(1.5*x)-2.5)*x)*x + 1
	case x < 2:
		return -0.5 * (float64(float64(float64(x-5)*x+8)*x) - 4)
	}
	return 0
}

// fraction is the number of bits of a tap's weight: a sum of 8-bit values fits 32 bits with two to spare.
const fraction = 22

// tap is what one output pixel takes along one axis: weights of the input pixels from first on, in units of 2^-fraction.
type tap struct {
	first   int
	weights []int32
}

// taps returns those of the output pixels lo..hi-1, when in pixels are resized to out.
func taps(f filter, in, out, lo, hi int) []tap {
	scale := float64(in) / float64(out)
	stretch := max(scale, 1)
	result := make([]tap, 0, hi-lo)
	for x := lo; x < hi; x++ {
		center := (float64(x) + 0.5) * scale
		if f.support == 0 {
			result = append(result, tap{first: (2*x + 1) * in / (2 * out), weights: []int32{1 << fraction}})
			continue
		}
		reach := f.support * stretch
		first := max(int(center-reach+0.5), 0)
		last := min(int(center+reach+0.5), in)
		weights := make([]float64, last-first)
		sum := 0.0
		for i := range weights {
			weights[i] = f.weight((float64(first+i) - center + 0.5) / stretch)
			sum += weights[i]
		}
		result = append(result, tap{first: first, weights: fixed(weights, sum)}.trimmed())
	}
	return result
}

// trimmed leaves out weights of 0 at the ends, which are all but one where the size stays.
func (t tap) trimmed() tap {
	for len(t.weights) > 1 && t.weights[0] == 0 {
		t.first, t.weights = t.first+1, t.weights[1:]
	}
	for n := len(t.weights); n > 1 && t.weights[n-1] == 0; n-- {
		t.weights = t.weights[:n-1]
	}
	return t
}

// fixed divides weights by their sum and rounds them, halves away from zero.
func fixed(weights []float64, sum float64) []int32 {
	result := make([]int32, len(weights))
	for i, w := range weights {
		result[i] = int32(math.Round(w / sum * (1 << fraction)))
	}
	return result
}
