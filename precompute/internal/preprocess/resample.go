package preprocess

import "image"

// frame says how a picture is resized and which part of the resized picture is the model's input.
type frame struct {
	resized image.Point     // size of the resized picture
	crop    image.Rectangle // part of it that is wanted
}

// resample returns the crop of the resized picture, interleaved [height][width][3]. It resizes along rows, rounds to 8
// bits, then along columns, as PIL does; integers throughout make it the same on every machine.
func resample(img image.Image, f filter, fr frame) []uint8 {
	bounds := img.Bounds()
	across := taps(f, bounds.Dx(), fr.resized.X, fr.crop.Min.X, fr.crop.Max.X)
	down := taps(f, bounds.Dy(), fr.resized.Y, fr.crop.Min.Y, fr.crop.Max.Y)
	left, right := extent(across)
	top, bottom := extent(down)

	width := len(across)
	row := make([]uint8, channels*(right-left))
	rows := make([]uint8, channels*width*(bottom-top))
	read := rowReader(img)
	for y := top; y < bottom; y++ {
		read(row, image.Rect(left, y, right, y+1).Add(bounds.Min))
		resampleRow(rows[channels*width*(y-top):][:channels*width], row, across, left)
	}
	result := make([]uint8, channels*width*len(down))
	sums := make([]int32, channels*width)
	for y, t := range down {
		resampleColumns(result[channels*width*y:][:channels*width], rows[channels*width*(t.first-top):], t.weights, sums)
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

// resampleRow resizes one row; row begins with input pixel left.
func resampleRow(to, row []uint8, across []tap, left int) {
	for x, t := range across {
		from := row[channels*(t.first-left):]
		from = from[:channels*len(t.weights)]
		r, g, b := int32(half), int32(half), int32(half)
		for i, w := range t.weights {
			pixel := from[channels*i : channels*i+channels : channels*i+channels]
			r += w * int32(pixel[0])
			g += w * int32(pixel[1])
			b += w * int32(pixel[2])
		}
		to[channels*x], to[channels*x+1], to[channels*x+2] = clamp(r), clamp(g), clamp(b)
	}
}

// resampleColumns makes one row out of the rows that lie one after the other in from.
func resampleColumns(to, from []uint8, weights []int32, sums []int32) {
	for i := range sums {
		sums[i] = half
	}
	for k, w := range weights {
		row := from[k*len(to):][:len(sums)]
		for i, value := range row {
			sums[i] += w * int32(value)
		}
	}
	for i, sum := range sums {
		to[i] = clamp(sum)
	}
}

// half is one half in units of 2^-fraction: what rounds a shift to the nearest.
const half = 1 << (fraction - 1)

func clamp(sum int32) uint8 { return uint8(min(max(sum>>fraction, 0), 255)) }
