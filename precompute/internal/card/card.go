// Package card draws channels' cards: a channel's pictures side by side in one JPEG, laid out as the manifest says.
package card

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/jpeg"

	"summit/precompute/internal/preprocess"
	"summit/precompute/internal/turbojpeg"
	"summit/shared/bundle"
	"summit/shared/model"
)

// Margin is what a card shows beside a crop that is not square, and in place of a picture that a channel lacks.
var Margin = color.Gray{Y: 0x80}

// quality of the cards as JPEG.
const quality = 80

// Layout is where the pictures of a channel lie, examples in squares of side pixels, a multiple of 16: they fill two rows of the card's
// right. With feature visualizations one of twice the size and a block of four more stand before them, and behind them, where asked for,
// the negative one.
func Layout(side int, features, negative bool) model.Cards {
	c := model.Cards{Path: model.CardPath, Height: 2 * side}
	block := func(kind string, count int) {
		for k := range count {
			c.Tiles = append(c.Tiles, model.Tile{Kind: kind, X: c.Width + k%(count/2)*side, Y: k / (count / 2) * side, Size: side})
		}
		c.Width += count / 2 * side
	}
	if features {
		c.Tiles = append(c.Tiles, model.Tile{Kind: model.FeatureTile, Size: 2 * side})
		c.Width += 2 * side
		block(model.DiversityTile, bundle.DiversityCount)
	}
	block(model.ExampleTile, bundle.ExampleCount)
	if negative {
		c.Tiles = append(c.Tiles, model.Tile{Kind: model.NegativeTile, X: c.Width, Size: 2 * side})
		c.Width += 2 * side
	}
	return c
}

// Blank is a card without pictures; its tiles begin at even pixels. It holds colour at half the resolution, as the JPEG will.
func Blank(c model.Cards) *image.YCbCr {
	card := image.NewYCbCr(image.Rect(0, 0, c.Width, c.Height), image.YCbCrSubsampleRatio420)
	for _, plane := range [][]uint8{card.Y, card.Cb, card.Cr} {
		fill(plane, 0x80) // for Cb and Cr that is gray
	}
	fill(card.Y, Margin.Y)
	return card
}

func fill(plane []uint8, value uint8) {
	for i := range plane {
		plane[i] = value
	}
}

// Fit brings the crop of a picture into a square of side pixels, an even number, keeping its proportions. Crop lies within the
// picture's bounds.
func Fit(side int, picture image.Image, crop image.Rectangle) *image.YCbCr {
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

// Place puts a square of the tile's size there. Different tiles may be filled by different goroutines at once.
func Place(card *image.YCbCr, at model.Tile, square *image.YCbCr) {
	if side := square.Rect.Dy(); side != at.Size {
		panic(fmt.Sprintf("card: %d pixels for a tile of %d", side, at.Size))
	}
	for y := range at.Size {
		copy(card.Y[card.YOffset(at.X, at.Y+y):], square.Y[y*square.YStride:][:at.Size])
	}
	for y := range at.Size / 2 {
		to := card.COffset(at.X, at.Y+2*y)
		copy(card.Cb[to:], square.Cb[y*square.CStride:][:at.Size/2])
		copy(card.Cr[to:], square.Cr[y*square.CStride:][:at.Size/2])
	}
}

// Cut is the square of a tile, as Place takes it.
func Cut(card *image.YCbCr, at model.Tile) *image.YCbCr {
	square := image.NewYCbCr(image.Rect(0, 0, at.Size, at.Size), image.YCbCrSubsampleRatio420)
	for y := range at.Size {
		copy(square.Y[y*square.YStride:][:at.Size], card.Y[card.YOffset(at.X, at.Y+y):])
	}
	for y := range at.Size / 2 {
		from := card.COffset(at.X, at.Y+2*y)
		copy(square.Cb[y*square.CStride:][:at.Size/2], card.Cb[from:])
		copy(square.Cr[y*square.CStride:][:at.Size/2], card.Cr[from:])
	}
	return square
}

// Empty is the square of a picture that a channel lacks.
func Empty(side int) *image.YCbCr { return Blank(model.Cards{Width: side, Height: side}) }

// Encode returns the card as a JPEG.
func Encode(card *image.YCbCr) ([]byte, error) {
	if data, ok := turbojpeg.Encode(card, quality); ok {
		return data, nil
	}
	var buffer bytes.Buffer
	if err := jpeg.Encode(&buffer, card, &jpeg.Options{Quality: quality}); err != nil {
		return nil, fmt.Errorf("encode card: %w", err)
	}
	return buffer.Bytes(), nil
}
