package bundle

import (
	"fmt"
	"math"
	"reflect"
	"strings"
	"testing"

	"summit/shared/attribution"
	"summit/shared/model"
	"summit/shared/sparse"
	"summit/shared/zarr"
	"summit/shared/zarr/compress"
)

// stored is a bundle in memory: layers a (3 channels), b (2) and c (2), linked a-b and b-c; classes of 10 and 4 images.
type stored struct {
	manifest model.Manifest
	entries  int
	indptr   []uint32
	indices  []uint16
	counts   []uint32
}

func newStored() *stored {
	return &stored{
		manifest: model.Manifest{
			Format: model.Format,
			Data:   model.Data{Images: 14},
			Layers: []model.Layer{
				{Name: "a", Channels: 3, Excluded: []model.ExcludedEntry{{Channel: 2, Reason: "silent"}}},
				{Name: "b", Channels: 2, Offset: 3, Excluded: []model.ExcludedEntry{{Channel: 0, Reason: "silent"}}},
				{Name: "c", Channels: 2, Offset: 5}},
			Links:   []model.Link{{From: "a", To: "b"}, {From: "b", To: "c"}},
			Classes: []model.Class{{ID: "x", Images: 10}, {ID: "y", Images: 4}},
		},
		entries: 6,
		indptr:  []uint32{0, 0, 0, 0, 2, 3, 3, 5},
		indices: []uint16{0, 2, 1, 3, 4},
		counts:  []uint32{10, 1, 7, 2, 3},
	}
}

