package dataset

import "image"

// fullChroma returns a picture whose colour has the resolution of its brightness. JPEG files mostly store colour at half of it;
// libjpeg, and so PIL and what networks were trained on, interpolates between the stored samples with weights 3/4 and 1/4,
// where package image/jpeg repeats them. Ratios that libjpeg repeats too are left as they are.
func fullChroma(img *image.YCbCr) *image.YCbCr {
	wide, high := false, false
	switch img.SubsampleRatio {
	case image.YCbCrSubsampleRatio420:
		wide, high = true, true
	case image.YCbCrSubsampleRatio422:
		wide = true
	case image.YCbCrSubsampleRatio440:
		high = true
	}
	b := img.Bounds()
	// libjpeg does not interpolate along rows of one or two samples. The origin of a decoded file is (0, 0).
	if !wide && !high || wide && b.Dx() <= 4 || b.Min != (image.Point{}) {
		return img
	}
	full := &image.YCbCr{Y: img.Y, YStride: img.YStride, CStride: b.Dx(), SubsampleRatio: image.YCbCrSubsampleRatio444, Rect: b}
	p := plane{width: half(b.Dx(), wide), height: half(b.Dy(), high), stride: img.CStride, wide: wide, high: high}
	full.Cb, full.Cr = p.grow(img.Cb, b.Dx(), b.Dy()), p.grow(img.Cr, b.Dx(), b.Dy())
	return full
}

func half(n int, is bool) int {
	if is {
		return (n + 1) / 2
	}
	return n
}

// plane is one colour component with fewer samples than the picture has pixels.
type plane struct {
	width, height, stride int
	wide, high            bool // to be doubled along that axis
}

// grow returns the component with width x height samples.
func (p plane) grow(samples []byte, width, height int) []byte {
	out := make([]byte, width*height)
	sums := make([]int, p.width)
	for y := range height {
		scale := p.column(samples, sums, y)
		row := out[y*width:][:width]
		if p.wide {
			double(row, sums, scale)
			continue
		}
		// Rounded down above the sample and up below it, as libjpeg does.
		for x := range row {
			row[x] = byte((sums[x] + 1 + y%2) / scale)
		}
	}
	return out
}

// column sets sums to scale times the values of output row y, before rows are doubled.
func (p plane) column(samples []byte, sums []int, y int) (scale int) {
	if !p.high {
		for x := range sums {
			sums[x] = int(samples[y*p.stride+x])
		}
		return 1
	}
	near, far := y/2, y/2+1
	if y%2 == 0 {
		far = y/2 - 1
	}
	far = min(max(far, 0), p.height-1)
	for x := range sums {
		sums[x] = 3*int(samples[near*p.stride+x]) + int(samples[far*p.stride+x])
	}
	return 4
}

// double interpolates a row of sums, scale times the samples, to twice as many values. Halves are rounded up and down in turn, as
// libjpeg does.
func double(row []byte, sums []int, scale int) {
	left, right := 1, 2
	if scale > 1 {
		left, right = 8, 7
	}
	for x := range row {
		i, neighbour, rounding := x/2, min(x/2+1, len(sums)-1), right
		if x%2 == 0 {
			neighbour, rounding = max(i-1, 0), left
		}
		row[x] = byte((3*sums[i] + sums[neighbour] + rounding) / (4 * scale))
	}
}
