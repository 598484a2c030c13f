package influence

import (
	"math"
	"slices"

	"summit/precompute/internal/topology"
)

// kernel is a spatial convolution.
type kernel struct {
	view    int // of the plan
	in      int // input channels of a group
	window  window
	weights []float64 // [out][in][height][width]
	reach   []reach   // [out][in]
}

// reach is what bounds a 2-D kernel's sums over values between lo and hi: they are at most positive*hi + negative*lo, and at most the
// kernel's norm times that of the values (Cauchy and Schwarz); where no value is below 0, the norm of the positive weights does.
type reach struct {
	positive, negative float64 // sums of the positive and of the negative weights
	plus, minus        float64 // their norms
}

// window is how a convolution slides over a map.
type window struct {
	height, width    int
	stride, dilation [2]int
	pads             [4]int // top, left, bottom, right
}

// outputs is the number of positions along axis a of a map with the given size, border included.
func (w *window) outputs(a, size int) int { return (size-w.span(a))/w.stride[a] + 1 }

// span is the number of rows or columns that one position covers.
func (w *window) span(a int) int { return ([2]int{w.height, w.width}[a]-1)*w.dilation[a] + 1 }

// pointwise reports whether a position sees one value.
func (w *window) pointwise() bool { return w.height == 1 && w.width == 1 }

func newKernel(k *topology.Kernel, w window, view int) *kernel {
	out := &kernel{view: view, in: k.In / k.Group, window: w, weights: make([]float64, len(k.Weights))}
	for i, w := range k.Weights {
		out.weights[i] = float64(w)
	}
	for pair := range slices.Chunk(out.weights, k.Height*k.Width) {
		out.reach = append(out.reach, newReach(pair))
	}
	return out
}

func newReach(weights []float64) reach {
	var r reach
	for _, w := range weights {
		if w > 0 {
			r.positive += w
			r.plus += w * w
		} else {
			r.negative += w
			r.minus += w * w
		}
	}
	r.plus, r.minus = math.Sqrt(r.plus), math.Sqrt(r.minus)
	return r
}

// signed is the reach of sign times the kernel.
func (r reach) signed(sign float64) reach {
	if sign < 0 {
		return reach{-r.negative, -r.positive, r.minus, r.plus}
	}
	return r
}

// slack widens a bound by more than the rounding of its own sum and of the sums that it bounds.
const slack = 1e-9

// bound is an upper bound over windows of values in [lo, hi] with a norm of at most norm.
func (r reach) bound(lo, hi, norm float64) float64 {
	own := r.plus
	if lo < 0 {
		own = math.Sqrt(r.plus*r.plus + r.minus*r.minus)
	}
	return min(r.edge(lo, hi), (1+slack)*own*norm)
}

// edge is bound without a norm; it does not fall as hi rises or lo falls.
func (r reach) edge(lo, hi float64) float64 {
	a, b := r.positive*hi, r.negative*lo
	return a + b + slack*(abs(a)+abs(b))
}

func abs(x float64) float64 { return max(x, -x) }
