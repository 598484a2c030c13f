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
		label := font.Drawer{Dst: strip, Src: image.White, Face: basicfont.Face7x13, Dot: fixed.P(o.Tile*k+2, 12)}
		label.DrawString(strconv.Itoa(layer) + "-" + strconv.Itoa(channel))
	}
	var b bytes.Buffer
	err := jpeg.Encode(&b, strip, &jpeg.Options{Quality: 80})
	return b.Bytes(), err
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
