// Package embed lays classes out in the plane, layer by layer, so that classes that a layer sees alike lie close: UMAP
// (McInnes, Healy and Melville, arXiv 1802.03426, cited here by section) of the rows of A with cosine as metric.
//
// Steps, a file each: the layer's counts (rows.go), each class's nearest others (exact.go, or descent.go for many
// classes), the fuzzy graph of neighbours (fuzzy.go), the curve that turns distance into membership (curve.go,
// force.go), the start (principal.go), gradient descent (optimise.go), turning the result towards the layer before
// (align.go), and how well neighbours are kept (trust.go).
//
// Departures from the paper. The first layer starts from principal components instead of the graph's Laplacian, since
// that needs no case for graphs that fall apart; each next layer starts from the layer before it, steps less far and is
// turned onto it, so that classes travel little. Forces come from a table. Classes that have nothing in common are no
// neighbours, however few there are, and a class for which a layer recorded nothing stays where it was.
//
// The same counts give the same bytes with any number of workers: neighbours are found for each class on its own, and
// the descent is one sequence of steps in a fixed order, its draws counted from a fixed seed.
package embed
