package examples

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"golang.org/x/image/draw"

	"summit/shared/model"
)

// Margin is what a card shows beside a crop that is not square, and in place of a crop that a channel lacks.
var Margin = color.Gray{Y: 0x80}

// quality of the cards as JPEG.
const quality = 85

// Window returns the pixels of the model's input, [x0, x1) x [y0, y1), that position (y, x) of a map sees; outside the input where
// the network pads.
func Window(field model.ReceptiveField, y, x int) (x0, y0, x1, y1 float64) {
	top := field.Start[0] + y*field.Stride[0]
	left := field.Start[1] + x*field.Stride[1]
	return float64(left), float64(top), float64(left + field.Size[1]), float64(top + field.Size[0])
}

// Strip is an empty card: tiles squares side by side.
func Strip(tile, tiles int) *image.RGBA {
	strip := image.NewRGBA(image.Rect(0, 0, tile*tiles, tile))
	draw.Draw(strip, strip.Bounds(), image.NewUniform(Margin), image.Point{}, draw.Src)
	return strip
}

// Draw fits the crop of a picture into the n-th tile of a strip, keeping its proportions. Different tiles may be drawn by different
// goroutines at once.
func Draw(strip *image.RGBA, n int, picture image.Image, crop image.Rectangle) {
	tile := strip.Bounds().Dy()
	width, height := tile, tile
	if crop.Dx() > crop.Dy() {
		height = max(tile*crop.Dy()/crop.Dx(), 1)
	} else {
		width = max(tile*crop.Dx()/crop.Dy(), 1)
	}
	at := image.Pt(n*tile+(tile-width)/2, (tile-height)/2)
	draw.CatmullRom.Scale(strip, image.Rectangle{Min: at, Max: at.Add(image.Pt(width, height))}, picture, crop, draw.Src, nil)
}

// Encode returns the strip as a JPEG.
func Encode(strip *image.RGBA) ([]byte, error) {
	var buffer bytes.Buffer
	if err := jpeg.Encode(&buffer, strip, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encode card: %w", err)
	}
	return buffer.Bytes(), nil
}
