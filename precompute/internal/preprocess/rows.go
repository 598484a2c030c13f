package preprocess

import (
	"image"
	"image/color"
)

// rowReader returns a function that gives width pixels of a row, from a point in the picture's coordinates on, as red, green, blue and a
// byte without meaning: package dataset has laid pictures over white. What it returns is overwritten by the next call.
func rowReader(img image.Image, width int) func(at image.Point) []uint8 {
	row := make([]uint8, 4*width)
	switch img := img.(type) {
	case *image.RGBA:
		return func(at image.Point) []uint8 { return img.Pix[img.PixOffset(at.X, at.Y):] }
	case *image.NRGBA:
		return func(at image.Point) []uint8 { return img.Pix[img.PixOffset(at.X, at.Y):] }
	case *image.YCbCr:
		return func(at image.Point) []uint8 { return readYCbCr(row, img, at) }
	case *image.Gray:
		return func(at image.Point) []uint8 { return readGray(row, img.Pix[img.PixOffset(at.X, at.Y):]) }
	}
	return func(at image.Point) []uint8 { return readAny(row, img, at) }
}

func readYCbCr(row []uint8, img *image.YCbCr, at image.Point) []uint8 {
	luma := img.Y[img.YOffset(at.X, at.Y):][:len(row)/4]
	for i, y := range luma {
		c := img.COffset(at.X+i, at.Y)
		row[4*i], row[4*i+1], row[4*i+2] = color.YCbCrToRGB(y, img.Cb[c], img.Cr[c])
	}
	return row
}

func readGray(row, pixels []uint8) []uint8 {
	for i := 0; i < len(row)/4; i++ {
		row[4*i], row[4*i+1], row[4*i+2] = pixels[i], pixels[i], pixels[i]
	}
	return row
}

func readAny(row []uint8, img image.Image, at image.Point) []uint8 {
	for i := range len(row) / 4 {
		r, g, b, _ := img.At(at.X+i, at.Y).RGBA()
		row[4*i], row[4*i+1], row[4*i+2] = uint8(r>>8), uint8(g>>8), uint8(b>>8)
	}
	return row
}
