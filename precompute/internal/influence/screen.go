package influence

import "math"

// Limits of the sums in float32.
const (
	wild = 1e15    // larger magnitudes, and what is not finite, are left to float64
	tiny = 1.2e-38 // more than what a product of two float32 loses where it underflows

	smallest = math.SmallestNonzeroFloat32
)

// Screen estimates terms in float32 and says how wrong it may be. All screens lead to the same keys.
//
// The error of a sum of n products of float32, in any order and fused or not, is at most n u / (1 - n u) times the sum of their
// magnitudes, u = 2^-24 (N. J. Higham, Accuracy and Stability of Numerical Algorithms, chapter 3), which the norms of the window and of
// the weights bound (Cauchy and Schwarz). Screens take (n + 4) 2^-23, more than twice as much, and tiny for each product that may
// underflow; the surplus covers the rounding of norms, of bounds and of value - error and value + error. Norms and their products are
// rounded up by more than they can have lost.
//
// Rows are the candidates of a block's terms. Values and errors are [rows][lanes], a lane for each output of the block.
type Screen interface {
	// Name tells screens apart.
	Name() string

	// pack takes a map of the view's geometry, and gathers the first group of windows of every channel.
	pack(v *view, m *Map)

	// probe sets the values of a spatial term from the first group of windows: the largest sums to most, the largest of minus the sums
	// to least. Errors hold for both.
	probe(v *view, p *operand, most, least, errors []float32)

	// refine raises values, those of sign times the sums, to what all windows have, where that can be at least the lane's floor.
	refine(v *view, p *operand, floor *[lanes]float32, values []float32, sign float32)

	// scale sets the values of a pointwise term, from the extremes of its channels and what to add to their errors, [rows].
	scale(weights []float32, e *extremes, most, least, errors []float32)

	// floors sets top, [k][lanes], to the k largest value - error of each lane, -Inf where there are no more.
	floors(values, errors []float32, k int, top []float32)

	// contend lists for each lane the rows whose value + error is at least the lane's threshold: lists is [lanes][rows].
	contend(values, errors []float32, threshold *[lanes]float32, lists []int32, counts *[lanes]int32)
}

// extremes are those of the channels that a pointwise term reads, [rows].
type extremes struct{ highest, lowest, rounding []float32 }

// set takes the extremes of one channel.
func (e *extremes) set(row int, highest, lowest float32, known bool) {
	switch {
	case !known || abs(highest) > wild || abs(lowest) > wild:
		e.highest[row], e.lowest[row], e.rounding[row] = 0, 0, positiveInfinity
	case highest == 0 && lowest == 0:
		e.highest[row], e.lowest[row], e.rounding[row] = 0, 0, 0
	default:
		e.highest[row], e.lowest[row], e.rounding[row] = highest, lowest, tiny
	}
}

// Screens lists those that this machine can use, the fastest first.
func Screens() []Screen { return append(native(), Plain{}) }
