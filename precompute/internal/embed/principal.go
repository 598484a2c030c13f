package embed

import "math"

// Rounds of the orthogonal iteration, and the width of the start along each axis, umap-learn's.
const (
	principalRounds = 60
	startWidth      = 10.0
)

// principalStart places classes along the first two principal components of the rows, scaled to length 1 and less their
// mean, each stretched to startWidth. It is no more than a start, so the components come from a fixed number of rounds
// of orthogonal iteration. A row of zeros lies where the mean of the others is.
func principalStart(r *Rows) []Point {
	n := r.Classes()
	axes := [2][]float64{make([]float64, n), make([]float64, n)}
	source := random(1)
	for _, axis := range axes {
		for c := range axis {
			axis[c] = source.unit()
		}
	}
	for range principalRounds {
		for _, axis := range axes {
			r.gram(axis)
		}
		normalise(axes[0])
		along := dot(axes[0], axes[1])
		for c := range axes[1] {
			axes[1][c] -= float64(along * axes[0][c])
		}
		normalise(axes[1])
	}
	points := make([]Point, n)
	for a, axis := range axes {
		low, high := 0.0, 0.0
		for _, x := range axis {
			low, high = min(low, x), max(high, x)
		}
		if high-low < 1e-9 {
			continue
		}
		for c, x := range axis {
			points[c][a] = startWidth * x / (high - low)
		}
	}
	return points
}

// gram replaces x by X Xᵀ x, where X holds the rows, scaled to length 1 and centred; rows of zeros get 0.
func (r *Rows) gram(x []float64) {
	r.centre(x)
	channels := make([]float64, len(r.byChannel.start)-1)
	for j := range channels {
		classes, counts := r.byChannel.row(j)
		for k, c := range classes {
			channels[j] += float64(float64(counts[k]) / r.length[c] * x[c])
		}
	}
	for c := range x {
		x[c] = 0
		js, counts := r.byClass.row(c)
		for k, j := range js {
			x[c] += float64(float64(counts[k]) / r.length[c] * channels[j])
		}
	}
	r.centre(x)
}

// centre subtracts the mean over the rows that are not zero, and sets the others to 0.
func (r *Rows) centre(x []float64) {
	sum, n := 0.0, 0
	for c, length := range r.length {
		if length > 0 {
			sum += x[c]
			n++
		}
	}
	for c, length := range r.length {
		if length > 0 {
			x[c] -= sum / float64(n)
		} else {
			x[c] = 0
		}
	}
}

func dot(x, y []float64) (sum float64) {
	for k := range x {
		sum += float64(x[k] * y[k])
	}
	return sum
}

// normalise scales x to length 1; what rounding alone keeps from 0 becomes 0.
func normalise(x []float64) {
	length := math.Sqrt(dot(x, x))
	for k := range x {
		if length < 1e-9 {
			x[k] = 0
		} else {
			x[k] /= length
		}
	}
}
