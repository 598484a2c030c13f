package bundle_test

import (
	"crypto/sha256"
	"fmt"
	"testing"

	"summit/precompute/internal/bundle"
	format "summit/shared/bundle"
	"summit/shared/sparse"
	"summit/shared/zarr"
)

// arrayLines reads the bundle in dir and returns for each array, by path, what another reader has to print: path, data
// type, shape, sha256 of its elements as little-endian bytes.
func arrayLines(t *testing.T, dir string) []string {
	t.Helper()
	r, err := bundle.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	classes, channels := len(r.Manifest().Classes), r.Manifest().Channels()
	influence, inhibition := matrixLines(t, r, format.Influence), matrixLines(t, r, format.Inhibition)
	layouts := layoutLines(t, r)
	n, err := r.Network()
	if err != nil {
		t.Fatal(err)
	}
	e, err := r.Examples()
	if err != nil {
		t.Fatal(err)
	}
	f, err := r.Features()
	if err != nil {
		t.Fatal(err)
	}
	lines := []string{
		rowLine(t, "activation", classes, channels, r.Activation),
		rowLine(t, "activation_embed", classes, channels, r.ActivationEmbed),
		line("activation_mean", n.MeanRate, channels),
		layouts[0],
		line("examples/activation", e.Activation, channels, 10),
		line("examples/class", e.Class, channels, 10),
		line("features/activation", f.Activation, channels),
		line("features/diversity", f.Diversity, channels, 4),
	}
	return append(append(append(append(lines, influence...), inhibition...), layouts[1:]...), usageLines(t, r)...)
}

// usageLines returns the lines of the arrays of usage.
func usageLines(t *testing.T, r *bundle.Reader) []string {
	t.Helper()
	channels := r.Manifest().Channels()
	var all format.Usage
	for first := 0; first < channels; first += format.UsageBlock {
		u, err := r.Usage(first)
		if err != nil {
			t.Fatal(err)
		}
		u.Class, u.Count = append(all.Class, u.Class...), append(all.Count, u.Count...)
		all = *u
	}
	return []string{line("usage/class", all.Class, channels, 20), line("usage/classes", all.Classes, channels), line("usage/count", all.Count, channels, 20),
		line("usage/graphs", all.Graphs, channels), line("usage/images", all.Images, channels)}
}

// layoutLines returns the lines of embedding, similarity/class and similarity/cosine.
func layoutLines(t *testing.T, r *bundle.Reader) []string {
	t.Helper()
	layers, classes := len(r.Manifest().Layers), len(r.Manifest().Classes)
	var all format.Layout
	for l := range layers {
		layout, err := r.Layout(l)
		if err != nil {
			t.Fatal(err)
		}
		all.Points = append(all.Points, layout.Points...)
		all.Similar, all.Cosine = append(all.Similar, layout.Similar...), append(all.Cosine, layout.Cosine...)
	}
	return []string{line("embedding", all.Points, layers, classes, 2), line("similarity/class", all.Similar, layers, classes, 10),
		line("similarity/cosine", all.Cosine, layers, classes, 10)}
}

func rowLine(t *testing.T, path string, classes, channels int, row func(c int) ([]uint32, error)) string {
	t.Helper()
	var all []uint32
	for c := range classes {
		values, err := row(c)
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, values...)
	}
	return line(path, all, classes, channels)
}

// matrixLines returns the lines of counts, indices and indptr, entries padded to the largest class.
func matrixLines(t *testing.T, r *bundle.Reader, m format.Matrix) []string {
	t.Helper()
	classes := len(r.Manifest().Classes)
	rows := make([]sparse.CSR, classes)
	width := 0
	for c := range rows {
		var err error
		if rows[c], err = r.Matrix(m, c); err != nil {
			t.Fatal(err)
		}
		width = max(width, len(rows[c].Values))
	}
	var indptr []uint32
	indices, counts := make([]uint16, classes*width), make([]uint32, classes*width)
	for c, row := range rows {
		indptr = append(indptr, row.Indptr...)
		copy(counts[c*width:], row.Values)
		for k, i := range row.Indices {
			indices[c*width+k] = uint16(i)
		}
	}
	return []string{line(m.Counts(), counts, classes, width), line(m.Indices(), indices, classes, width),
		line(m.Indptr(), indptr, classes, r.Manifest().Channels()+1)}
}

func line[T zarr.Element](path string, values []T, shape ...int) string {
	sizes := fmt.Sprint(shape[0])
	for _, size := range shape[1:] {
		sizes += fmt.Sprintf(",%d", size)
	}
	return fmt.Sprintf("%s %s %s %x", path, zarr.TypeOf[T](), sizes, sha256.Sum256(zarr.AppendBytes(nil, values)))
}
