// Package attribution recomputes the attribution graph of a class, or of a set of classes, from its aggregated counts:
// personalized PageRank, rankings, selection of nodes and edges (Summit, arXiv 1904.02323, section 6.3).
//
// It is what the page and the command line share: no I/O, and bit-identical natively and in WebAssembly.
package attribution

import "summit/shared/sparse"

// Span is a layer's range of model-wide channel numbers, [Offset, Offset+Channels).
type Span struct{ Offset, Channels int }

// Link joins two layers by their index; From is the earlier one.
type Link struct{ From, To int }

// Network is the shape that all classes of a bundle share.
type Network struct {
	Layers   []Span
	Links    []Link
	Excluded []int     // model-wide channels that are no nodes
	MeanRate []float64 // [channels]; mean over classes of A[c,j] / images of c: the denominator of lift
}

// Counts are one class's rows of the aggregated matrices; every value counts images.
type Counts struct {
	Images     uint32
	Activation []uint32   // [channels]
	Influence  sparse.CSR // [channels, channels]; row = later channel, column = earlier channel
	Inhibition sparse.CSR // the same of the most negative terms; without offsets where it is not known
}
