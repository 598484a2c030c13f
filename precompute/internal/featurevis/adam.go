package featurevis

import "math"

// adam climbs by Adam (Kingma and Ba 2015, algorithm 1), upwards, at a rate that falls to 0 as half a wave of the cosine does. It departs
// from the paper in that the parameters of a block, an axis of colour, share one mean square of their gradients. With one for each
// parameter, waves that hardly matter would grow as fast as those that matter most, and be seen as noise.
type adam struct {
	rate        float64 // at the first step
	step, steps int
	mean        []float32
	square      []float64 // of each block
}

// Constants of algorithm 1, the paper's.
const (
	meanDecay   = 0.9
	squareDecay = 0.999
	adamEpsilon = 1e-8
)

func (a *adam) reset(rate float64, steps, parameters, blocks int) {
	a.rate, a.step, a.steps = rate, 0, steps
	if len(a.mean) != parameters || len(a.square) != blocks {
		a.mean, a.square = make([]float32, parameters), make([]float64, blocks)
		return
	}
	clear(a.mean)
	clear(a.square)
}

// climb moves the parameters by one step; blocks are of equal size. The correction of both means for their start from 0 is in the rate and
// in epsilon.
func (a *adam) climb(parameters, gradient []float32) {
	rate := a.rate * (1 + math.Cos(math.Pi*float64(a.step)/float64(a.steps))) / 2
	a.step++
	root := math.Sqrt(1 - math.Pow(squareDecay, float64(a.step)))
	length := rate * root / (1 - math.Pow(meanDecay, float64(a.step)))
	size := len(parameters) / len(a.square)
	for block := range a.square {
		from := block * size
		own, slope, mean := parameters[from:][:size], gradient[from:][:size], a.mean[from:][:size]
		a.square[block] = squareDecay*a.square[block] + (1-squareDecay)*squares(slope)/float64(size)
		factor := float32(length / (math.Sqrt(a.square[block]) + adamEpsilon*root))
		for k, g := range slope {
			m := meanDecay*mean[k] + (1-meanDecay)*g
			mean[k] = m
			own[k] += factor * m
		}
	}
}

// squares is the sum of the values' squares.
func squares(values []float32) (sum float64) {
	for len(values) > 0 {
		part := values[:min(len(values), 1024)] // short sums in float32 are exact enough
		values = values[len(part):]
		var s float32
		for _, v := range part {
			s += v * v
		}
		sum += float64(s)
	}
	return sum
}
