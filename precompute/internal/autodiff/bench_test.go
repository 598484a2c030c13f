package autodiff

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
	"time"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/runtime"
)

// BenchmarkStep takes a batch of eight pictures forwards through SqueezeNet 1.1 up to fire9, and beside it there and back. Metrics, of the
// quickest of all runs, which other programs have disturbed least: milliseconds forwards, steps a second, and how many times as long as the
// way forwards a step takes. A gradient by the image does for each convolution another one of as many products, so about 2 is the least.
func BenchmarkStep(b *testing.B) {
	m := shared(b, "squeezenet1.1-imagenet.onnx")
	for _, threads := range []int{1, 2} {
		b.Run(fmt.Sprintf("threads=%d", threads), func(b *testing.B) { benchmarkStep(b, m, threads) })
	}
}

func benchmarkStep(b *testing.B, m *onnx.Model, threads int) {
	const target, side, slots = "fire9/concat_1", 128, 8
	g, err := Gradient(m, Options{Target: target, Batch: slots, Height: side, Width: side})
	must(b, err)
	step, err := openGradient(g, []int{slots, g.TargetShape[1], 1, 1}, threads)
	must(b, err)
	forward, err := openForward(m, target, side, slots, threads)
	must(b, err)
	random := rand.New(rand.NewPCG(5, 6))
	for i := range step.Input() {
		step.Input()[i] = 60 * float32(random.NormFloat64())
	}
	copy(forward.Input(), step.Input())
	copy(step.InputAt(1), normal(random, slots*g.TargetShape[1]))
	least := map[*runtime.Session]float64{forward: math.Inf(1), step: math.Inf(1)}
	for b.Loop() {
		for _, s := range []*runtime.Session{forward, step} {
			start := time.Now()
			must(b, s.Run())
			least[s] = min(least[s], time.Since(start).Seconds())
		}
	}
	b.ReportMetric(1000*least[forward], "forward-ms")
	b.ReportMetric(1/least[step], "steps/s")
	b.ReportMetric(least[step]/least[forward], "step/forward")
	must(b, step.Close())
	must(b, forward.Close())
}

// openForward loads what the target is computed from.
func openForward(m *onnx.Model, target string, side, slots, threads int) (*runtime.Session, error) {
	f, err := shaped(m, Options{Target: target, Batch: slots, Height: side, Width: side})
	if err != nil {
		return nil, err
	}
	e := f.Model.Extend()
	e.Output(target)
	data, err := e.Bytes()
	if err != nil {
		return nil, err
	}
	return runtime.NewSession(data, f.Image.Name, int64s(f.Image.Shape), []string{target}, threads)
}
