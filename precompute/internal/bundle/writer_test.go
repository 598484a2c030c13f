package bundle_test

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/bundle/bundletest"
	"summit/precompute/internal/hint"
	format "summit/shared/bundle"
	"summit/shared/model"
	"summit/shared/sparse"
)

// tiny is a bundle small enough to try every byte of.
func tiny() bundletest.Options {
	return bundletest.Options{Classes: 2, Layers: []int{4, 3}, Images: 20, Sources: 3, Seed: 5, Inhibition: true, Embedding: true, Usage: true, Tile: 16, Features: true, Workers: 1}
}

// contents reads a folder: the sha256 of every file by path.
func contents(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := os.ReadFile(filepath.Join(dir, path))
		files[path] = fmt.Sprintf("%x", sha256.Sum256(data))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

// TestWriterBytes: any number of workers makes the same files.
func TestWriterBytes(t *testing.T) {
	var want map[string]string
	for _, workers := range []int{1, 2, 7} {
		o := bundletest.Small()
		o.Workers = workers
		dir := filepath.Join(t.TempDir(), "b")
		if err := bundletest.Write(dir, o); err != nil {
			t.Fatal(err)
		}
		got := contents(t, dir)
		if want == nil {
			want = got
		}
		if !reflect.DeepEqual(got, want) {
			t.Errorf("%d workers make other files", workers)
		}
	}
}

// threeClasses are rows of a network of two layers of two channels, written by hand.
var threeClasses = []bundle.Rows{
	{Activation: []uint32{1, 2, 3, 4}, ActivationEmbed: []uint32{1, 1, 1, 1},
		Influence: sparse.CSR{Indptr: []uint32{0, 0, 0, 1, 3}, Indices: []uint32{1, 0, 1}, Values: []uint32{4, 5, 6}}},
	{Activation: []uint32{0, 0, 0, 0}, ActivationEmbed: []uint32{0, 0, 0, 0},
		Influence: sparse.CSR{Indptr: []uint32{0, 0, 0, 0, 0}}},
	{Activation: []uint32{8, 7, 6, 5}, ActivationEmbed: []uint32{2, 2, 2, 2},
		Influence: sparse.CSR{Indptr: []uint32{0, 0, 0, 0, 1}, Indices: []uint32{0}, Values: []uint32{8}}},
}

func threeClassesManifest() *model.Manifest {
	return &model.Manifest{
		Format:  model.Format,
		Data:    model.Data{Images: 18},
		Layers:  []model.Layer{{Name: "a", Channels: 2}, {Name: "b", Channels: 2, Offset: 2}},
		Links:   []model.Link{{From: "a", To: "b"}},
		Classes: []model.Class{{ID: "x", Images: 10}, {ID: "none"}, {ID: "y", Images: 8}},
	}
}

// writeThree writes threeClasses, the last class first.
func writeThree(t *testing.T, dir string) *bundle.Writer {
	t.Helper()
	w, err := bundle.Create(dir, bundle.Shape{Classes: 3, Channels: 4}, 1)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Abort() })
	for c := 2; c >= 0; c-- {
		if err := w.Class(c, threeClasses[c]); err != nil {
			t.Fatal(err)
		}
	}
	n := 4 * format.ExampleCount
	e := format.Examples{Class: make([]uint32, n), Activation: make([]float32, n)}
	for k := range e.Class {
		e.Class[k] = format.NoExample
	}
	e.Class[0], e.Activation[0] = 2, 1.5
	if err := w.Examples(e); err != nil {
		t.Fatal(err)
	}
	return w
}

// TestWriteRead reads back what was written: rows, means worked out by hand, examples.
func TestWriteRead(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new", "b")
	w := writeThree(t, dir)
	if err := w.Commit(threeClassesManifest()); err != nil {
		t.Fatal(err)
	}
	r, err := bundle.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	for c, want := range threeClasses {
		got, err := r.Class(c)
		if err != nil || !reflect.DeepEqual(got.Activation, want.Activation) || !sameMatrix(got.Influence, want.Influence) ||
			int(got.Images) != r.Manifest().Classes[c].Images {
			t.Errorf("class %d: got %+v, %v; want %+v", c, got, err, want)
		}
		if embed, err := r.ActivationEmbed(c); err != nil || !reflect.DeepEqual(embed, want.ActivationEmbed) {
			t.Errorf("class %d: got %v, %v; want %v", c, embed, err, want.ActivationEmbed)
		}
	}
	n, err := r.Network()
	want := []float64{(1./10 + 8./8) / 2, (2./10 + 7./8) / 2, (3./10 + 6./8) / 2, (4./10 + 5./8) / 2}
	if err != nil || !reflect.DeepEqual(n.MeanRate, want) {
		t.Errorf("mean rates %v, %v; want %v", n.MeanRate, err, want)
	}
	e, err := r.Examples()
	if err != nil {
		t.Fatal(err)
	}
	if classes, activations := e.Of(0); !reflect.DeepEqual(classes, []uint32{2}) || !reflect.DeepEqual(activations, []float32{1.5}) {
		t.Errorf("examples %v, %v", classes, activations)
	}
	if report, err := bundle.Verify(dir); err != nil || len(report.Problems) > 0 {
		t.Errorf("verify: %v, %v", report.Problems, err)
	}
}

