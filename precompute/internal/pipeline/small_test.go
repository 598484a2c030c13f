package pipeline_test

import (
	"context"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/pipeline"
	"summit/precompute/internal/pipeline/reference"
)

// smallNet is a convolution, a pooling and a fire module, with three classes.
func smallNet() *reference.Net {
	random := rand.New(rand.NewPCG(5, 6))
	weights := func(count int) []float64 {
		values := make([]float64, count)
		for i := range values {
			values[i] = float64(random.IntN(5) - 2)
		}
		return values
	}
	square := func(size int) reference.Window {
		return reference.Window{Kernel: [2]int{size, size}, Pads: [4]int{size / 2, size / 2, size / 2, size / 2}}
	}
	n := reference.New(12, 12, largestPixel)
	x := n.Clip(n.Conv(0, square(3), 1, weights(6*27), weights(6)))
	x = n.MaxPool(x, reference.Window{Kernel: [2]int{2, 2}, Stride: [2]int{2, 2}})
	x = n.Clip(n.Conv(x, square(1), 1, weights(4*6), weights(4)))
	one := n.Relu(n.Conv(x, square(1), 1, weights(5*4), weights(5)))
	three := n.Relu(n.Conv(x, square(3), 1, weights(5*4*9), weights(5)))
	n.Concat(one, three)
	n.Head = [][]float64{weights(10), weights(10), weights(10)}
	return n
}

// small writes smallNet and eight pictures of each of its classes, and returns the options of a run over them.
func small(t testing.TB) pipeline.Options {
	t.Helper()
	needRuntime(t)
	random, p := rand.New(rand.NewPCG(7, 8)), &pictures{}
	for label := range 3 {
		for range 8 {
			p.labels = append(p.labels, label)
			p.images = append(p.images, randomImage(random, 12, 12))
		}
	}
	dir := t.TempDir()
	must(t, write(smallNet(), p, dir))
	return options(dir)
}

// runSmall runs and wants a bundle in which verify finds nothing wrong, and nothing beside it.
func runSmall(t testing.TB, o pipeline.Options) pipeline.Summary {
	t.Helper()
	summary, err := run(context.Background(), o)
	must(t, err)
	report, err := bundle.Verify(o.Out)
	must(t, err)
	for _, problem := range report.Problems {
		t.Errorf("%s: %s", problem.Path, problem.What)
	}
	wantNoRest(t, o)
	return summary
}

// wantNoRest wants no folder left of a bundle that was being written.
func wantNoRest(t testing.TB, o pipeline.Options) {
	t.Helper()
	rest, err := filepath.Glob(o.Out + ".*")
	must(t, err)
	for _, path := range rest {
		t.Errorf("%q is left", path)
	}
}

// contents are a folder's files by path.
func contents(t testing.TB, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	must(t, fs.WalkDir(os.DirFS(dir), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		files[path] = string(data)
		return err
	}))
	return files
}

// wantSame wants two folders of the same files.
func wantSame(t testing.TB, what string, got, want map[string]string) {
	t.Helper()
	for path, data := range want {
		if other, ok := got[path]; !ok {
			t.Errorf("%s: %s is missing", what, path)
		} else if other != data {
			t.Errorf("%s: %s differs", what, path)
		}
	}
	for path := range got {
		if _, ok := want[path]; !ok {
			t.Errorf("%s: %s is new", what, path)
		}
	}
}

func openBundle(t testing.TB, dir string) *bundle.Reader {
	t.Helper()
	r, err := bundle.Open(dir)
	must(t, err)
	t.Cleanup(func() { r.Close() })
	return r
}
