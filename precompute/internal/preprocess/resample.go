package preprocess

import (
	"encoding/binary"
	"image"
)

// frame says how a picture is resized and which part of the resized picture is the model's input.
type frame struct {
	resized image.Point     // size of the resized picture
	crop    image.Rectangle // part of it that is wanted
}

// Bicubic returns the picture resized to size, interleaved [height][width][3]; where it shrinks, pixels are averaged.
func Bicubic(img image.Image, size image.Point) []uint8 {
	return resample(img, filters["bicubic"], frame{resized: size, crop: image.Rectangle{Max: size}})
}

// resample returns the crop of the resized picture, interleaved [height][width][3]. It resizes along rows, rounds to 8
// bits, then along columns, as PIL does; integers throughout make it the same on every machine. Only pixels that the crop needs are
// looked at.
func resample(img image.Image, f filter, fr frame) []uint8 {
	bounds := img.Bounds()
	across := taps(f, bounds.Dx(), fr.resized.X, fr.crop.Min.X, fr.crop.Max.X)
	down := taps(f, bounds.Dy(), fr.resized.Y, fr.crop.Min.Y, fr.crop.Max.Y)
	left, right := extent(across)
	top, bottom := extent(down)

	stride := channels * len(across)
	rows := make([]uint8, stride*(bottom-top)+lanes) // columns reads past the end of a row
	read := rowReader(img, right-left)
	same := unchanged(across)
	for y := top; y < bottom; y++ {
		pixels := read(image.Pt(left, y).Add(bounds.Min))
		to := rows[stride*(y-top):][:stride]
		if same {
			dropAlpha(to, pixels)
		} else {
			resampleRow(to, pixels, across, left)
		}
	}
	result := make([]uint8, stride*len(down))
	for y, t := range down {
		resampleColumns(result[stride*y:][:stride], rows[stride*(t.first-top):], t.weights)
	}
	return result
}

// extent is the range of input pixels that taps reach.
func extent(list []tap) (first, last int) {
	first, last = list[0].first, 0
	for _, t := range list {
		first = min(first, t.first)
		last = max(last, t.first+len(t.weights))
	}
	return first, last
}

// unchanged reports whether the taps copy pixels side by side.
func unchanged(list []tap) bool {
	for i, t := range list {
		if len(t.weights) != 1 || t.first != list[0].first+i {
			return false
		}
	}
	return true
}

func dropAlpha(to, pixels []uint8) {
	for i := 0; i < len(to)/channels; i++ {
		copy(to[channels*i:channels*i+channels], pixels[4*i:4*i+channels])
	}
}

// Sums are made two at a time, in the halves of 64 bits: a product with a weight of at most 2^fraction stays within 31 bits. The
// lower half begins at bias, so that it does not become negative and borrow from the upper one.
const (
	lanes     = 8
	bias      = 1 << 30
	roundBoth = (half + bias) | half<<32
	evenBytes = 0x000000ff_000000ff
)

// resampleRow resizes one row of pixels of four bytes, which begins with input pixel left.
func resampleRow(to, pixels []uint8, across []tap, left int) {
	for x, t := range across {
		from := pixels[4*(t.first-left):]
		from = from[:4*len(t.weights)]
		redBlue, green := int64(roundBoth), int64(half)
		for i, w := range t.weights {
			pixel := uint64(binary.LittleEndian.Uint32(from[4*i : 4*i+4]))
			redBlue += int64(pixel&0xff|pixel<<16&(0xff<<32)) * int64(w)
			green += int64(pixel>>8&0xff) * int64(w)
		}
		out := to[channels*x : channels*x+channels : channels*x+channels]
		out[0], out[1], out[2] = low(redBlue), clamp(int32(green)), high(redBlue)
	}
}

// resampleColumns makes one row out of the rows that lie one after the other in from, and beyond which there are eight bytes.
func resampleColumns(to, from []uint8, weights []int32) {
	stride := len(to)
	if len(weights) == 1 {
		copy(to, from)
		return
	}
	var out [lanes]uint8
	for x := 0; x < stride; x += lanes {
		a, b, c, d := int64(roundBoth), int64(roundBoth), int64(roundBoth), int64(roundBoth)
		at := x
		for _, w := range weights {
			v, w := binary.LittleEndian.Uint64(from[at:at+lanes]), int64(w)
			a += int64(v&evenBytes) * w
			b += int64(v>>8&evenBytes) * w
			c += int64(v>>16&evenBytes) * w
			d += int64(v>>24&evenBytes) * w
			at += stride
		}
		out = [lanes]uint8{low(a), low(b), low(c), low(d), high(a), high(b), high(c), high(d)}
		copy(to[x:], out[:])
	}
}

// half is one half in units of 2^-fraction: what rounds a shift to the nearest.
const half = 1 << (fraction - 1)

func clamp(sum int32) uint8 { return uint8(min(max(sum>>fraction, 0), 255)) }

// low and high are the results of a pair of sums.
func low(pair int64) uint8 { return clamp(int32(uint32(pair) - bias)) }

func high(pair int64) uint8 { return clamp(int32(pair >> 32)) }
