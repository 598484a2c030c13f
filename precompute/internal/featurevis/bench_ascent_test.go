package featurevis

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"summit/precompute/internal/demo"
	"summit/precompute/internal/onnx"
	"summit/precompute/internal/runtime"
	"summit/shared/model"
)

// BenchmarkAscent makes eight pictures at once on one thread, of layers of the demo's model and of SqueezeNet 1.1. The floor is the
// network up to the layer, forward only, for the same batch at the same size. Metrics: steps/s of a whole batch; how many times as long as
// the floor the network takes with its gradient, and a whole step.
func BenchmarkAscent(b *testing.B) {
	eachLayer(b, func(b *testing.B, m *onnx.Model, tensor string, side int) { benchmarkAscent(b, m, tensor, caffe, side) })
}

// eachLayer runs a benchmark on layers of the demo's model and of SqueezeNet 1.1, at the size of their pictures.
func eachLayer(b *testing.B, bench func(b *testing.B, m *onnx.Model, tensor string, side int)) {
	library, err := runtime.Find("")
	if err != nil {
		b.Skipf("SKIPPED: %v", err)
	}
	closeLibrary, err := runtime.Open(library)
	must(b, err)
	defer func() { must(b, closeLibrary()) }()
	for _, c := range []struct {
		model   string
		load    func() (*onnx.Model, error)
		side    int
		tensors []string
	}{
		{"demo", func() (*onnx.Model, error) { return onnx.Parse("demo", demo.Shortcut().Model) }, 96, []string{"conv2", "mixed3b", "mixed4b", "mixed5a"}},
		{"squeezenet1.1", func() (*onnx.Model, error) { return onnx.Load(shared(b, "squeezenet1.1-imagenet.onnx")) }, 128,
			[]string{"fire2/concat_1", "fire5/concat_1", "fire9/concat_1"}},
	} {
		for _, tensor := range c.tensors {
			b.Run(c.model+"/"+strings.ReplaceAll(tensor, "/", "."), func(b *testing.B) {
				m, err := c.load()
				must(b, err)
				bench(b, m, tensor, c.side)
			})
		}
	}
}

const benchmarkSlots = 8

func benchmarkAscent(b *testing.B, m *onnx.Model, tensor string, prepare model.Preprocess, side int) {
	forward := forwardOnly(b, m, tensor, side)
	defer forward.Close()
	goal, err := NewGoal(m, tensor, Channel, side, benchmarkSlots, false)
	must(b, err)
	session, err := goal.Open(runtime.Device{}, 1)
	must(b, err)
	defer session.Close()
	o := Standard(side)
	o.Steps = 4
	ascent, err := New(o, sea, prepare, session)
	must(b, err)
	jobs := make([]Job, benchmarkSlots)
	for slot := range jobs {
		jobs[slot] = Job{Channel: slot, Weights: make([]float32, goal.Objectives())}
		jobs[slot].Weights[slot] = 1
	}
	var floor, gradient, step time.Duration
	for b.Loop() {
		floor += timed(b, forward.Run)
		gradient += timed(b, session.Run)
		step += timed(b, func() error {
			_, err := ascent.Make(context.Background(), jobs)
			return err
		}) / time.Duration(o.Steps)
	}
	b.ReportMetric(float64(b.N)/step.Seconds(), "steps/s")
	b.ReportMetric(gradient.Seconds()/floor.Seconds(), "gradient/forward")
	b.ReportMetric(step.Seconds()/floor.Seconds(), "step/forward")
}

// forwardOnly is the network up to a tensor, whose channels' maxima are its only result.
func forwardOnly(b *testing.B, m *onnx.Model, tensor string, side int) *runtime.Session {
	b.Helper()
	m, err := fitted(m, tensor, side, benchmarkSlots)
	must(b, err)
	in, err := m.ImageInput()
	must(b, err)
	data, err := m.WithOutputs([]onnx.Tap{{Tensor: tensor, Max: true}})
	must(b, err)
	s, err := runtime.NewSession(data, in.Name, []int64{benchmarkSlots, 3, int64(side), int64(side)}, []string{onnx.MaxName(tensor)}, 1)
	must(b, err)
	return s
}

func timed(b *testing.B, f func() error) time.Duration {
	start := time.Now()
	must(b, f())
	return time.Since(start)
}

// shared is a model of the test material, which is no part of the repository.
func shared(b *testing.B, name string) string {
	b.Helper()
	file := filepath.Join(os.Getenv("SUMMIT_SHARED"), "models", name)
	if _, err := os.Stat(file); err != nil {
		b.Skipf("SKIPPED: %v", fmt.Errorf("SUMMIT_SHARED: %w", err))
	}
	return file
}

func must(b *testing.B, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