// open parses the bundle's metadata.
func (s *stored) open(t testing.TB) *Bundle {
	t.Helper()
	files := encode(t, &s.manifest, Arrays(&s.manifest, map[Matrix]int{Influence: s.entries}))
	b, err := Parse(files[Root])
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// class encodes the files of class 0, with that activation.
func (s *stored) class(b *Bundle, activation []uint32) [][]byte {
	e := compress.NewEncoder()
	return [][]byte{
		compress.Chunk(e, b.arrays[Activation], activation),
		compress.Chunk(e, b.arrays[Influence.Indptr()], s.indptr),
		compress.Chunk(e, b.arrays[Influence.Indices()], s.indices),
		compress.Chunk(e, b.arrays[Influence.Counts()], s.counts),
	}
}

func TestClassFiles(t *testing.T) {
	b := newStored().open(t)
	want := []string{"activation/c/1/0", "influence/indptr/c/1/0", "influence/indices/c/1/0", "influence/counts/c/1/0"}
	if got := b.ClassFiles(1); !reflect.DeepEqual(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := b.MatrixFiles(Inhibition, 0)[2]; got != "inhibition/counts/c/0/0" {
		t.Errorf("got %q", got)
	}
}

func TestDecodeClass(t *testing.T) {
	s := newStored()
	b := s.open(t)
	activation := []uint32{10, 0, 3, 4, 5, 6, 7}
	got, err := b.DecodeClass(zarr.NewDecoder(), 0, s.class(b, activation))
	want := attribution.Counts{Images: 10, Activation: activation, Influence: sparse.CSR{
		Indptr: s.indptr, Indices: []uint32{0, 2, 1, 3, 4}, Values: s.counts}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
}

// TestDecodeClassRejects damages one thing at a time and expects an error that names the file and what is wrong.
func TestDecodeClassRejects(t *testing.T) {
	tests := []struct {
		damage func(*stored)
		want   string
	}{
		{func(s *stored) { s.indptr[7] = 7 }, "influence/indptr/c/0/0: offsets end at 7 of 6 entries"},
		{func(s *stored) { s.indptr[7] = math.MaxUint32 }, "influence/indptr/c/0/0: offsets end at 4294967295"},
		{func(s *stored) { s.indptr[4] = 5 }, "influence/indptr/c/0/0: row offsets run backwards at row 4: 5, 3"},
		{func(s *stored) { s.indptr[0] = 1; s.indptr[1] = 1; s.indptr[2] = 1; s.indptr[3] = 1 }, "influence/indptr/c/0/0: row offsets run from 1"},
		{func(s *stored) { s.indices[1] = 0 }, "influence/indices/c/0/0: row 3: column 0 after column 0"},
		{func(s *stored) { s.indices[4] = 7 }, "influence/indices/c/0/0: row 6: column 7 of a matrix of 7 columns"},
		{func(s *stored) { s.indices[2] = 3 }, "influence/indices/c/0/0: row 4: no link leads from channel 3 to it"},
		{func(s *stored) { s.indices[3] = 1 }, "influence/indices/c/0/0: row 6: no link leads from channel 1 to it"},
		{func(s *stored) { s.indices = append(s.indices, 1) }, "influence/indices/c/0/0: 1 at position 0 after the last entry"},
		{func(s *stored) { s.counts = append(s.counts, 9) }, "influence/counts/c/0/0: 9 at position 0 after the last entry"},
		{func(s *stored) { s.counts[3] = 0 }, "influence/counts/c/0/0: entry 3 is 0"},
		{func(s *stored) { s.counts[3] = 11 }, `influence/counts/c/0/0: entry 3 counts 11 images, but class "x" has 10`},
	}
	d := zarr.NewDecoder()
	for _, test := range tests {
		s := newStored()
		b := s.open(t)
		test.damage(s)
		_, err := b.DecodeClass(d, 0, s.class(b, make([]uint32, 7)))
		if err == nil || !strings.HasPrefix(err.Error(), test.want) {
			t.Errorf("error %v does not begin with %q", err, test.want)
		}
	}
	s := newStored()
	b := s.open(t)
	_, err := b.DecodeClass(d, 0, s.class(b, []uint32{0, 11}))
	if want := `activation/c/0/0: entry 1 counts 11 images, but class "x" has 10`; err == nil || err.Error() != want {
		t.Errorf("error %v instead of %q", err, want)
	}
	for k, path := range b.ClassFiles(0) {
		files := s.class(b, nil)
		files[k] = files[k][:len(files[k])-1]
		if _, err := b.DecodeClass(d, 0, files); err == nil || !strings.HasPrefix(err.Error(), path+": ") {
			t.Errorf("truncated: error %v does not name %q", err, path)
		}
	}
}

// TestWideIndices has more channels than a uint16 can number.
func TestWideIndices(t *testing.T) {
	s := newStored()
	s.manifest.Layers = []model.Layer{{Name: "a", Channels: 70000}, {Name: "b", Channels: 1, Offset: 70000}}
	s.manifest.Links = []model.Link{{From: "a", To: "b"}}
	b := s.open(t)
	indptr := make([]uint32, 70002)
	indptr[70001] = 1
	e := compress.NewEncoder()
	files := [][]byte{
		compress.Chunk(e, b.arrays[Influence.Indptr()], indptr),
		compress.Chunk(e, b.arrays[Influence.Indices()], []uint32{69999}),
		compress.Chunk(e, b.arrays[Influence.Counts()], []uint32{4}),
	}
	got, err := b.DecodeMatrix(zarr.NewDecoder(), Influence, 1, files)
	if err != nil || !reflect.DeepEqual(got.Indices, []uint32{69999}) {
		t.Errorf("got %v, %v", got.Indices, err)
	}
}

func TestNetwork(t *testing.T) {
	b := newStored().open(t)
	mean := []float64{0, 0.5, 1, 0, 0, 0.25, 1. / 3}
	encode := func(mean []float64) [][]byte {
		return [][]byte{compress.Chunk(compress.NewEncoder(), b.arrays[ActivationMean], mean)}
	}
	got, err := b.DecodeNetwork(zarr.NewDecoder(), encode(mean))
	want := attribution.Network{
		Layers:   []attribution.Span{{Offset: 0, Channels: 3}, {Offset: 3, Channels: 2}, {Offset: 5, Channels: 2}},
		Links:    []attribution.Link{{From: 0, To: 1}, {From: 1, To: 2}},
		Excluded: []int{2, 3},
		MeanRate: mean,
	}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v; want %+v", got, err, want)
	}
	for _, bad := range []float64{-0.1, 1.5, math.NaN(), math.Inf(1)} {
		mean[4] = bad
		if _, err := b.DecodeNetwork(zarr.NewDecoder(), encode(mean)); err == nil || !strings.Contains(err.Error(), "activation_mean/c/0: channel 4") {
			t.Errorf("mean rate %v: error %v", bad, err)
		}
	}
}

func TestExamples(t *testing.T) {
	b := newStored().open(t)
	e := Examples{Class: []uint32{1, 0, 1}, Activation: []float32{3, 2, 2}}
	pad := func(e Examples) [][]byte {
		enc := compress.NewEncoder()
		return [][]byte{compress.Chunk(enc, b.arrays[ExampleClass], e.Class), compress.Chunk(enc, b.arrays[ExampleActivation], e.Activation)}
	}
	got, err := b.DecodeExamples(zarr.NewDecoder(), pad(e))
	if err != nil {
		t.Fatal(err)
	}
	classes, activations := got.Of(0)
	if !reflect.DeepEqual(classes, e.Class) || !reflect.DeepEqual(activations, e.Activation) {
		t.Errorf("channel 0: %v, %v", classes, activations)
	}
	if classes, _ := got.Of(6); len(classes) != 0 {
		t.Errorf("channel 6: %v", classes)
	}
	for want, bad := range map[string]Examples{
		"channel 0: example 0 is of class 2 of 2":      {[]uint32{2}, []float32{1}},
		"channel 0: example 1 has activation 2":        {[]uint32{0, 1}, []float32{1, 2}},
		"channel 0: example 0 has activation NaN":      {[]uint32{0}, []float32{float32(math.NaN())}},
		"channel 0: example 2 after the last":          {[]uint32{0, NoExample, 1}, []float32{1}},
		"channel 0: example 1 after the last":          {[]uint32{0}, []float32{1, 1}},
		"examples/class/c/0/0: channel 0: example 0 a": {nil, []float32{1}},
	} {
		if _, err := b.DecodeExamples(zarr.NewDecoder(), pad(bad)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not say %q", err, want)
		}
	}
}

// TestParseRejects changes one array of the metadata at a time.
func TestParseRejects(t *testing.T) {
	s := newStored()
	tests := []struct {
		damage func(map[string]zarr.Array)
		want   string
	}{
		{func(a map[string]zarr.Array) { delete(a, Activation) }, `zarr.json: array "activation" is missing`},
		{func(a map[string]zarr.Array) { delete(a, Influence.Counts()) }, `array "influence/counts" is missing`},
		{func(a map[string]zarr.Array) { edit(a, Activation, func(x *zarr.Array) { x.Type = zarr.Float32 }) }, `array "activation": data_type is float32 instead of uint32`},
		{func(a map[string]zarr.Array) { edit(a, Activation, func(x *zarr.Array) { x.Shape = []int{2, 8} }) }, `array "activation": shape is [2 8] instead of [2 7]`},
		{func(a map[string]zarr.Array) { edit(a, Activation, func(x *zarr.Array) { x.Chunk = []int{2, 7} }) }, `array "activation": chunk_shape is [2 7] instead of [1 7]`},
		{func(a map[string]zarr.Array) { edit(a, ExampleClass, func(x *zarr.Array) { x.Fill = 0 }) }, `array "examples/class": fill_value is 0 instead of`},
		{func(a map[string]zarr.Array) {
			edit(a, Influence.Indices(), func(x *zarr.Array) { x.Shape = []int{2, 9} })
		}, `array "influence/indices": shape is [2 9] instead of [2 6]`},
		{func(a map[string]zarr.Array) {
			edit(a, Influence.Counts(), func(x *zarr.Array) { x.Shape = []int{2, 50} })
		}, `array "influence/counts": 50 entries in a matrix of 7 x 7`},
	}
	for _, test := range tests {
		arrays := Arrays(&s.manifest, map[Matrix]int{Influence: s.entries})
		test.damage(arrays)
		files := encode(t, &s.manifest, arrays)
		if _, err := Parse(files[Root]); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v does not say %q", err, test.want)
		}
	}
}

func edit(arrays map[string]zarr.Array, path string, change func(*zarr.Array)) {
	a := arrays[path]
	change(&a)
	arrays[path] = a
}

// TestParseOtherVersions: a newer format is told from a damaged one, whatever arrays it has.
func TestParseOtherVersions(t *testing.T) {
	const root = `{"zarr_format":3,"node_type":"group","attributes":{%s},"consolidated_metadata":{"kind":"inline","must_understand":false,"metadata":{"x":{"node_type":"array","shards":9}}}}`
	for attributes, want := range map[string]string{
		`"summit":{"format":3}`: "zarr.json: bundle format 3 is newer than 2",
		`"other":1`:             "this Zarr group is no bundle",
		`"summit":{"format":2}`: "layers is empty",
	} {
		if _, err := Parse(fmt.Appendf(nil, root, attributes)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: error %v does not say %q", attributes, err, want)
		}
	}
}
