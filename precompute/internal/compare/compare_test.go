package compare

import (
	"math"
	"path/filepath"
	"strings"
	"testing"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/bundle/bundletest"
	format "summit/shared/bundle"
)

func small(t *testing.T, seed uint64) *bundle.Reader {
	t.Helper()
	o := bundletest.Small()
	o.Seed, o.Tile = seed, 0
	dir := filepath.Join(t.TempDir(), "bundle")
	if err := bundletest.Write(dir, o); err != nil {
		t.Fatal(err)
	}
	r, err := bundle.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

func compared(t *testing.T, a, b *bundle.Reader, tolerance float64) *Report {
	t.Helper()
	r, err := Bundles(a, b, tolerance)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func TestEqualBundles(t *testing.T) {
	r := compared(t, small(t, 1), small(t, 1), 0)
	if !r.Equal || len(r.Manifest) > 0 || r.Files.Differing > 0 || r.Files.Total == 0 {
		t.Errorf("%+v", r)
	}
	for _, array := range r.Arrays {
		if array.Share != 0 || array.Differing != 0 || array.Jaccard != 1 || array.Worst != nil || array.Largest.Where != "" {
			t.Errorf("%+v", array)
		}
	}
}

// dense is class c of a bundle as one vector: a matrix's rows one after the other.
func dense(t *testing.T, r *bundle.Reader, name string, c int) []float64 {
	t.Helper()
	channels := r.Manifest().Channels()
	var values []float64
	if name == format.Activation || name == format.ActivationEmbed {
		read := r.Activation
		if name == format.ActivationEmbed {
			read = r.ActivationEmbed
		}
		row, err := read(c)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range row {
			values = append(values, float64(v))
		}
		return values
	}
	m, err := r.Matrix(format.Matrix(name), c)
	if err != nil {
		t.Fatal(err)
	}
	values = make([]float64, channels*channels)
	for j := range channels {
		indices, counts := m.Row(j)
		for k, i := range indices {
			values[j*channels+int(i)] = float64(counts[k])
		}
	}
	return values
}

// Figures of two bundles that have nothing to do with each other equal those of loops over the dense arrays.
func TestFiguresEqualLoops(t *testing.T) {
	a, b := small(t, 1), small(t, 2)
	r := compared(t, a, b, 0)
	if r.Equal {
		t.Error("bundles of two seeds are equal")
	}
	checked := 0
	for _, array := range r.Arrays {
		switch array.Name {
		case format.Activation, format.ActivationEmbed, string(format.Influence), string(format.Inhibition):
			checkArray(t, array, a, b)
			checked++
		}
	}
	if checked != 4 {
		t.Errorf("%d arrays", checked)
	}
	if r := compared(t, a, b, 1); !r.Equal {
		t.Error("they differ at a tolerance of 1")
	}
}

func checkArray(t *testing.T, got Array, a, b *bundle.Reader) {
	t.Helper()
	var apart, sum, largest, worst, both, either, differing float64
	for c := range a.Manifest().Classes {
		x, y := dense(t, a, got.Name, c), dense(t, b, got.Name, c)
		var classApart, classSum float64
		for i := range x {
			d := math.Abs(x[i] - y[i])
			classApart, classSum, largest = classApart+d, classSum+x[i]+y[i], max(largest, d)
			if d > 0 {
				differing++
			}
			if x[i] > 0 || y[i] > 0 {
				either++
			}
			if x[i] > 0 && y[i] > 0 {
				both++
			}
		}
		apart, sum, worst = apart+classApart, sum+classSum, max(worst, classApart/classSum)
	}
	if got.Share != apart/sum || math.Abs(got.Largest.A-got.Largest.B) != largest || got.Worst.Share != worst ||
		got.Jaccard != both/either || float64(got.Differing) != differing {
		t.Errorf("%+v, want share %v, largest difference %v, worst class %v, Jaccard %v, %v differing", got, apart/sum, largest, worst, both/either, differing)
	}
}

func TestSlotsOfExamples(t *testing.T) {
	array := newTally("examples")
	array.same(3, 3, "a")
	array.same(3, 4, "b")
	array.same(5, 5, "c")
	array.same(4, 3, "d")
	if array.Entries != 4 || array.Differing != 2 || array.Share != 0.5 || array.Largest != (Largest{3, 4, "b"}) {
		t.Errorf("%+v", array.Array)
	}
}

func TestUnlikeBundles(t *testing.T) {
	o := bundletest.Small()
	o.Tile, o.Classes = 0, 3
	dir := filepath.Join(t.TempDir(), "bundle")
	if err := bundletest.Write(dir, o); err != nil {
		t.Fatal(err)
	}
	r, err := bundle.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if _, err := Bundles(small(t, 1), r, 0); err == nil || !strings.Contains(err.Error(), "24 and 3 classes") {
		t.Errorf("%v", err)
	}
}

func TestManifestFields(t *testing.T) {
	a, b := *small(t, 1).Manifest(), *small(t, 1).Manifest()
	b.Parameters.TopK++
	b.Command, b.Tool = "another", "another"
	got := manifests(&a, &b)
	if len(got) != 1 || !strings.HasPrefix(got[0], "parameters.topk: ") {
		t.Errorf("%q", got)
	}
}
