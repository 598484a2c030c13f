package featurevis

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	goruntime "runtime"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"summit/precompute/internal/demo"
	"summit/precompute/internal/onnx"
	"summit/precompute/internal/runtime"
	"summit/shared/model"
)

// BenchmarkAscent makes eight pictures at once on one thread of each core, as precompute features does, of layers of the demo's model and of
// SqueezeNet 1.1. The floor is the network up to the layer, forward only, for the same batch at the same size. Metrics: steps/s of a whole
// batch, and what the floor would make, on all cores together; how many times as long as the floor the network takes with its gradient, and a
// whole step.
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
	workers := make([]ascender, goruntime.GOMAXPROCS(0))
	for k := range workers {
		workers[k] = newAscender(b, m, tensor, prepare, side)
		defer workers[k].session.Close()
		defer workers[k].forward.Close()
	}
	var floor, gradient, step time.Duration
	for b.Loop() {
		floor += together(b, workers, func(a *ascender) error { return a.forward.Run() })
		gradient += together(b, workers, func(a *ascender) error { return a.session.Run() })
		step += together(b, workers, (*ascender).make) / benchmarkSteps
	}
	b.ReportMetric(float64(b.N*len(workers))/step.Seconds(), "steps/s")
	b.ReportMetric(float64(b.N*len(workers))/floor.Seconds(), "forward/s")
	b.ReportMetric(gradient.Seconds()/floor.Seconds(), "gradient/forward")
	b.ReportMetric(step.Seconds()/floor.Seconds(), "step/forward")
}

// ascender is what one core makes pictures with.
type ascender struct {
	forward *runtime.Session
	session *Session
	ascent  *Ascent
	jobs    []Job
}

const benchmarkSteps = 4

func newAscender(b *testing.B, m *onnx.Model, tensor string, prepare model.Preprocess, side int) (a ascender) {
	a.forward = forwardOnly(b, m, tensor, side)
	goal, err := NewGoal(m, tensor, Channel, side, benchmarkSlots, false)
	must(b, err)
	a.session, err = goal.Open(runtime.Device{}, 1)
	must(b, err)
	o := Standard(side)
	o.Steps = benchmarkSteps
	a.ascent, err = New(o, sea, prepare, a.session)
	must(b, err)
	for slot := range benchmarkSlots {
		job := Job{Channel: slot, Weights: make([]float32, goal.Objectives())}
		job.Weights[slot] = 1
		a.jobs = append(a.jobs, job)
	}
	return a
}

func (a *ascender) make() error {
	_, err := a.ascent.Make(context.Background(), a.jobs)
	return err
}

// together is how long all workers take at once.
func together(b *testing.B, workers []ascender, f func(*ascender) error) time.Duration {
	start := time.Now()
	var group errgroup.Group
	for k := range workers {
		group.Go(func() error { return f(&workers[k]) })
	}
	must(b, group.Wait())
	return time.Since(start)
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

// shared is a model of the test material, which is no part of the repository.
func shared(b *testing.B, name string) string {
	b.Helper()
	file := filepath.Join(os.Getenv("SUMMIT_SHARED"), "models", name)
	if _, err := os.Stat(file); err != nil {
		b.Skipf("SKIPPED: %v", fmt.Errorf("SUMMIT_SHARED: %w", err))
	}
	return file
}

func must(b testing.TB, err error) {
	b.Helper()
	if err != nil {
		b.Fatal(err)
	}
}
