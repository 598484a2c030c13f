package dataset

import (
	"bytes"
	"image"
	"image/color"
	"image/gif"
	"io"

	"golang.org/x/image/draw"
)

// gifConfig gives the size of the screen, which frames lie within.
func gifConfig(r io.Reader) (image.Config, error) { return gif.DecodeConfig(r) }

// decodeGIF returns the screen with the first frame on it. Around a frame that does not fill the screen is what PIL shows there: nothing,
// which is white in the end, if the frame has a transparent colour, else the first colour of the palette.
func decodeGIF(data []byte) (image.Image, error) {
	config, err := gif.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	img, err := gif.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	bounds := image.Rect(0, 0, config.Width, config.Height)
	frame, ok := img.(*image.Paletted)
	if !ok || frame.Rect == bounds {
		return img, nil
	}
	screen := image.NewRGBA(bounds)
	if len(frame.Palette) > 0 && !transparent(frame.Palette) {
		draw.Draw(screen, bounds, image.NewUniform(frame.Palette[0]), image.Point{}, draw.Src)
	}
	draw.Draw(screen, frame.Rect, frame, frame.Rect.Min, draw.Over)
	return screen, nil
}

func transparent(p color.Palette) bool {
	for _, c := range p {
		if _, _, _, a := c.RGBA(); a == 0 {
			return true
		}
	}
	return false
}
