package influence

import "summit/precompute/internal/topology"

// kernel is a spatial convolution with, for every row of every 2-D kernel, the sums of its positive and its negative weights: with
// a row of the map between lo and hi, that row of the kernel adds at most positive*hi + negative*lo.
type kernel struct {
	padding            int // of the plan
	in                 int // input channels of a group
	height, width      int
	stride, dilation   [2]int
	weights            []float64 // [out][in][height][width]
	positive, negative []float64 // [out][in][height]
}

func newKernel(k *topology.Kernel, stride [2]int, pad int) *kernel {
	out := &kernel{padding: pad, in: k.In / k.Group, height: k.Height, width: k.Width, stride: stride, dilation: k.Dilation}
	out.weights = make([]float64, len(k.Weights))
	out.positive = make([]float64, len(k.Weights)/k.Width)
	out.negative = make([]float64, len(k.Weights)/k.Width)
	for i, w := range k.Weights {
		out.weights[i] = float64(w)
		if w > 0 {
			out.positive[i/k.Width] += float64(w)
		} else {
			out.negative[i/k.Width] += float64(w)
		}
	}
	return out
}

// slack widens a bound by more than the rounding of its own sum and of the sums that it bounds.
const slack = 1e-9

func widen(bound, magnitude float64) float64 { return bound + slack*magnitude }

// bound is an upper bound of sign times the term that channel c adds to an output, where pair = out*in + input.
func (k *kernel) bound(p *padded, pair, c int, sign float64) float64 {
	var positive, negative float64
	for y := range k.height {
		positive += k.positive[pair*k.height+y]
		negative += k.negative[pair*k.height+y]
	}
	return edge(positive, negative, p.min[c], p.max[c], sign)
}

// edge is the largest value of sign * (positive*u + negative*v) over u, v in [lo, hi], for positive >= 0 >= negative.
func edge(positive, negative, lo, hi, sign float64) float64 {
	if sign < 0 {
		positive, negative = -negative, -positive
	}
	a, b := positive*hi, negative*lo
	return widen(a+b, abs(a)+abs(b))
}

func abs(x float64) float64 { return max(x, -x) }
