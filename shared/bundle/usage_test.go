package bundle

import (
	"slices"
	"strings"
	"testing"

	"summit/shared/attribution"
	"summit/shared/model"
	"summit/shared/zarr"
	"summit/shared/zarr/compress"
)

// usage encodes the files of a bundle of 7 channels whose first two channels have that usage.
func (s *stored) usage(b *Bundle, class, count, classes, graphs []uint32) [][]byte {
	e := compress.NewEncoder()
	lists := func(rows []uint32, fill uint32) []uint32 {
		all := slices.Repeat([]uint32{fill}, UsageCount+len(rows))
		copy(all, rows[:min(2, len(rows))])
		copy(all[UsageCount:], rows[min(2, len(rows)):])
		return all
	}
	return [][]byte{
		compress.Chunk(e, b.arrays[UsageClass], lists(class, NoClass)), compress.Chunk(e, b.arrays[UsageCounts], lists(count, 0)),
		compress.Chunk(e, b.arrays[UsageClasses], classes), compress.Chunk(e, b.arrays[UsageImages], []uint32{8, 1}),
		compress.Chunk(e, b.arrays[UsageGraphs], graphs),
	}
}

func TestUsage(t *testing.T) {
	s := newStored()
	if files := s.open(t).UsageFiles(0); files != nil {
		t.Errorf("files %q without parameters.usage", files)
	}
	parameters := attribution.DefaultParameters()
	s.manifest.Parameters.Usage = &parameters
	b := s.open(t)
	if files := b.UsageFiles(UsageBlock + 1); files[0] != "usage/class/c/1/0" {
		t.Errorf("files %q", files)
	}
	// Class 1 has 3 of 4 images, class 0 has 5 of 10.
	u, err := b.DecodeUsage(zarr.NewDecoder(), 5, s.usage(b, []uint32{1, 0, 0}, []uint32{3, 5, 1}, []uint32{2, 1}, []uint32{2, 0}))
	if err != nil {
		t.Fatal(err)
	}
	if class, count := u.Of(0); !slices.Equal(class, []uint32{1, 0}) || !slices.Equal(count, []uint32{3, 5}) {
		t.Errorf("channel 0: %v, %v", class, count)
	}
	if class, _ := u.Of(6); len(class) != 0 || u.First != 0 || u.Classes[1] != 1 || u.Images[0] != 8 || u.Graphs[0] != 2 {
		t.Errorf("%+v", u)
	}
	for _, bad := range []struct {
		class, count, classes, graphs []uint32
		want                          string
	}{
		{[]uint32{0, 1}, []uint32{5, 3}, []uint32{2}, nil, "usage/count/c/0/0: channel 0: rank 1 does not come after rank 0"},
		{[]uint32{1, 0}, []uint32{3, 5}, []uint32{1}, nil, "usage/class/c/0/0: channel 0: 2 classes are listed, 1 record it"},
		{[]uint32{2}, []uint32{3}, []uint32{1}, nil, "usage/class/c/0/0: channel 0: class 2 of 2"},
		{[]uint32{1}, []uint32{5}, []uint32{1}, nil, "usage/count/c/0/0: channel 0: 5 images of 4"},
		{[]uint32{1}, []uint32{0}, []uint32{1}, nil, "usage/count/c/0/0: channel 0: 0 images of 4"},
		{nil, nil, []uint32{3}, nil, "usage/classes/c/0: channel 0: 3 classes of 2"},
		{nil, nil, nil, []uint32{3}, "usage/graphs/c/0: channel 0: 3 graphs of 2 classes"},
	} {
		if _, err := b.DecodeUsage(zarr.NewDecoder(), 0, s.usage(b, bad.class, bad.count, bad.classes, bad.graphs)); err == nil || !strings.HasPrefix(err.Error(), bad.want) {
			t.Errorf("error %v does not begin with %q", err, bad.want)
		}
	}
}

func TestUsesMore(t *testing.T) {
	classes := []model.Class{{Images: 10}, {Images: 4}, {Images: 1 << 31}}
	for _, test := range []struct {
		a, countA, b, countB uint32
		want                 bool
	}{
		{1, 3, 0, 5, true}, {0, 5, 1, 3, false}, {0, 5, 1, 2, true}, {1, 2, 0, 5, false}, {2, 1 << 31, 0, 9, true}, {0, 10, 2, 1<<31 - 1, true},
	} {
		if got := UsesMore(test.a, test.countA, test.b, test.countB, classes); got != test.want {
			t.Errorf("%+v", test)
		}
	}
}
