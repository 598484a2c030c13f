package pipeline

import (
	"context"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/embed"
	format "summit/shared/bundle"
	"summit/shared/model"
)

// writeLayouts lays the classes of m out, layer by layer, from the rows that w has, and adds to m what it did and how
// well. It tells laid of every layer.
func writeLayouts(ctx context.Context, w *bundle.Writer, m *model.Manifest, workers int, laid chan<- struct{}) error {
	channels := make([]int, len(m.Layers))
	for l, layer := range m.Layers {
		channels[l] = layer.Channels
	}
	layers, err := embed.Collect(len(m.Classes), channels, w.EmbedRows())
	if err != nil {
		return err
	}
	o := embed.Standard(workers)
	m.Parameters.Embedding = &model.Embedding{Neighbours: o.Neighbours, MinDist: o.MinDist, Spread: o.Spread, Seed: o.Seed}
	m.Quality.Embedding = &model.EmbeddingQuality{Neighbours: embed.TrustNeighbours(len(m.Classes))}
	layouts := embed.New(o)
	for l := range layers {
		layout, err := layouts.Next(ctx, layers[l])
		if err != nil {
			return err
		}
		layers[l] = nil
		if err := w.Layout(l, packLayout(layout)); err != nil {
			return err
		}
		m.Quality.Embedding.Trustworthiness = append(m.Quality.Embedding.Trustworthiness, layout.Trustworthiness)
		laid <- struct{}{}
	}
	return nil
}

// packLayout brings a layout into the bundle's form.
func packLayout(layout embed.Layout) format.Layout {
	n := len(layout.Points)
	packed := format.Layout{
		Points:  make([]float32, 0, 2*n),
		Similar: make([]uint32, n*format.SimilarCount),
		Cosine:  make([]float32, n*format.SimilarCount),
	}
	for c, p := range layout.Points {
		packed.Points = append(packed.Points, float32(p[0]), float32(p[1]))
		near := layout.Neighbours[c]
		for k := range format.SimilarCount {
			at := c*format.SimilarCount + k
			if k >= len(near) {
				packed.Similar[at] = format.NoClass
				continue
			}
			packed.Similar[at], packed.Cosine[at] = uint32(near[k].Class), float32(near[k].Cosine)
		}
	}
	return packed
}