func sameMatrix(a, b sparse.CSR) bool {
	return reflect.DeepEqual(a.Indptr, b.Indptr) && fmt.Sprint(a.Indices, a.Values) == fmt.Sprint(b.Indices, b.Values)
}

// TestUnfinished: before Commit there is nothing at the place of the bundle, and after Abort nothing beside it.
func TestUnfinished(t *testing.T) {
	parent := t.TempDir()
	dir := filepath.Join(parent, "b")
	w := writeThree(t, dir)
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("before Commit: %v", err)
	}
	if _, err := bundle.Open(dir + ".partial"); err == nil || !strings.Contains(err.Error(), "no zarr.json") {
		t.Errorf("the unfinished folder opens: %v", err)
	}
	if report, err := bundle.Verify(dir + ".partial"); err != nil || len(report.Problems) == 0 {
		t.Errorf("the unfinished folder is verified: %v", err)
	}
	if err := w.Abort(); err != nil {
		t.Fatal(err)
	}
	if left := contents(t, parent); len(left) > 0 {
		t.Errorf("after Abort: %v", left)
	}
}

// TestUnfinishedBefore: what a killed run left is replaced, and something else of that name is not.
func TestUnfinishedBefore(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "b")
	writeThree(t, dir)
	if err := writeThree(t, dir).Commit(threeClassesManifest()); err != nil {
		t.Error(err)
	}
	mine := filepath.Join(dir+".partial", "thesis.txt")
	if err := os.MkdirAll(filepath.Dir(mine), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(mine, []byte("years of work"), 0o666); err != nil {
		t.Fatal(err)
	}
	if _, err := bundle.Create(dir, bundle.Shape{Classes: 1, Channels: 1}, 1); err == nil || len(hint.Of(err)) != 1 {
		t.Errorf("a folder that is not ours: error %v", err)
	}
	if _, err := os.Stat(mine); err != nil {
		t.Error(err)
	}
}

// TestTarget: a bundle and an empty folder are replaced, other folders and files are refused with a hint.
func TestTarget(t *testing.T) {
	dir := t.TempDir()
	empty, other, file := filepath.Join(dir, "empty"), filepath.Join(dir, "other"), filepath.Join(dir, "file")
	if err := errors.Join(os.Mkdir(empty, 0o777), os.Mkdir(other, 0o777), os.WriteFile(file, nil, 0o666),
		os.WriteFile(filepath.Join(other, "zarr.json"), []byte(`{"zarr_format":3,"node_type":"group"}`), 0o666)); err != nil {
		t.Fatal(err)
	}
	for _, refused := range []string{other, file} {
		before := contents(t, dir)
		_, err := bundle.Create(refused, bundle.Shape{Classes: 1, Channels: 1}, 1)
		if err == nil || !strings.Contains(err.Error(), refused) || len(hint.Of(err)) != 1 {
			t.Errorf("%s: error %v", refused, err)
		}
		if after := contents(t, dir); !reflect.DeepEqual(before, after) {
			t.Errorf("%s: %v instead of %v", refused, after, before)
		}
	}
	if err := writeThree(t, empty).Commit(threeClassesManifest()); err != nil {
		t.Error(err)
	}
	if err := bundletest.Write(empty, tiny()); err != nil {
		t.Error(err)
	}
	entries, err := os.ReadDir(dir)
	if report, verr := bundle.Verify(empty); err != nil || verr != nil || len(report.Problems) > 0 || report.Classes != 2 || len(entries) != 3 {
		t.Errorf("the replaced bundle: %+v, %v; beside it %v", report, verr, entries)
	}
}

// TestMissingClass: a class without rows is an error, and nothing is put in place.
func TestMissingClass(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "b")
	w, err := bundle.Create(dir, bundle.Shape{Classes: 3, Channels: 4}, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	if err := w.Class(0, threeClasses[0]); err != nil {
		t.Fatal(err)
	}
	if err := w.Commit(threeClassesManifest()); err == nil || !strings.Contains(err.Error(), `class "none"`) {
		t.Errorf("error %v", err)
	}
	if _, err := os.Stat(dir); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("after the error: %v", err)
	}
}
