package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"io"

	"golang.org/x/image/bmp"
	"golang.org/x/image/draw"
)

// A picture with more pixels than MaxPixels, or a longer side than MaxSide, is refused before it takes memory.
const (
	MaxPixels = 100_000_000
	MaxSide   = 65_535
)

// Decode decodes a picture of any of the formats, upright as a JPEG's EXIF orientation says, and opaque: transparent pixels
// are laid over white. Colour that is stored at half the resolution is interpolated. The result is an *image.YCbCr, *image.Gray or
// *image.RGBA of 8 bits a channel; its pixels are PIL's, but for the rounding of image/jpeg.
func Decode(data []byte) (image.Image, error) {
	format, err := sniff(data)
	if err != nil {
		return nil, err
	}
	config, err := format.config(bytes.NewReader(data))
	if err != nil {
		return nil, inPlainWords(err)
	}
	if w, h := config.Width, config.Height; max(w, h) > MaxSide || w*h > MaxPixels {
		return nil, fmt.Errorf("%d x %d pixels: more than %d a side or %d in all", w, h, MaxSide, MaxPixels)
	}
	if config.Width < 1 || config.Height < 1 {
		return nil, fmt.Errorf("%d x %d pixels: nothing to see", config.Width, config.Height)
	}
	img, err := format.decode(data)
	if err != nil {
		return nil, inPlainWords(err)
	}
	return opaque(img), nil
}

// inPlainWords says what the decoders mean by an unexpected EOF, and which kinds of a format they do not read.
func inPlainWords(err error) error {
	switch {
	case errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, io.EOF):
		return errors.New("the file ends early")
	case errors.Is(err, bmp.ErrUnsupported):
		return errors.New("a BMP that is compressed or of a bit depth that is not read")
	}
	return err
}

// opaque converts what is not already 8-bit colour or gray without transparency.
func opaque(img image.Image) image.Image {
	switch img := img.(type) {
	case *image.YCbCr, *image.Gray:
		return img
	case *image.RGBA:
		if img.Opaque() {
			return img
		}
	}
	flat := image.NewRGBA(img.Bounds())
	draw.Draw(flat, flat.Bounds(), image.White, image.Point{}, draw.Src)
	draw.Draw(flat, flat.Bounds(), img, img.Bounds().Min, draw.Over)
	return flat
}
