package pipeline_test

import (
	"bytes"

	"pgregory.net/rapid"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/examples"
	"summit/precompute/internal/pipeline/reference"
	"summit/precompute/internal/preprocess"
	format "summit/shared/bundle"
)

// checkCards draws the cards anew from the reference's images and positions of maxima.
func checkCards(t *rapid.T, r *bundle.Reader, p *pictures, want *reference.Result) {
	m := r.Manifest()
	transform, err := preprocess.New(m.Preprocess)
	check(t, err)
	for _, layer := range m.Layers {
		for c := range layer.Channels {
			strip := examples.Strip(m.Cards.Tile, format.ExampleCount)
			for n, e := range want.Examples[layer.Offset+c] {
				img := picture(p.images[e.Image])
				x0, y0, x1, y1 := examples.Window(layer.Field, e.Y, e.X)
				crop, err := transform.Source(img.Bounds(), x0, y0, x1, y1)
				check(t, err)
				examples.Place(strip, n, examples.Tile(m.Cards.Tile, img, crop))
			}
			expected, err := examples.Encode(strip)
			check(t, err)
			card, err := r.File(m.Cards.File(layer.Name, c))
			check(t, err)
			if !bytes.Equal(card, expected) {
				t.Fatalf("the card of %s-%d does not show %v", layer.Name, c, want.Examples[layer.Offset+c])
			}
		}
	}
}
