package bundletest

import (
	"bytes"
	"image"
	"image/color"
	"image/draw"
	"image/jpeg"
	"strconv"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	format "summit/shared/bundle"
	"summit/shared/model"
)

// Discs are the colours of the discs that stand for a channel's feature visualization and its diversity pictures.
var Discs = [1 + format.DiversityCount]color.RGBA{
	{200, 40, 200, 255}, {220, 40, 40, 255}, {40, 160, 60, 255}, {50, 80, 220, 255}, {230, 190, 40, 255}}

// card draws the card of channel j: in every tile a disc on a ground, under the channel's number in its layer. Grounds and the
// discs of examples, which shrink from one to the next, have colours of the channel's own.
func (o Options) card(m *model.Manifest, layer, channel, j int) ([]byte, error) {
	r := o.random(0, j, 7)
	shade := func(low int) color.RGBA {
		return color.RGBA{uint8(low + r.IntN(100)), uint8(low + r.IntN(100)), uint8(low + r.IntN(100)), 255}
	}
	ground, disc := shade(20), shade(155)
	card := image.NewRGBA(image.Rect(0, 0, m.Cards.Width, m.Cards.Height))
	draw.Draw(card, card.Bounds(), image.NewUniform(ground), image.Point{}, draw.Src)
	seen := map[string]int{}
	for k, tile := range m.Cards.Tiles {
		colour, radius := disc, tile.Size*(14-seen[tile.Kind])/32
		if tile.Kind != model.ExampleTile {
			colour, radius = Discs[k], tile.Size*7/16
		}
		if tile.Kind == model.ExampleTile || o.pictured(channel) {
			drawDisc(card, tile.X+tile.Size/2, tile.Y+tile.Size/2, radius, colour)
			drawLabel(card, tile.X, tile.Y, strconv.Itoa(layer)+"-"+strconv.Itoa(channel))
		}
		seen[tile.Kind]++
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, card, &jpeg.Options{Quality: 80})
	return b.Bytes(), err
}

// pictured tells whether a layer's channel has feature visualizations.
func (o Options) pictured(channel int) bool { return o.Features && channel != 1 }

// drawLabel writes text on a black plate in the upper left of the tile that begins at (x, y).
func drawLabel(dst *image.RGBA, x, y int, text string) {
	label := font.Drawer{Dst: dst, Src: image.White, Face: basicfont.Face7x13, Dot: fixed.P(x+2, y+12)}
	draw.Draw(dst, image.Rect(x, y, x+4+label.MeasureString(text).Round(), y+15), image.Black, image.Point{}, draw.Src)
	label.DrawString(text)
}

func drawDisc(dst *image.RGBA, x, y, radius int, c color.RGBA) {
	for dy := -radius; dy <= radius; dy++ {
		for dx := -radius; dx <= radius; dx++ {
			if dx*dx+dy*dy <= radius*radius {
				dst.SetRGBA(x+dx, y+dy, c)
			}
		}
	}
}
