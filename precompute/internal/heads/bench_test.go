package heads

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"summit/precompute/internal/influence"
	"summit/precompute/internal/onnx"
	"summit/precompute/internal/runtime"
	"summit/precompute/internal/topology"
)

// BenchmarkHeads compares, per image, inference with heads with that of the plain model, on the device that SUMMIT_DEVICE names as --device
// does (the CPU without it, on one thread), for InceptionV1's architecture and SqueezeNet 1.1 in batches. Metrics: ms of each for an image,
// ratio of the two, images/s with heads. Of each the shortest time counts.
func BenchmarkHeads(b *testing.B) {
	if err := openRuntime(); err != nil {
		b.Skipf("SKIPPED: %v", err)
	}
	device, batches := benchmarkDevice(b)
	for _, model := range []struct {
		name string
		load func() (*onnx.Model, error)
	}{
		{"squeezenet1.1", func() (*onnx.Model, error) { return onnx.Load(shared(b, "models", "squeezenet1.1-imagenet.onnx")) }},
		{"inception_v1", func() (*onnx.Model, error) { return onnx.Parse("inception", randomInception(b)) }},
	} {
		for _, batch := range batches {
			b.Run(fmt.Sprintf("%s/%s/batch=%d", model.name, device.Name, batch), func(b *testing.B) {
				m, err := model.load()
				must(b, err)
				benchmarkHeads(b, m, device, batch)
			})
		}
	}
}

func benchmarkDevice(b *testing.B) (runtime.Device, []int) {
	name := os.Getenv("SUMMIT_DEVICE")
	if name == "" {
		return runtime.Device{Name: "cpu"}, []int{1, 4}
	}
	device, err := runtime.ParseDevice(name)
	must(b, err)
	library, err := runtime.Find("")
	must(b, err)
	must(b, device.Check(library))
	if strings.HasPrefix(name, "cpu") {
		return device, []int{1, 4}
	}
	return device, []int{1, 16, 64}
}

func benchmarkHeads(b *testing.B, m *onnx.Model, device runtime.Device, batch int) {
	n, err := topology.Analyse(m, topology.Options{Height: 224, Width: 224})
	must(b, err)
	m, err = m.WithBatch(batch)
	must(b, err)
	o := Options{Options: influence.Options{TopK: 5, Inhibition: true, Stride: 1}, Height: 224, Width: 224, Batch: batch, Block: DefaultBlock}
	h, err := New(m, n, o)
	must(b, err)
	plain, err := m.WithOutputs(nil)
	must(b, err)
	images := []runtime.Input{{Name: n.Input.Name, Shape: []int64{int64(batch), 3, 224, 224}}}
	bare, err := device.NewSession(plain, images, []string{n.Output}, 1)
	must(b, err)
	defer bare.Close()
	full, err := device.NewSession(h.Model, images, h.Outputs, 1)
	must(b, err)
	defer full.Close()
	for i, image := range photographs(b, batch) {
		copy(full.Input()[i*len(image):], image)
	}
	copy(bare.Input(), full.Input())
	times := [2]float64{}
	for b.Loop() {
		for i, run := range []func() error{bare.Run, full.Run} {
			start := time.Now()
			must(b, run())
			if ms := time.Since(start).Seconds() * 1000 / float64(batch); times[i] == 0 || ms < times[i] {
				times[i] = ms
			}
		}
	}
	b.ReportMetric(times[0], "plain-ms")
	b.ReportMetric(times[1], "heads-ms")
	b.ReportMetric(times[1]/times[0], "ratio")
	b.ReportMetric(1000/times[1], "images/s")
}
