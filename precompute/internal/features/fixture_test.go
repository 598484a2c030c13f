package features_test

import (
	"context"
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"io"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/features"
	"summit/precompute/internal/onnx/onnxtest"
	"summit/precompute/internal/pipeline"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/runtime"
	"summit/precompute/internal/work"
)

const side = 32

// Channels of the second layer with a part to play. The others have random weights.
const (
	second = 9
	blind  = 1 // reads what only very red pictures excite: noise leads nowhere
	dead   = 2 // nothing excites it
)

// testModel is a network of two layers, each convolutions behind rectifiers, and scores; between is an operator within the second.
func testModel(between string) *onnxtest.Model {
	random := rand.New(rand.NewPCG(3, 4))
	weights := func(n int, size float64) []float32 {
		w := make([]float32, n)
		for k := range w {
			w[k] = float32(size * random.NormFloat64())
		}
		return w
	}
	m := onnxtest.NewModel("image", 3, side, side)
	m.Metadata("summit.preprocess", fmt.Sprintf("size = %d\nresize = \"none\"\nscale = 0.00392156862745098\n", side))
	m.Metadata("summit.labels", "red\nblue\n")
	first := onnxtest.Conv{Weights: weights(8*3*9, 0.4), Bias: make([]float32, 8), Out: 8, Kernel: [2]int{3, 3}, Stride: [2]int{2, 2}, Pads: [4]int{1, 1, 1, 1}}
	for k := range 27 {
		first.Weights[k] = -1
		if k < 9 {
			first.Weights[k] = 1
		}
	}
	first.Bias[0] = -4 // of 9, for pure red
	x := m.Relu("first", m.Conv("first/conv", m.Input(), first))
	last := onnxtest.Conv{Weights: weights(second*8*9, 0.3), Bias: make([]float32, second), Out: second, Kernel: [2]int{3, 3}, Pads: [4]int{1, 1, 1, 1}}
	for k := range 8 * 9 {
		last.Weights[blind*72+k], last.Weights[dead*72+k] = 0, 0
		if k < 9 {
			last.Weights[blind*72+k] = 1
		}
	}
	last.Bias[dead] = -1
	x = m.Conv("second/conv", x, last)
	if between != "" {
		x = m.Node(between, "between", []string{x}, nil)
	}
	x = m.Relu("second", x)
	pooled := m.Node("GlobalAveragePool", "pooled", []string{x}, nil)
	flat := m.Node("Flatten", "flat", []string{pooled}, nil)
	scores := m.Node("Gemm", "scores", []string{flat, m.Floats("scores.weight", weights(second*2, 1), second, 2)}, nil)
	return m.Output(scores)
}

// place is a folder with a model and a bundle of it.
type place struct{ dir, model, bundle string }

// made keeps the bundles of newPlace, by that operator.
var made = map[string]place{}

// newPlace is a copy of a bundle of the model.
func newPlace(t testing.TB, between string) place {
	t.Helper()
	library, err := runtime.Find("")
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	p, ok := made[between]
	if !ok {
		dir, err := os.MkdirTemp("", "features")
		must(t, err)
		p = place{dir, filepath.Join(dir, "model.onnx"), filepath.Join(dir, "bundle")}
		p.run(t, testModel(between))
		made[between] = p
	}
	closeLibrary, err := runtime.Open(library)
	must(t, err)
	t.Cleanup(func() { must(t, closeLibrary()) })
	return p.copied(t)
}

func TestMain(m *testing.M) {
	code := m.Run()
	for _, p := range made {
		os.RemoveAll(p.dir)
	}
	os.Exit(code)
}

// run takes the model over a few pictures, red ones and blue ones.
func (p place) run(t testing.TB, m *onnxtest.Model) {
	t.Helper()
	must(t, os.WriteFile(p.model, m.Bytes(), 0o666))
	random := rand.New(rand.NewPCG(5, 6))
	for n := range 8 {
		draw(t, filepath.Join(p.dir, "data", []string{"red", "blue"}[n%2], fmt.Sprintf("%d.png", n)), random, n%2 == 0)
	}
	count := progress.Lines(io.Discard)
	defer count.Close()
	_, err := pipeline.Run(context.Background(), pipeline.Options{Model: p.model, Data: filepath.Join(p.dir, "data"), Out: p.bundle, Tool: "test",
		Command: "run", Mass: 0.3, MassEmbed: 0.1, TopK: 3, MinRecord: 1, Stride: 1, Threads: 2, Batch: 1}, count)
	must(t, err)
}

// draw writes a picture of noise, and a patch of pure red where it is a red one.
func draw(t testing.TB, file string, random *rand.Rand, red bool) {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for at := range side * side {
		c := color.RGBA{uint8(random.IntN(200)), uint8(random.IntN(256)), uint8(random.IntN(256)), 255}
		if y, x := at/side, at%side; red && y > 8 && y < 20 && x > 4 && x < 22 {
			c = color.RGBA{255, 0, 0, 255}
		}
		img.SetRGBA(at%side, at/side, c)
	}
	must(t, os.MkdirAll(filepath.Dir(file), 0o777))
	f, err := os.Create(file)
	must(t, err)
	must(t, errors.Join(png.Encode(f, img), f.Close()))
}

// options make quick pictures of the place's bundle.
func (p place) options() features.Options {
	o := features.Standard()
	o.Model, o.Bundle, o.Steps, o.Threads = p.model, p.bundle, 16, 2
	return o
}

// makeFeatures is features.Make on the bundle's work folder, without progress.
func makeFeatures(ctx context.Context, o features.Options) (summary features.Summary, err error) {
	var folder *work.Folder
	if o.Shard == (work.Shard{}) {
		if folder, err = work.Hold(o.Bundle); err != nil {
			return summary, err
		}
		defer func() { err = errors.Join(err, folder.Close()) }()
	}
	count := progress.Lines(io.Discard)
	defer count.Close()
	return features.Make(ctx, o, folder, count)
}

// copied is the place with a copy of its bundle.
func (p place) copied(t testing.TB) place {
	t.Helper()
	dir := t.TempDir()
	must(t, os.CopyFS(filepath.Join(dir, "bundle"), os.DirFS(p.bundle)))
	return place{dir, p.model, filepath.Join(dir, "bundle")}
}

// contents are all files of a folder.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	must(t, fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		files[path] = string(data)
		return err
	}))
	return files
}

// verified opens a bundle in which nothing is wrong.
func verified(t testing.TB, dir string) *bundle.Reader {
	t.Helper()
	report, err := bundle.Verify(dir)
	must(t, err)
	for _, p := range report.Problems {
		t.Errorf("%s: %s", p.Path, p.What)
	}
	r, err := bundle.Open(dir)
	must(t, err)
	t.Cleanup(func() { r.Close() })
	return r
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
