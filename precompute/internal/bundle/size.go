package bundle

import (
	format "summit/shared/bundle"
	"summit/shared/zarr"
	"summit/shared/zarr/compress"
)

// Size is how many bytes a class's files take.
type Size struct {
	Rows    int // activations, and offsets of the sparse matrices
	Entries int // of the sparse matrices, but for what pads them to those of the largest class
}

// SizeOf compresses a class's rows as a Writer of the shape does.
func SizeOf(s Shape, rows Rows) Size {
	e := compress.NewEncoder()
	arrays := format.ArraysOf(s.Classes, s.Channels, s.Inhibition, map[format.Matrix]int{
		format.Influence: len(rows.Influence.Values), format.Inhibition: len(rows.Inhibition.Values)})
	size := Size{Rows: encodedSize(e, arrays[format.Activation], rows.Activation) + encodedSize(e, arrays[format.ActivationEmbed], rows.ActivationEmbed)}
	for _, matrix := range format.Matrices(s.Inhibition) {
		m := rows.matrix(matrix)
		size.Rows += encodedSize(e, arrays[matrix.Indptr()], m.Indptr)
		size.Entries += encodedSize(e, arrays[matrix.Counts()], m.Values)
		if arrays[matrix.Indices()].Type == zarr.Uint32 {
			size.Entries += encodedSize(e, arrays[matrix.Indices()], m.Indices)
		} else {
			size.Entries += encodedSize(e, arrays[matrix.Indices()], narrow(m.Indices))
		}
	}
	return size
}

func encodedSize[T zarr.Element](e *compress.Encoder, a zarr.Array, values []T) int {
	return len(compress.Chunk(e, a, values))
}
