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
)

// card draws the strip of channel j: in every tile a disc on a ground, in the channel's two colours, under the channel's
// number in its layer; the disc shrinks from example to example.
func (o Options) card(layer, channel, j int) ([]byte, error) {
	r := o.random(0, j, 7)
	shade := func(low int) color.RGBA {
		return color.RGBA{uint8(low + r.IntN(100)), uint8(low + r.IntN(100)), uint8(low + r.IntN(100)), 255}
	}
	ground, disc := shade(20), shade(155)
	strip := image.NewRGBA(image.Rect(0, 0, o.Tile*format.ExampleCount, o.Tile))
	draw.Draw(strip, strip.Bounds(), image.NewUniform(ground), image.Point{}, draw.Src)
	for k := range format.ExampleCount {
		drawDisc(strip, o.Tile*k+o.Tile/2, o.Tile/2, o.Tile*(14-k)/32, disc)
		drawLabel(strip, o.Tile*k, strconv.Itoa(layer)+"-"+strconv.Itoa(channel))
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, strip, &jpeg.Options{Quality: 80})
	return b.Bytes(), err
}

// drawLabel writes text on a black plate in the upper left of the tile that begins at x.
func drawLabel(dst *image.RGBA, x int, text string) {
	label := font.Drawer{Dst: dst, Src: image.White, Face: basicfont.Face7x13, Dot: fixed.P(x+2, 12)}
	draw.Draw(dst, image.Rect(x, 0, x+4+label.MeasureString(text).Round(), 15), image.Black, image.Point{}, draw.Src)
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
