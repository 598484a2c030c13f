package preprocess

import (
	"image"
	"image/color"
)

// rowReader returns a function that copies the pixels of a rectangle one row high, given in the picture's coordinates,
// to red, green and blue bytes. Alpha is left out: package dataset has laid pictures over white.
func rowReader(img image.Image) func(to []uint8, at image.Rectangle) {
	switch img := img.(type) {
	case *image.YCbCr:
		return func(to []uint8, at image.Rectangle) { readYCbCr(to, img, at) }
	case *image.RGBA:
		return func(to []uint8, at image.Rectangle) { readRGBA(to, img.Pix[img.PixOffset(at.Min.X, at.Min.Y):]) }
	case *image.NRGBA:
		return func(to []uint8, at image.Rectangle) { readRGBA(to, img.Pix[img.PixOffset(at.Min.X, at.Min.Y):]) }
	case *image.Gray:
		return func(to []uint8, at image.Rectangle) { readGray(to, img.Pix[img.PixOffset(at.Min.X, at.Min.Y):]) }
	}
	return func(to []uint8, at image.Rectangle) { readAny(to, img, at) }
}

func readYCbCr(to []uint8, img *image.YCbCr, at image.Rectangle) {
	luma := img.Y[img.YOffset(at.Min.X, at.Min.Y):][:at.Dx()]
	for i, y := range luma {
		c := img.COffset(at.Min.X+i, at.Min.Y)
		to[channels*i], to[channels*i+1], to[channels*i+2] = color.YCbCrToRGB(y, img.Cb[c], img.Cr[c])
	}
}

func readRGBA(to, pixels []uint8) {
	for i := 0; i < len(to)/channels; i++ {
		copy(to[channels*i:channels*i+channels], pixels[4*i:4*i+channels])
	}
}

func readGray(to, pixels []uint8) {
	for i := 0; i < len(to)/channels; i++ {
		to[channels*i], to[channels*i+1], to[channels*i+2] = pixels[i], pixels[i], pixels[i]
	}
}

func readAny(to []uint8, img image.Image, at image.Rectangle) {
	for i := range at.Dx() {
		r, g, b, _ := img.At(at.Min.X+i, at.Min.Y).RGBA()
		to[channels*i], to[channels*i+1], to[channels*i+2] = uint8(r>>8), uint8(g>>8), uint8(b>>8)
	}
}
