// Package bundle is what a bundle's files mean: from zarr.json to the manifest, from a class to the chunks that hold it,
// from chunks to counts. It does no I/O: it says which files it needs and takes their bytes, so that the page and the
// command line share it. The format is described in docs/format.md.
//
// Every value that comes out is checked: offsets run forwards, indices are channels that a link joins, no count exceeds
// the class's images. Errors name the file.
package bundle

import (
	"fmt"
	"maps"
	"slices"

	"summit/shared/model"
	"summit/shared/zarr"
)

// Attribute is the root group's attribute that holds the manifest.
const Attribute = "summit"

// Root is the file that holds all metadata.
const Root = "zarr.json"

// ExampleCount is the number of dataset examples that are kept of a channel.
const ExampleCount = 10

// NoExample stands in examples/class where a channel has fewer examples.
const NoExample = 1<<32 - 1

// Paths of the arrays.
const (
	Activation        = "activation"          // uint32 [classes, channels]
	ActivationEmbed   = "activation_embed"    // the same at tau = parameters.mass_embed
	ActivationMean    = "activation_mean"     // float64 [channels]
	ExampleClass      = "examples/class"      // uint32 [channels, ExampleCount]
	ExampleActivation = "examples/activation" // float32 [channels, ExampleCount]
)

// Matrix is the path of a sparse matrix's group.
type Matrix string

// The sparse matrices, [channels, channels] for each class.
const (
	Influence  Matrix = "influence"
	Inhibition Matrix = "inhibition"
)

// Indptr is the path of the rows' offsets, uint32 [classes, channels+1].
func (m Matrix) Indptr() string { return string(m) + "/indptr" }

// Indices is the path of the entries' columns, uint16 or uint32 [classes, entries].
func (m Matrix) Indices() string { return string(m) + "/indices" }

// Counts is the path of the entries' counts, uint32 [classes, entries].
func (m Matrix) Counts() string { return string(m) + "/counts" }

// Arrays is the metadata of all arrays of a bundle with this manifest, by path; entries is for each sparse matrix the
// largest number of entries of a class.
func Arrays(m *model.Manifest, entries map[Matrix]int) map[string]zarr.Array {
	arrays := ArraysOf(len(m.Classes), m.Channels(), m.Parameters.Inhibition, entries)
	if m.Parameters.Embedding != nil {
		maps.Copy(arrays, EmbeddingArrays(len(m.Layers), len(m.Classes)))
	}
	if m.Cards.Features() {
		maps.Copy(arrays, FeatureArrays(m.Channels()))
	}
	if m.Parameters.Usage != nil {
		maps.Copy(arrays, UsageArrays(m.Channels()))
	}
	return arrays
}

// ArraysOf is Arrays for those fields of a manifest that matter, without those of the embedding, of feature
// visualizations and of usage.
func ArraysOf(classes, channels int, inhibition bool, entries map[Matrix]int) map[string]zarr.Array {
	rows := func(t zarr.DataType, length int, name string) zarr.Array {
		return zarr.Array{Type: t, Shape: []int{classes, length}, Chunk: []int{1, length}, Dimensions: []string{"class", name}}
	}
	arrays := map[string]zarr.Array{
		Activation:      rows(zarr.Uint32, channels, "channel"),
		ActivationEmbed: rows(zarr.Uint32, channels, "channel"),
		ActivationMean:  {Type: zarr.Float64, Shape: []int{channels}, Chunk: []int{channels}, Dimensions: []string{"channel"}},
	}
	for _, matrix := range Matrices(inhibition) {
		n := max(entries[matrix], 1)
		arrays[matrix.Indptr()] = rows(zarr.Uint32, channels+1, "row")
		arrays[matrix.Indices()] = rows(indexType(channels), n, "entry")
		arrays[matrix.Counts()] = rows(zarr.Uint32, n, "entry")
	}
	examples := zarr.Array{Shape: []int{channels, ExampleCount}, Chunk: []int{channels, ExampleCount}, Dimensions: []string{"channel", "example"}}
	examples.Type, examples.Fill = zarr.Uint32, NoExample
	arrays[ExampleClass] = examples
	examples.Type, examples.Fill = zarr.Float32, 0
	arrays[ExampleActivation] = examples
	return arrays
}

// Matrices are the sparse matrices of a bundle.
func Matrices(inhibition bool) []Matrix {
	if inhibition {
		return []Matrix{Influence, Inhibition}
	}
	return []Matrix{Influence}
}

// indexType is the type of a column number.
func indexType(channels int) zarr.DataType {
	if channels <= 1<<16 {
		return zarr.Uint16
	}
	return zarr.Uint32
}

// sameArray reports how got differs from want, what the manifest asks for.
func sameArray(got, want zarr.Array) error {
	if got.Type != want.Type {
		return fmt.Errorf("data_type is %s instead of %s", got.Type, want.Type)
	}
	if !slices.Equal(got.Shape, want.Shape) {
		return fmt.Errorf("shape is %v instead of %v", got.Shape, want.Shape)
	}
	if !slices.Equal(got.Chunk, want.Chunk) {
		return fmt.Errorf("chunk_shape is %v instead of %v", got.Chunk, want.Chunk)
	}
	if got.Fill != want.Fill {
		return fmt.Errorf("fill_value is %v instead of %v", got.Fill, want.Fill)
	}
	return nil
}
