package bundle

import (
	"fmt"

	"summit/shared/zarr"
)

// DiversityCount is the number of diversity pictures that are kept of a channel.
const DiversityCount = 4

// Paths of the arrays that are there if the cards have a feature tile.
const (
	FeatureActivation = "features/activation" // float32 [channels]
	FeatureDiversity  = "features/diversity"  // float32 [channels, DiversityCount]
)

// FeatureArrays is the metadata of those arrays, by path.
func FeatureArrays(channels int) map[string]zarr.Array {
	return map[string]zarr.Array{
		FeatureActivation: {Type: zarr.Float32, Shape: []int{channels}, Chunk: []int{channels}, Dimensions: []string{"channel"}},
		FeatureDiversity: {Type: zarr.Float32, Shape: []int{channels, DiversityCount}, Chunk: []int{channels, DiversityCount},
			Dimensions: []string{"channel", "picture"}},
	}
}

// Features are how strongly feature visualizations excite their channels: the channel's maximum over the picture, as in
// Examples. NaN stands for a picture that the channel's card lacks.
type Features struct {
	Activation []float32 // [channels] of the picture in the feature tile
	Diversity  []float32 // [channels, DiversityCount] of those in the diversity tiles
}

// Of returns the activations of channel j's pictures, and whether it has any.
func (f Features) Of(j int) (activation float32, diversity []float32, ok bool) {
	a := f.Activation[j]
	return a, f.Diversity[j*DiversityCount:][:DiversityCount], a == a
}

// FeatureFiles are the paths of the chunks that DecodeFeatures needs, in its order; none where the cards have no feature
// tile.
func (b *Bundle) FeatureFiles() []string {
	if !b.Manifest.Cards.Features() {
		return nil
	}
	return []string{zarr.ChunkPath(FeatureActivation, 0), zarr.ChunkPath(FeatureDiversity, 0, 0)}
}

// DecodeFeatures returns the activations of all channels' pictures. It panics where FeatureFiles are none.
func (b *Bundle) DecodeFeatures(d *zarr.Decoder, files [][]byte) (Features, error) {
	paths := b.FeatureFiles()
	mustFit(paths, files)
	var f Features
	var err error
	if f.Activation, err = zarr.DecodeChunk[float32](d, b.arrays[FeatureActivation], files[0]); err != nil {
		return Features{}, inFile(paths[0], err)
	}
	if f.Diversity, err = zarr.DecodeChunk[float32](d, b.arrays[FeatureDiversity], files[1]); err != nil {
		return Features{}, inFile(paths[1], err)
	}
	for j := range f.Activation {
		activation, diversity, ok := f.Of(j)
		if infinite(activation) {
			return Features{}, inFile(paths[0], fmt.Errorf("channel %d: activation %v", j, activation))
		}
		for k, a := range diversity {
			if infinite(a) || a == a && !ok {
				return Features{}, inFile(paths[1], fmt.Errorf("channel %d: picture %d has activation %v, the feature visualization %v", j, k, a, activation))
			}
		}
	}
	return f, nil
}

func infinite(x float32) bool { return x == x && x-x != 0 }
