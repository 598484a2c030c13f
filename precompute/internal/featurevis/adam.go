package featurevis

import "math"

// adam climbs by Adam (Kingma and Ba 2015, algorithm 1), upwards, at a rate that falls to 0 as half a wave of the cosine does.
type adam struct {
	rate         float64 // at the first step
	step, steps  int
	mean, square []float32
}

// Constants of algorithm 1, the paper's.
const (
	meanDecay   = 0.9
	squareDecay = 0.999
	adamEpsilon = 1e-8
)

func (a *adam) reset(rate float64, steps, parameters int) {
	a.rate, a.step, a.steps = rate, 0, steps
	if len(a.mean) != parameters {
		a.mean, a.square = make([]float32, parameters), make([]float32, parameters)
		return
	}
	clear(a.mean)
	clear(a.square)
}

// climb moves the parameters by one step. The correction of both means for their start from 0 is in the rate and in epsilon.
func (a *adam) climb(parameters, gradient []float32) {
	rate := a.rate * (1 + math.Cos(math.Pi*float64(a.step)/float64(a.steps))) / 2
	a.step++
	root := math.Sqrt(1 - math.Pow(squareDecay, float64(a.step)))
	length := float32(rate * root / (1 - math.Pow(meanDecay, float64(a.step))))
	epsilon := float32(adamEpsilon * root)
	mean, square := a.mean[:len(parameters)], a.square[:len(parameters)]
	for k, g := range gradient[:len(parameters)] {
		m := meanDecay*mean[k] + (1-meanDecay)*g
		s := squareDecay*square[k] + (1-squareDecay)*g*g
		mean[k], square[k] = m, s
		parameters[k] += length * m / (float32(math.Sqrt(float64(s))) + epsilon)
	}
}
