package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/draw"
)

// A picture with more pixels than MaxPixels, or a longer side than MaxSide, is refused before it takes memory.
const (
	MaxPixels = 100_000_000
	MaxSide   = 65_535
)

// Decode decodes a JPEG or PNG, upright as its EXIF orientation says, and opaque: transparent pixels are laid over
// white. Colour that a JPEG stores at half the resolution is interpolated. The result is an *image.YCbCr, *image.Gray or
// *image.RGBA of 8 bits a channel.
func Decode(data []byte) (image.Image, error) {
	format, err := sniff(data)
	if err != nil {
		return nil, err
	}
	config, err := format.config(bytes.NewReader(data))
	if err != nil {
		return nil, endsEarly(err)
	}
	if w, h := config.Width, config.Height; max(w, h) > MaxSide || w*h > MaxPixels {
		return nil, fmt.Errorf("%d x %d pixels: more than %d a side or %d in all", w, h, MaxSide, MaxPixels)
	}
	img, err := format.decode(bytes.NewReader(data))
	if err != nil {
		return nil, endsEarly(err)
	}
	if img, ok := img.(*image.YCbCr); ok {
		return upright(fullChroma(img), orientation(data)), nil
	}
	img = opaque(img)
	if format.name == "JPEG" {
		img = upright(img, orientation(data))
	}
	return img, nil
}

// endsEarly says in plain words what the decoders mean by an unexpected EOF.
func endsEarly(err error) error {
	if errors.Is(err, io.ErrUnexpectedEOF) {
		return errors.New("the file ends early")
	}
	return err
}

// format is a kind of picture file.
type format struct {
	name   string
	magic  string
	config func(io.Reader) (image.Config, error)
	decode func(io.Reader) (image.Image, error)
}

// formats are those that are known; decode is nil for those that are not read.
var formats = []format{
	{name: "JPEG", magic: "\xff\xd8", config: jpeg.DecodeConfig, decode: jpeg.Decode},
	{name: "PNG", magic: "\x89PNG\r\n\x1a\n", config: png.DecodeConfig, decode: png.Decode},
	{name: "GIF", magic: "GIF8"},
	{name: "WebP or another RIFF", magic: "RIFF"},
	{name: "BMP", magic: "BM"},
	{name: "TIFF", magic: "II*\x00"},
	{name: "TIFF", magic: "MM\x00*"},
}

// sniff finds the format by the first bytes.
func sniff(data []byte) (format, error) {
	if len(data) == 0 {
		return format{}, errors.New("the file is empty")
	}
	for _, f := range formats {
		if !bytes.HasPrefix(data, []byte(f.magic)) {
			continue
		}
		if f.decode == nil {
			return format{}, fmt.Errorf("a %s file; JPEG and PNG are read", f.name)
		}
		return f, nil
	}
	return format{}, errors.New("neither a JPEG nor a PNG file")
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
