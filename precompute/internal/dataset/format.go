package dataset

import (
	"bytes"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"io"

	"golang.org/x/image/bmp"
)

// format is a kind of picture file.
type format struct {
	name   string
	magic  string // the first bytes; ? stands for any
	config func(io.Reader) (image.Config, error)
	decode func(data []byte) (image.Image, error)
}

// formats are those that are known; decode is nil for those that are not read.
var formats = []format{
	{name: "JPEG", magic: "\xff\xd8", config: jpeg.DecodeConfig, decode: decodeJPEG},
	{name: "PNG", magic: "\x89PNG\r\n\x1a\n", config: png.DecodeConfig, decode: from(png.Decode)},
	{name: "GIF", magic: "GIF8?a", config: gifConfig, decode: decodeGIF},
	{name: "WebP", magic: "RIFF????WEBP", config: webpConfig, decode: decodeWebP},
	{name: "BMP", magic: "BM", config: bmp.DecodeConfig, decode: from(bmp.Decode)},
	{name: "TIFF", magic: "II*\x00"},
	{name: "TIFF", magic: "MM\x00*"},
	{name: "JPEG 2000", magic: "\x00\x00\x00\x0cjP  "},
	{name: "HEIF or AVIF", magic: "????ftyp"},
}

const known = "JPEG, PNG, WebP, GIF and BMP are read"

func from(decode func(io.Reader) (image.Image, error)) func([]byte) (image.Image, error) {
	return func(data []byte) (image.Image, error) { return decode(bytes.NewReader(data)) }
}

// sniff finds the format by the first bytes.
func sniff(data []byte) (format, error) {
	if len(data) == 0 {
		return format{}, errors.New("the file is empty")
	}
	for _, f := range formats {
		if !f.begins(data) {
			continue
		}
		if f.decode == nil {
			return format{}, fmt.Errorf("a %s file; %s", f.name, known)
		}
		return f, nil
	}
	return format{}, errors.New("not a picture by its content; " + known)
}

// Format is the name of the format that a picture's bytes begin as; empty if it is none of those that are read.
func Format(data []byte) string {
	f, _ := sniff(data)
	return f.name
}

// begins reports whether data begins as the format's files do.
func (f format) begins(data []byte) bool {
	if len(data) < len(f.magic) {
		return false
	}
	for i, c := range []byte(f.magic) {
		if c != '?' && c != data[i] {
			return false
		}
	}
	return true
}
