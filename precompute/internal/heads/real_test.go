package heads

import (
	"archive/tar"
	"bytes"
	"image"
	_ "image/jpeg"
	"io"
	"os"
	"path/filepath"
	"testing"

	"github.com/klauspost/compress/zstd"

	"summit/precompute/internal/influence"
	"summit/precompute/internal/onnx"
	"summit/precompute/internal/preprocess"
	"summit/precompute/internal/runtime"
	"summit/precompute/internal/topology"
)

// shared is a file of the test material, which is no part of the repository.
func shared(tb testing.TB, path ...string) string {
	tb.Helper()
	dir := os.Getenv("SUMMIT_SHARED")
	if dir == "" {
		tb.Skip("SKIPPED: SUMMIT_SHARED names no folder of test material")
	}
	file := filepath.Join(append([]string{dir}, path...)...)
	if _, err := os.Stat(file); err != nil {
		tb.Skipf("SKIPPED: %v", err)
	}
	return file
}

// photographs are the first n of ImageNet's, as the model takes them.
func photographs(tb testing.TB, n int) [][]float32 {
	tb.Helper()
	f, err := os.Open(shared(tb, "data", "imagenet-samples-256.tar.zst"))
	must(tb, err)
	defer f.Close()
	z, err := zstd.NewReader(f)
	must(tb, err)
	defer z.Close()
	o, err := preprocess.Resolve("caffe", "", preprocess.Input{Name: "image", Channels: 3, Height: 224, Width: 224})
	must(tb, err)
	transform, err := preprocess.New(o)
	must(tb, err)
	var images [][]float32
	for files := tar.NewReader(z); len(images) < n; {
		header, err := files.Next()
		must(tb, err)
		if header.Typeflag != tar.TypeReg {
			continue
		}
		data, err := io.ReadAll(files)
		must(tb, err)
		picture, _, err := image.Decode(bytes.NewReader(data))
		must(tb, err)
		input := make([]float32, transform.Len())
		must(tb, transform.Apply(picture, input))
		images = append(images, input)
	}
	return images
}

func must(tb testing.TB, err error) {
	tb.Helper()
	if err != nil {
		tb.Fatal(err)
	}
}

// sideBySide is a model with the outputs that the CPU's kernel reads, and the same with heads.
type sideBySide struct {
	network  *topology.Network
	plan     *influence.Plan
	recorder *influence.Recorder
	kernel   *runtime.Session
	maps     []influence.Map
	heads    *Heads
	device   *runtime.Session
	batch    int
}

func newSideBySide(tb testing.TB, m *onnx.Model, batch int) *sideBySide {
	tb.Helper()
	if err := openRuntime(); err != nil {
		tb.Skipf("SKIPPED: %v", err)
	}
	n, err := topology.Analyse(m, topology.Options{Height: 224, Width: 224})
	must(tb, err)
	r := &sideBySide{network: n, batch: batch}
	o := influence.Options{TopK: 5, Inhibition: true, Stride: 1}
	r.plan, err = influence.NewPlan(n, o)
	must(tb, err)
	r.recorder = influence.NewRecorder(r.plan)
	together, err := m.WithBatch(batch)
	must(tb, err)
	r.heads, err = New(together, n, Options{Options: o, Height: 224, Width: 224, Batch: batch, Block: 32 << 20})
	must(tb, err)
	r.device, err = runtime.NewSession(r.heads.Model, n.Input.Name, []int64{int64(batch), 3, 224, 224}, r.heads.Outputs, 1)
	must(tb, err)
	tb.Cleanup(func() { r.device.Close() })
	var taps []onnx.Tap
	var outputs []string
	for _, tensor := range r.plan.Tensors {
		taps = append(taps, onnx.Tap{Tensor: tensor.Name, Map: true, Max: true, NegMin: true})
		outputs = append(outputs, tensor.Name, onnx.MaxName(tensor.Name), onnx.NegMinName(tensor.Name))
	}
	model, err := m.WithOutputs(taps)
	must(tb, err)
	r.kernel, err = runtime.NewSession(model, n.Input.Name, []int64{1, 3, 224, 224}, outputs, 1)
	must(tb, err)
	tb.Cleanup(func() { r.kernel.Close() })
	r.maps = make([]influence.Map, len(r.plan.Tensors))
	return r
}

// byKernel is what the CPU's kernel records; r.maps are then the image's.
func (r *sideBySide) byKernel(tb testing.TB, image []float32) (excitation, inhibition []uint32) {
	copy(r.kernel.Input(), image)
	must(tb, r.kernel.Run())
	for i := range r.maps {
		values, largest, negMin := r.kernel.Output(3*i), r.kernel.Output(3*i+1), r.kernel.Output(3*i+2)
		m := &r.maps[i]
		*m = influence.Map{Data: values.Data, Channels: int(values.Shape[1]), Height: int(values.Shape[2]), Width: int(values.Shape[3]), Max: largest.Data}
		for _, v := range negMin.Data {
			m.Min = append(m.Min, -v)
		}
	}
	return r.recorder.Record(r.maps, nil, nil)
}

func (r *sideBySide) run(tb testing.TB, images [][]float32) {
	size := len(r.device.Input()) / r.batch
	for b, image := range images {
		copy(r.device.Input()[b*size:], image)
	}
	must(tb, r.device.Run())
}

func (r *sideBySide) byHeads(tb testing.TB, b int) (excitation, inhibition []uint32) {
	var outputs [][]float32
	for _, output := range r.device.Image(b) {
		outputs = append(outputs, output.Data)
	}
	excitation, inhibition, err := r.heads.Record(outputs, nil, nil)
	must(tb, err)
	return excitation, inhibition
}

// apart groups the keys that a has and b lacks by step and output.
func (r *sideBySide) apart(a, b []uint32) map[[2]int][]uint32 {
	have := map[uint32]bool{}
	for _, key := range b {
		have[key] = true
	}
	list := map[[2]int][]uint32{}
	for _, key := range a {
		if !have[key] {
			i := r.stepOf(key)
			s := &r.heads.steps[i]
			at := [2]int{i, (int(key) - s.first) / s.candidates}
			list[at] = append(list[at], key)
		}
	}
	return list
}

func (r *sideBySide) stepOf(key uint32) int {
	i := 0
	for i+1 < len(r.heads.steps) && r.heads.steps[i+1].first <= int(key) {
		i++
	}
	return i
}
