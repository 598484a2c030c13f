package bundle

import (
	"fmt"

	"summit/shared/zarr"
)

// SimilarCount is the number of similar classes that are kept of a class.
const SimilarCount = 10

// Paths of the arrays that are there if parameters.embedding is.
const (
	Embedding     = "embedding"         // float32 [layers, classes, 2]
	SimilarClass  = "similarity/class"  // uint32 [layers, classes, SimilarCount]
	SimilarCosine = "similarity/cosine" // float32, the same
)

// NoClass stands in similarity/class where less classes have anything in common.
const NoClass = 1<<32 - 1

// EmbeddingArrays is the metadata of those arrays, by path.
func EmbeddingArrays(layers, classes int) map[string]zarr.Array {
	array := func(t zarr.DataType, width int, name string) zarr.Array {
		return zarr.Array{Type: t, Shape: []int{layers, classes, width}, Chunk: []int{1, classes, width}, Dimensions: []string{"layer", "class", name}}
	}
	similar := array(zarr.Uint32, SimilarCount, "rank")
	similar.Fill = NoClass
	return map[string]zarr.Array{
		Embedding:     array(zarr.Float32, 2, "axis"),
		SimilarClass:  similar,
		SimilarCosine: array(zarr.Float32, SimilarCount, "rank"),
	}
}

// Layout is where a layer puts the classes, and which ones it sees alike.
type Layout struct {
	Points  []float32 // [classes, 2]
	Similar []uint32  // [classes, SimilarCount] classes, most similar first, then NoClass
	Cosine  []float32 // [classes, SimilarCount] of their rows of activation_embed, above 0; 0 with NoClass
}

// LayoutFiles are the paths of the chunks that DecodeLayout needs, in its order: those of PointFiles and SimilarFiles.
func (b *Bundle) LayoutFiles(l int) []string { return append(b.PointFiles(l), b.SimilarFiles(l)...) }

// PointFiles are the paths of the chunks that DecodePoints needs. It panics without an embedding.
func (b *Bundle) PointFiles(l int) []string {
	b.mustBeLayout(l)
	return []string{zarr.ChunkPath(Embedding, l, 0, 0)}
}

// SimilarFiles are the paths of the chunks that DecodeSimilar needs, in its order. It panics without an embedding.
func (b *Bundle) SimilarFiles(l int) []string {
	b.mustBeLayout(l)
	return []string{zarr.ChunkPath(SimilarClass, l, 0, 0), zarr.ChunkPath(SimilarCosine, l, 0, 0)}
}

func (b *Bundle) mustBeLayout(l int) {
	if b.Manifest.Parameters.Embedding == nil || l < 0 || l >= len(b.Manifest.Layers) {
		panic(fmt.Sprintf("bundle: layout %d of %d layers", l, len(b.Manifest.Layers)))
	}
}

// DecodeLayout returns layer l's layout.
func (b *Bundle) DecodeLayout(d *zarr.Decoder, l int, files [][]byte) (Layout, error) {
	mustFit(b.LayoutFiles(l), files)
	points, err := b.DecodePoints(d, l, files[:1])
	if err != nil {
		return Layout{}, err
	}
	layout, err := b.DecodeSimilar(d, l, files[1:])
	layout.Points = points
	return layout, err
}

// DecodePoints returns layer l's points, [classes, 2].
func (b *Bundle) DecodePoints(d *zarr.Decoder, l int, files [][]byte) ([]float32, error) {
	paths := b.PointFiles(l)
	mustFit(paths, files)
	points, err := zarr.DecodeChunk[float32](d, b.arrays[Embedding], files[0])
	if err != nil {
		return nil, inFile(paths[0], err)
	}
	for k, x := range points {
		if x-x != 0 {
			return nil, inFile(paths[0], fmt.Errorf("class %d is at %v", k/2, x))
		}
	}
	return points, nil
}

// DecodeSimilar returns layer l's layout without points.
func (b *Bundle) DecodeSimilar(d *zarr.Decoder, l int, files [][]byte) (layout Layout, err error) {
	paths := b.SimilarFiles(l)
	mustFit(paths, files)
	if layout.Similar, err = zarr.DecodeChunk[uint32](d, b.arrays[SimilarClass], files[0]); err != nil {
		return Layout{}, inFile(paths[0], err)
	}
	if layout.Cosine, err = zarr.DecodeChunk[float32](d, b.arrays[SimilarCosine], files[1]); err != nil {
		return Layout{}, inFile(paths[1], err)
	}
	for c := range b.Manifest.Classes {
		if wrong, err := layout.checkSimilar(c); err != nil {
			return Layout{}, inFile(paths[wrong], fmt.Errorf("class %d: %w", c, err))
		}
	}
	return layout, nil
}

// checkSimilar reports what is wrong with the classes similar to class c, and in which of SimilarFiles.
func (l Layout) checkSimilar(c int) (file int, err error) {
	classes, cosine := l.Similar[c*SimilarCount:][:SimilarCount], l.Cosine[c*SimilarCount:][:SimilarCount]
	last := float32(1)
	for k, other := range classes {
		if other == NoClass {
			if cosine[k] != 0 {
				return 1, fmt.Errorf("cosine %v with no class", cosine[k])
			}
			last = 0
			continue
		}
		if int(other) >= len(l.Similar)/SimilarCount || int(other) == c || last == 0 {
			return 0, fmt.Errorf("similar to %d at rank %d", other, k)
		}
		if !(cosine[k] > 0 && cosine[k] <= last) {
			return 1, fmt.Errorf("cosine %v at rank %d", cosine[k], k)
		}
		last = cosine[k]
	}
	return 0, nil
}
