package features

import (
	"bytes"
	"fmt"
	"image"
	"image/jpeg"

	"summit/precompute/internal/card"
	"summit/precompute/internal/preprocess"
	"summit/shared/model"
)

// example is a channel's n-th dataset example as its card shows it, at the scale at which the model sees it; the strongest one where it has
// fewer, and nil where it has none.
func (j *job) example(c channel, n int) (image.Image, error) {
	l := j.manifest.Layers[c.layer]
	classes, _ := j.examples.Of(l.Offset + c.channel)
	tiles := j.manifest.Cards.Of(model.ExampleTile)
	if len(classes) == 0 || len(tiles) == 0 {
		return nil, nil
	}
	if n >= min(len(classes), len(tiles)) {
		n = 0
	}
	drawn, err := j.card(c)
	if err != nil {
		return nil, err
	}
	field, size := l.Field.Size, j.manifest.Preprocess.Size
	side := min(max(field[0], field[1]), size[0], size[1])
	pixels := preprocess.Bicubic(card.Cut(drawn, tiles[n]), image.Pt(side, side))
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for at := range side * side {
		copy(img.Pix[4*at:], pixels[3*at:3*at+3])
		img.Pix[4*at+3] = 255
	}
	return img, nil
}

// card reads a channel's card.
func (j *job) card(c channel) (*image.YCbCr, error) {
	path := j.manifest.Cards.File(j.manifest.Layers[c.layer].Name, c.channel)
	data, err := j.bundle.File(path)
	if err != nil {
		return nil, err
	}
	img, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("bundle %q: %q: %w", j.Bundle, path, err)
	}
	if drawn, ok := img.(*image.YCbCr); ok && drawn.SubsampleRatio == image.YCbCrSubsampleRatio420 {
		return drawn, nil
	}
	return nil, fmt.Errorf("bundle %q: %q is not a card in colour", j.Bundle, path)
}
