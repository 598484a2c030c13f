package pipeline

import (
	"encoding/binary"
	"fmt"
	"image"
	"image/png"
	"io"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx/onnxpb"
	"summit/precompute/internal/onnx/onnxtest"
	"summit/precompute/internal/part"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/runtime"
)

// TestTryDevice plants errors in what stands for a device's model: in its own weights, in those of its classifier, and in the kernels that
// find influences and nothing else.
func TestTryDevice(t *testing.T) {
	const wayOut = "--device cpu computes it as it is; another driver or another ONNX Runtime (--ort-lib) may, too; the option tolerance of --device, now "
	for _, c := range []struct {
		name, plant string // initializer whose weights are changed
		change      func(float32) float32
		tolerance   string
		want        string
	}{
		{name: "nothing", plant: "none"},
		{name: "layer", plant: "b.weight", change: negate, want: `of layer "b" reaches `},
		{name: "first of two layers", plant: "a.weight", change: negate, want: `of layer "a" reaches `},
		{name: "no number", plant: "b.weight", change: nan, want: `of layer "b" reaches `},
		{name: "influences alone", plant: "heads/kernels", change: negate, want: `influences of step "b" are others`},
		{name: "logits alone", plant: "fc.weight", change: negate, want: `is `},
		{name: "within the tolerance", plant: "b.weight", change: slightly},
		{name: "beyond a tolerance of zero", plant: "b.weight", change: slightly, tolerance: "0", want: `of layer "b" reaches `},
		{name: "within a tolerance of one", plant: "b.weight", change: double, tolerance: "1"},
	} {
		t.Run(c.name, func(t *testing.T) {
			j := trialJob(t)
			j.options.Device = runtime.Device{Name: "webgpu", Options: map[string]string{}}
			if c.tolerance != "" {
				j.options.Device.Options["tolerance"] = c.tolerance
			}
			j.openPlanted(t, c.plant, c.change)
			count := progress.Lines(io.Discard)
			defer count.Close()
			err := j.tryDevice(count)
			d := j.saver.Device
			if c.want == "" {
				if err != nil || d.Images != 4 || c.change == nil && d != (part.Deviation{Images: 4}) {
					t.Errorf("%+v, error %v", d, err)
				}
				return
			}
			if err == nil || !strings.HasPrefix(err.Error(), `the device "webgpu`) || !strings.Contains(err.Error(), c.want) {
				t.Fatalf("error %v, want %q", err, c.want)
			}
			if got := hint.Of(err)[0]; !strings.HasPrefix(got, wayOut) {
				t.Errorf("hint %q", got)
			}
			t.Log(err)
		})
	}
}

func negate(w float32) float32   { return -w }
func double(w float32) float32   { return 2 * w }
func slightly(w float32) float32 { return w * 1.001 }
func nan(float32) float32        { return float32(math.NaN()) }

// trialJob is a run over six pictures, two of which cannot be read, in batches of four, by a model with heads and by taps.
func trialJob(t *testing.T) *job {
	t.Helper()
	dir, random := t.TempDir(), rand.New(rand.NewPCG(5, 6))
	m := onnxtest.NewModel("image", 3, 12, 12)
	m.Metadata("summit.preprocess", "size = 12\nresize = \"none\"\nscale = 0.01\n")
	draw := func(n int) []float32 {
		w := make([]float32, n)
		for i := range w {
			w[i] = float32(random.NormFloat64())
		}
		return w
	}
	x := m.Relu("a/relu", m.Conv("a", m.Input(), onnxtest.Conv{Weights: draw(8 * 3 * 9), Out: 8, Kernel: [2]int{3, 3}}))
	x = m.Relu("b/relu", m.Conv("b", x, onnxtest.Conv{Weights: draw(8 * 8 * 9), Out: 8, Kernel: [2]int{3, 3}}))
	if err := os.WriteFile(filepath.Join(dir, "model.onnx"), m.Classifier(x, draw(2*8), 2).Bytes(), 0o666); err != nil {
		t.Fatal(err)
	}
	data := filepath.Join(dir, "data", "0")
	if err := os.MkdirAll(data, 0o777); err != nil {
		t.Fatal(err)
	}
	for i := range 6 {
		f, err := os.Create(filepath.Join(data, fmt.Sprintf("%d.png", i)))
		if err != nil {
			t.Fatal(err)
		}
		p := image.Image(softShapes(random, 12))
		if i < 2 {
			p = softShapes(random, 11) // of another size than the model takes
		}
		if err := png.Encode(f, p); err != nil {
			t.Fatal(err)
		}
		f.Close()
	}
	o := benchmarkOptions(filepath.Join(dir, "model.onnx"), filepath.Dir(data))
	j, err := prepare(&o)
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	cpu := j.taps
	t.Cleanup(func() { j.close() })
	o.Heads, o.Batch = true, 4
	withHeads, err := plan(&o)
	if err != nil {
		t.Fatal(err)
	}
	withHeads.taps, withHeads.saver = cpu, newSaver(withHeads)
	return withHeads
}

// openPlanted is openDevice with a model on the CPU in which the weights of that name are changed.
func (j *job) openPlanted(t *testing.T, name string, change func(float32) float32) {
	t.Helper()
	model := &onnxpb.ModelProto{}
	if err := proto.Unmarshal(j.heads.Model, model); err != nil {
		t.Fatal(err)
	}
	found := change == nil
	var names []string
	for _, w := range model.Graph.Initializer {
		names = append(names, w.GetName())
		if w.GetName() != name {
			continue
		}
		found = true
		for i, v := range w.FloatData {
			w.FloatData[i] = change(v)
		}
		for i := 0; i+4 <= len(w.RawData); i += 4 {
			v := math.Float32frombits(binary.LittleEndian.Uint32(w.RawData[i:]))
			binary.LittleEndian.PutUint32(w.RawData[i:], math.Float32bits(change(v)))
		}
	}
	if !found {
		t.Fatalf("no weights %q among %q", name, names)
	}
	data, err := proto.Marshal(model)
	if err != nil {
		t.Fatal(err)
	}
	session, err := runtime.NewSession(data, j.network.Input.Name, j.inputShape(j.options.Batch), j.heads.Outputs, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { session.Close() })
	j.device = &device{heads: j.heads, session: session}
}
