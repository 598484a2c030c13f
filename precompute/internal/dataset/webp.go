package dataset

import (
	"bytes"
	"errors"
	"image"
	"io"

	"golang.org/x/image/webp"
)

// webpConfig gives the size of a still picture.
func webpConfig(r io.Reader) (image.Config, error) {
	var head [21]byte
	if _, err := io.ReadFull(r, head[:]); err != nil {
		return image.Config{}, err
	}
	const animation = 1 << 1
	if bytes.HasPrefix(head[12:], []byte("VP8X")) && head[20]&animation != 0 {
		return image.Config{}, errors.New("an animated WebP file; stills are read")
	}
	return webp.DecodeConfig(io.MultiReader(bytes.NewReader(head[:]), r))
}

// decodeWebP decodes a still. Lossy ones hold Y, Cb and Cr as video does, in 16..235 and 16..240, where package image takes all
// three to be 0..255 as in JPEG.
func decodeWebP(data []byte) (image.Image, error) {
	img, err := webp.Decode(bytes.NewReader(data))
	if err != nil {
		return nil, err
	}
	switch img := img.(type) {
	case *image.YCbCr:
		return videoColours(img), nil
	case *image.NYCbCrA:
		colours := videoColours(&img.YCbCr)
		flat := &image.NRGBA{Pix: colours.Pix, Stride: colours.Stride, Rect: colours.Rect}
		for y := range flat.Rect.Dy() {
			for x := range flat.Rect.Dx() {
				flat.Pix[y*flat.Stride+4*x+3] = img.A[y*img.AStride+x]
			}
		}
		return flat, nil
	}
	return img, nil
}

// videoColours converts a 4:2:0 picture to RGB as libwebp does: colour is interpolated between the nearest four samples with
// weights 9, 3, 3 and 1, and converted by BT.601 in fixed point.
func videoColours(img *image.YCbCr) *image.RGBA {
	width, height := img.Rect.Dx(), img.Rect.Dy()
	out := image.NewRGBA(image.Rect(0, 0, width, height))
	columns, rows := (width+1)/2, (height+1)/2
	for y := range height {
		near := y / 2 * img.CStride
		far := clampTo(y/2+y%2*2-1, rows) * img.CStride
		for x := range width {
			i, j := x/2, clampTo(x/2+x%2*2-1, columns)
			at := func(plane []byte) int {
				return between(int(plane[near+i]), int(plane[near+j]), int(plane[far+i]), int(plane[far+j]))
			}
			videoToRGB(out.Pix[y*out.Stride+4*x:][:4], int(img.Y[y*img.YStride+x]), at(img.Cb), at(img.Cr))
		}
	}
	return out
}

func clampTo(i, n int) int { return min(max(i, 0), n-1) }

// between rounds as libwebp does: by way of the mean of the two neighbours.
func between(sample, beside, below, across int) int {
	diagonal := (sample + 3*beside + 3*below + across + 8) >> 3
	return (diagonal + sample) >> 1
}

// videoToRGB has libwebp's constants: BT.601 in units of 2^-14, applied to 8 bits and shifted to 6 bits of fraction.
func videoToRGB(to []byte, y, u, v int) {
	luma := y * 19077 >> 8
	to[0] = sixBits(luma + v*26149>>8 - 14234)
	to[1] = sixBits(luma - u*6419>>8 - v*13320>>8 + 8708)
	to[2] = sixBits(luma + u*33050>>8 - 17685)
	to[3] = 255
}

func sixBits(x int) byte { return byte(min(max(x>>6, 0), 255)) }
