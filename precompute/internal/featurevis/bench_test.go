package featurevis

import (
	"testing"
	"time"

	"gonum.org/v1/gonum/dsp/fourier"
)

// BenchmarkStep takes one picture through what a step does without the network, and beside it gonum's transforms, float64 and one line at
// a time, over as many lines as the step's own. Metrics: microseconds of a step, and the ratio of gonum's time to that of the transforms
// alone.
func BenchmarkStep(b *testing.B) {
	const side = 128
	basis, err := sea.basis()
	if err != nil {
		b.Fatal(err)
	}
	e := newEasel(quick(side, 1<<20), basis, newLens(caffe), side)
	var p picture
	e.begin(&p, nil)
	e.paint(&p)
	input, derivative := make([]float32, 3*side*side), noise(1, 3*side*side)
	var step, own, gonum time.Duration
	lines, line, pair := fourier.NewFFT(side), make([]float64, side), make([]complex128, side/2+1)
	pairs, column := fourier.NewCmplxFFT(side), make([]complex128, side)
	for b.Loop() {
		start := time.Now()
		e.show(&p, drawView(e.random, 1, e.side, e.margin, e.input), input)
		e.climb(&p, derivative)
		e.paint(&p)
		step += time.Since(start)

		start = time.Now()
		for k := range 3 {
			e.spectrum.paint(p.amplitudes[k*e.spectrum.coefficients():][:e.spectrum.coefficients()], e.axes[k])
			e.spectrum.gradient(e.axes[k], e.direction[k*e.spectrum.coefficients():][:e.spectrum.coefficients()])
		}
		own += time.Since(start)

		start = time.Now()
		for range 3 * side {
			lines.Sequence(line, pair)
			lines.Coefficients(pair, line)
		}
		for range 3 * (side/2 + 1) {
			pairs.Sequence(column, column)
			pairs.Coefficients(column, column)
		}
		gonum += time.Since(start)
	}
	b.ReportMetric(float64(step.Microseconds())/float64(b.N), "step-µs")
	b.ReportMetric(gonum.Seconds()/own.Seconds(), "gonum/own")
}
