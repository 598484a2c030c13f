package state

import (
	"math"
	"slices"
	"testing"

	"summit/shared/model"
)

// card has tiles 0 feature, 1 to 3 diversity, 4 negative, 5 of another kind, 6 to 8 examples.
var card = model.Cards{Tiles: []model.Tile{{Kind: "feature"}, {Kind: "diversity"}, {Kind: "diversity"}, {Kind: "diversity"}, {Kind: "negative"},
	{Kind: "sketch"}, {Kind: "example"}, {Kind: "example"}, {Kind: "example"}}}

func TestGallery(t *testing.T) {
	nan := float32(math.NaN())
	for name, test := range map[string]struct {
		g                  Gallery
		features, examples []int // rings
		passing            []int // tiles from left to right, where nodes show features
		names              map[int]string
	}{
		"whole": {NewGallery(card, true, nil, 10), []int{0, 1, 2, 3}, []int{6, 7, 8}, []int{1, 2, 3},
			map[int]string{0: "feature visualization", 2: "diversity picture 2 of 3", 4: "negative picture", 5: "no picture", 8: "example 3 of 3", -1: "no picture"}},
		"two diversity pictures, two examples": {NewGallery(card, true, []float32{1, nan, 0}, 2), []int{0, 1, 3}, []int{6, 7}, []int{1, 3},
			map[int]string{3: "diversity picture 2 of 2", 2: "no picture"}},
		"no diversity":  {NewGallery(card, true, []float32{nan, nan, nan}, 1), []int{0}, []int{6}, []int{0}, map[int]string{6: "example"}},
		"no features":   {NewGallery(card, false, nil, 10), []int{6, 7, 8}, []int{6, 7, 8}, []int{6, 7, 8}, map[int]string{0: "no picture"}},
		"no examples":   {NewGallery(card, true, nil, 0), []int{0, 1, 2, 3}, []int{0, 1, 2, 3}, []int{1, 2, 3}, nil},
		"nothing":       {NewGallery(card, false, nil, 0), nil, nil, []int{-1}, map[int]string{0: "no picture"}},
		"without cards": {NewGallery(model.Cards{}, true, nil, 10), nil, nil, []int{-1}, nil},
	} {
		if got := test.g.Ring("features"); !slices.Equal(got, test.features) {
			t.Errorf("%s: the ring of features is %v", name, got)
		}
		if got := test.g.Ring("examples"); !slices.Equal(got, test.examples) {
			t.Errorf("%s: the ring of examples is %v", name, got)
		}
		var passing []int
		for share := -0.01; share < 1.02; share += 0.01 {
			passing = append(passing, test.g.At("features", share))
		}
		if got := slices.Compact(passing); !slices.Equal(got, test.passing) {
			t.Errorf("%s: the pointer passes %v", name, got)
		}
		for i, want := range test.names {
			if got := test.g.Name(i); got != want {
				t.Errorf("%s: tile %d is named %q", name, i, got)
			}
		}
	}
}

func TestGalleryStep(t *testing.T) {
	g := NewGallery(card, true, nil, 10)
	for _, test := range []struct{ at, by, want int }{{0, 1, 1}, {3, 1, 0}, {0, -1, 3}, {2, -1, 1}, {8, 1, 1}} {
		if got := g.Step("features", test.at, test.by); got != test.want {
			t.Errorf("%d after %d is %d", test.by, test.at, got)
		}
	}
	if got := (Gallery{}).Step("features", -1, 1); got != -1 {
		t.Errorf("a step among no pictures leads to %d", got)
	}
	if got := (Gallery{}).Rest("features"); got != -1 {
		t.Errorf("no pictures rest at %d", got)
	}
}
