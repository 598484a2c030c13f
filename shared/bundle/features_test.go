package bundle

import (
	"math"
	"strings"
	"testing"

	"summit/shared/model"
	"summit/shared/zarr"
	"summit/shared/zarr/compress"
)

func TestFeatures(t *testing.T) {
	s := newStored()
	if files := s.open(t).FeatureFiles(); files != nil {
		t.Errorf("files %q without a feature tile", files)
	}
	s.manifest.Cards = model.Cards{Path: model.CardPath, Width: 8, Height: 8, Tiles: []model.Tile{{Kind: model.FeatureTile, Size: 8}}}
	b := s.open(t)
	encode := func(f Features) [][]byte {
		e := compress.NewEncoder()
		return [][]byte{compress.Chunk(e, b.arrays[FeatureActivation], f.Activation), compress.Chunk(e, b.arrays[FeatureDiversity], f.Diversity)}
	}
	nan, inf := float32(math.NaN()), float32(math.Inf(1))
	got, err := b.DecodeFeatures(zarr.NewDecoder(), encode(Features{[]float32{3, nan, -1}, []float32{2, nan, 0, 1, nan, nan, nan, nan}}))
	if err != nil {
		t.Fatal(err)
	}
	if a, diversity, ok := got.Of(0); !ok || a != 3 || len(diversity) != DiversityCount || diversity[0] != 2 || diversity[1] == diversity[1] || diversity[3] != 1 {
		t.Errorf("channel 0: %v, %v, %v", a, diversity, ok)
	}
	if _, _, ok := got.Of(1); ok {
		t.Error("channel 1 has a picture")
	}
	if a, _, ok := got.Of(2); !ok || a != -1 {
		t.Errorf("channel 2: %v, %v", a, ok)
	}
	for want, bad := range map[string]Features{
		"features/activation/c/0: channel 1: activation +Inf":                   {[]float32{1, inf}, nil},
		"features/diversity/c/0/0: channel 0: picture 3 has activation +Inf":    {nil, []float32{1, 1, 1, inf}},
		"features/diversity/c/0/0: channel 1: picture 0 has activation 0, the ": {[]float32{1, nan}, nil},
	} {
		if _, err := b.DecodeFeatures(zarr.NewDecoder(), encode(bad)); err == nil || !strings.HasPrefix(err.Error(), want) {
			t.Errorf("error %v does not begin with %q", err, want)
		}
	}
}
