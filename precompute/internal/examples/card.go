package examples

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"summit/precompute/internal/preprocess"
	"summit/precompute/internal/turbojpeg"
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

// Strip is an empty card: tiles squares side by side, of an even number of pixels a side. It holds colour at half the resolution, as the
// JPEG will.
func Strip(tile, tiles int) *image.YCbCr {
	strip := image.NewYCbCr(image.Rect(0, 0, tile*tiles, tile), image.YCbCrSubsampleRatio420)
	for _, plane := range [][]uint8{strip.Y, strip.Cb, strip.Cr} {
		fill(plane, 0x80) // for Cb and Cr that is gray
	}
	fill(strip.Y, Margin.Y)
	return strip
}

func fill(plane []uint8, value uint8) {
	for i := range plane {
		plane[i] = value
	}
}

// Tile fits the crop of a picture into a square of side pixels, keeping its proportions. Crop lies within the picture's bounds.
func Tile(side int, picture image.Image, crop image.Rectangle) *image.YCbCr {
	size := image.Pt(side, side)
	if crop.Dx() > crop.Dy() {
		size.Y = max(side*crop.Dy()/crop.Dx(), 1)
	} else {
		size.X = max(side*crop.Dx()/crop.Dy(), 1)
	}
	part := picture.(interface {
		SubImage(image.Rectangle) image.Image
	}).SubImage(crop)
	pixels := preprocess.Bicubic(part, size)
	square := bytes.Repeat([]byte{Margin.Y}, 3*side*side)
	at := image.Pt((side-size.X)/2, (side-size.Y)/2)
	for y := range size.Y {
		copy(square[3*((at.Y+y)*side+at.X):], pixels[3*size.X*y:][:3*size.X])
	}
	return separate(square, side)
}

// separate converts a square of RGB to brightness and colour; a colour is that of the mean of four pixels.
func separate(rgb []uint8, side int) *image.YCbCr {
	tile := image.NewYCbCr(image.Rect(0, 0, side, side), image.YCbCrSubsampleRatio420)
	for y := 0; y < side; y += 2 {
		for x := 0; x < side; x += 2 {
			var r, g, b int
			for _, at := range [4]int{y*side + x, y*side + x + 1, (y+1)*side + x, (y+1)*side + x + 1} {
				p := rgb[3*at : 3*at+3 : 3*at+3]
				r, g, b = r+int(p[0]), g+int(p[1]), b+int(p[2])
				// Rec. 601 in units of 2^-16, as JFIF has it.
				tile.Y[at] = uint8((19595*int(p[0]) + 38470*int(p[1]) + 7471*int(p[2]) + 1<<15) >> 16)
			}
			at := y/2*tile.CStride + x/2
			tile.Cb[at] = uint8(min((-11056*r-21712*g+32768*b+4*128<<16+1<<17)>>18, 255))
			tile.Cr[at] = uint8(min((32768*r-27440*g-5328*b+4*128<<16+1<<17)>>18, 255))
		}
	}
	return tile
}

// Place puts a tile at the n-th place of a strip. Different places may be filled by different goroutines at once.
func Place(strip *image.YCbCr, n int, tile *image.YCbCr) {
	side := tile.Rect.Dy()
	for y := range side {
		copy(strip.Y[y*strip.YStride+n*side:], tile.Y[y*tile.YStride:][:side])
	}
	for y := range side / 2 {
		copy(strip.Cb[y*strip.CStride+n*side/2:], tile.Cb[y*tile.CStride:][:side/2])
		copy(strip.Cr[y*strip.CStride+n*side/2:], tile.Cr[y*tile.CStride:][:side/2])
	}
}

// Encode returns the strip as a JPEG.
func Encode(strip *image.YCbCr) ([]byte, error) {
	if data, ok := turbojpeg.Encode(strip, quality); ok {
		return data, nil
	}
	var buffer bytes.Buffer
	if err := jpeg.Encode(&buffer, strip, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encode card: %w", err)
	}
	return buffer.Bytes(), nil
}
