package pipeline

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
	"time"

	"summit/precompute/internal/influence"
	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxtest"
	"summit/precompute/internal/runtime"
)

// benchmarkImages is the number of pictures that a benchmark goes round.
const benchmarkImages = 16

// BenchmarkAggregation compares, image by image and on one thread, inference of the plain model with inference that makes what
// recording needs, and recording itself: A and I, of both signs, by the fastest screen; of excitation alone; and by the screen in Go.
// Metrics: ratio = (inference with outputs + recording) / plain inference of each, and ms. Of each image the shortest time counts, for
// the machine may be busy.
func BenchmarkAggregation(b *testing.B) {
	b.Run("squeezenet1.1", func(b *testing.B) {
		benchmarkAggregation(b, squeezeNet(b, b.TempDir(), benchmarkImages))
	})
	b.Run("inception-v1", func(b *testing.B) {
		benchmarkAggregation(b, inceptionV1(b, b.TempDir(), benchmarkImages))
	})
	b.Run("fire", func(b *testing.B) {
		dir := b.TempDir()
		model := filepath.Join(dir, "fire.onnx")
		if err := os.WriteFile(model, fireModel(), 0o666); err != nil {
			b.Fatal(err)
		}
		drawPhotographs(b, filepath.Join(dir, "photographs"))
		benchmarkAggregation(b, benchmarkOptions(model, dir))
	})
}

func benchmarkOptions(model, dir string) Options {
	return Options{Model: model, Data: dir, Out: "unused", Groups: true,
		Mass: 0.03, MassEmbed: 0.01, TopK: 5, MinRecord: 1, Stride: 1, Inhibition: true, Threads: 1, Batch: 1}
}

func benchmarkAggregation(b *testing.B, o Options) {
	j, err := prepare(&o)
	if err != nil {
		b.Skipf("SKIPPED: %v", err)
	}
	defer j.close()
	w := &worker{job: j}
	w.mass.MinRecord = o.MinRecord
	kernel, err := j.newKernelFinder(1)
	if err != nil {
		b.Fatal(err)
	}
	defer kernel.close()
	w.finder = kernel
	bare := bareSession(b, j)
	defer bare.Close()
	j.saver = newSaver(j)
	plain, tapped := newBest(j), newBest(j)
	variants := recordings(b, j)
	for round := 0; b.Loop(); round++ {
		n := round % len(j.set.Items)
		digest, err := w.load(j.set.Items[n], w.finder.input(0))
		if err != nil {
			b.Fatal(err)
		}
		w.batch = []content{{n, digest}}
		copy(bare.Input(), w.finder.input(0))
		plain.time(b, n, bare.Run)
		tapped.time(b, n, func() error {
			_, err := w.finder.run()
			return err
		})
		for i := range variants {
			kernel.recorder = variants[i].recorder
			variants[i].best.time(b, n, func() error {
				err := w.record(0)
				w.saver.Add(&w.image)
				return err
			})
		}
	}
	b.ReportMetric(0, "ns/op") // of all together: says nothing
	b.ReportMetric(plain.ms(), "plain-ms")
	b.ReportMetric(tapped.ms(), "outputs-ms")
	for _, v := range variants {
		b.ReportMetric(v.best.ms(), v.name+"record-ms")
		b.ReportMetric((tapped.ms()+v.best.ms())/plain.ms(), v.name+"ratio")
	}
}

// recording is a way to record, and what it takes.
type recording struct {
	name     string
	recorder *influence.Recorder
	best     best
}

// recordings lists those that are compared; the one that a run uses has no name and comes last, so that its examples are offered
// to full rankings.
func recordings(b *testing.B, j *job) []recording {
	excitation := j.plan.Options
	excitation.Inhibition = false
	alone, err := influence.NewPlan(j.network, excitation)
	if err != nil {
		b.Fatal(err)
	}
	return []recording{
		{"go-", influence.NewRecorderWith(j.plan, influence.Plain{}), newBest(j)},
		{"excitation-", influence.NewRecorder(alone), newBest(j)},
		{"", influence.NewRecorder(j.plan), newBest(j)},
	}
}

// best is the shortest time of each image; 0 before the first.
type best []time.Duration

func newBest(j *job) best { return make(best, len(j.set.Items)) }

func (t best) time(b *testing.B, image int, run func() error) {
	start := time.Now()
	if err := run(); err != nil {
		b.Fatal(err)
	}
	if took := time.Since(start); t[image] == 0 || took < t[image] {
		t[image] = took
	}
}

// ms is the mean of the images that have been timed.
func (t best) ms() float64 {
	sum, images := 0.0, 0.0
	for _, took := range t {
		if took > 0 {
			sum += took.Seconds() * 1000
			images++
		}
	}
	return sum / images
}

// bareSession runs the model as it is, without further outputs.
func bareSession(b *testing.B, j *job) *runtime.Session {
	b.Helper()
	m, err := onnx.Load(j.options.Model)
	if err != nil {
		b.Fatal(err)
	}
	data, err := m.WithOutputs(nil)
	if err != nil {
		b.Fatal(err)
	}
	size := j.prepare.Size
	s, err := runtime.NewSession(data, j.network.Input.Name, []int64{1, 3, int64(size[0]), int64(size[1])}, []string{j.network.Output}, 1)
	if err != nil {
		b.Fatal(err)
	}
	return s
}

// fireModel is a small SqueezeNet with random weights.
func fireModel() []byte {
	m := onnxtest.NewModel("image", 3, 96, 96)
	m.Metadata("summit.preprocess", "size = 96\nresize = \"none\"\nscale = 0.00392156862745098\n")
	random := rand.New(rand.NewPCG(11, 12))
	unit := func(name, in string, inputs, outputs, size, stride int) string {
		weights := make([]float32, outputs*inputs*size*size)
		for i := range weights {
			weights[i] = float32(random.NormFloat64()) / float32(size)
		}
		pad := size / 2
		return m.Relu(name+"/relu", m.Conv(name, in, onnxtest.Conv{Weights: weights, Out: outputs, Kernel: [2]int{size, size},
			Stride: [2]int{stride, stride}, Pads: [4]int{pad, pad, pad, pad}}))
	}
	x, channels := unit("conv1", m.Input(), 3, 32, 3, 2), 32
	for i := range 3 {
		name := fmt.Sprint("fire", i+2)
		x = m.MaxPool(name+"/pool", x, onnxtest.Pool{Kernel: [2]int{3, 3}, Stride: [2]int{2, 2}})
		x = unit(name+"/squeeze", x, channels, 16, 1, 1)
		x = m.Concat(name+"/concat", unit(name+"/expand1x1", x, 16, 64, 1, 1), unit(name+"/expand3x3", x, 16, 64, 3, 1))
		channels = 128
	}
	return m.Classifier(x, make([]float32, 10*channels), 10).Bytes()
}
