package bundle

import (
	"cmp"
	"math/big"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"summit/shared/attribution"
	format "summit/shared/bundle"
	"summit/shared/model"
	"summit/shared/sparse"
)

// drawClasses draws classes of a few images, some of none, and their rows over that many channels.
func drawClasses(t *rapid.T, channels int) (*model.Manifest, [][]uint32) {
	m := &model.Manifest{Layers: []model.Layer{{Name: "a", Channels: channels}}}
	var rows [][]uint32
	for range rapid.IntRange(1, 60).Draw(t, "classes") {
		images := rapid.IntRange(0, 9).Draw(t, "images")
		m.Classes = append(m.Classes, model.Class{Images: images})
		rows = append(rows, rapid.SliceOfN(rapid.Uint32Range(0, uint32(images)), channels, channels).Draw(t, "row"))
	}
	return m, rows
}

// TestUsageEqualsSorting compares with all classes sorted by their fractions.
func TestUsageEqualsSorting(t *testing.T) {
	const channels = 3
	rapid.Check(t, func(t *rapid.T) {
		m, rows := drawClasses(t, channels)
		u, err := usageOf(m, func(c int) ([]uint32, error) { return rows[c], nil })
		if err != nil {
			t.Fatal(err)
		}
		for j := range channels {
			var want, counts []uint32
			images := uint32(0)
			for c := range rows {
				if rows[c][j] > 0 {
					want = append(want, uint32(c))
					images += rows[c][j]
				}
			}
			slices.SortStableFunc(want, func(a, b uint32) int {
				rate := func(c uint32) *big.Rat { return big.NewRat(int64(rows[c][j]), int64(m.Classes[c].Images)) }
				return cmp.Or(rate(b).Cmp(rate(a)), cmp.Compare(a, b))
			})
			if u.Classes[j] != uint32(len(want)) || u.Images[j] != images {
				t.Fatalf("channel %d: %d classes, %d images instead of %d, %d", j, u.Classes[j], u.Images[j], len(want), images)
			}
			want = want[:min(len(want), format.UsageCount)]
			for _, c := range want {
				counts = append(counts, rows[c][j])
			}
			if gotClass, gotCount := u.Of(j); !slices.Equal(gotClass, want) || !slices.Equal(gotCount, counts) {
				t.Fatalf("channel %d: classes %v, counts %v instead of %v, %v", j, gotClass, gotCount, want, counts)
			}
		}
	})
}

// TestUsageOfABundle writes two classes, one of which has no image, and reads their usage. In the graph of the first, each
// layer's mass of 0.075 is reached by its first channel.
func TestUsageOfABundle(t *testing.T) {
	usage := attribution.DefaultParameters()
	m := &model.Manifest{
		Format: model.Format, Data: model.Data{Images: 10}, Parameters: model.Parameters{Usage: &usage},
		Layers:  []model.Layer{{Name: "a", Channels: 2}, {Name: "b", Channels: 2, Offset: 2}},
		Links:   []model.Link{{From: "a", To: "b"}},
		Classes: []model.Class{{ID: "x", Images: 10}, {ID: "none"}},
	}
	dir := filepath.Join(t.TempDir(), "b")
	w, err := Create(dir, Shape{Classes: 2, Channels: 4}, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer w.Abort()
	rows := Rows{Activation: []uint32{9, 2, 3, 8}, ActivationEmbed: make([]uint32, 4),
		Influence: sparse.CSR{Indptr: []uint32{0, 0, 0, 0, 1}, Indices: []uint32{0}, Values: []uint32{9}}}
	none := Rows{Activation: make([]uint32, 4), ActivationEmbed: make([]uint32, 4), Influence: sparse.CSR{Indptr: make([]uint32, 5)}}
	examples := format.Examples{Class: []uint32{}, Activation: []float32{}}
	for _, err := range []error{w.Class(0, rows), w.Class(1, none), w.Examples(examples), w.Commit(m)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	r, err := Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	u, err := r.Usage(0)
	if err != nil {
		t.Fatal(err)
	}
	if class, count := u.Of(3); !reflect.DeepEqual(class, []uint32{0}) || !reflect.DeepEqual(count, []uint32{8}) {
		t.Errorf("channel 3: classes %v, counts %v", class, count)
	}
	for name, got := range map[string][][]uint32{
		"classes": {u.Classes, {1, 1, 1, 1}}, "images": {u.Images, {9, 2, 3, 8}}, "graphs": {u.Graphs, {1, 0, 0, 1}},
	} {
		if !slices.Equal(got[0], got[1]) {
			t.Errorf("%s %v instead of %v", name, got[0], got[1])
		}
	}
}
