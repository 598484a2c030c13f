package pipeline_test

import (
	"bytes"

	"pgregory.net/rapid"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/card"
	"summit/precompute/internal/examples"
	"summit/precompute/internal/pipeline/reference"
	"summit/precompute/internal/preprocess"
	"summit/shared/model"
)

// checkCards draws the cards anew from the reference's images and positions of maxima.
func checkCards(t *rapid.T, r *bundle.Reader, p *pictures, want *reference.Result) {
	m := r.Manifest()
	transform, err := preprocess.New(m.Preprocess)
	check(t, err)
	tiles := m.Cards.Of(model.ExampleTile)
	for _, layer := range m.Layers {
		for c := range layer.Channels {
			drawn := card.Blank(m.Cards)
			for n, e := range want.Examples[layer.Offset+c] {
				img := picture(p.images[e.Image])
				x0, y0, x1, y1 := examples.Window(layer.Field, e.Y, e.X)
				crop, err := transform.Source(img.Bounds(), x0, y0, x1, y1)
				check(t, err)
				card.Place(drawn, tiles[n], card.Fit(tiles[n].Size, img, crop))
			}
			expected, err := card.Encode(drawn)
			check(t, err)
			got, err := r.File(m.Cards.File(layer.Name, c))
			check(t, err)
			if !bytes.Equal(got, expected) {
				t.Fatalf("the card of %s-%d does not show %v", layer.Name, c, want.Examples[layer.Offset+c])
			}
		}
	}
}
