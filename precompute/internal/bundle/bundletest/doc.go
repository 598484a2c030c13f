// Package bundletest makes synthetic bundles for tests and benchmarks: of any size, with sparse counts shaped like real
// ones, the same bytes for the same options. Nothing in them was measured.
//
// Classes come in families. In every layer a few channels are in every class's graph, some in those of a family, some in
// one class's alone; a channel's sources are the same for all classes, and what a class counts of them follows from its
// activations.
package bundletest
