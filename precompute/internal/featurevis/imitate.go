package featurevis

import (
	"image"
	"math"
)

// closest keeps the colours of a picture that is to be imitated off black and white, which no amplitude reaches.
const closest = 0.02

// imitate finds amplitudes that make a picture, which is repeated or cut to the easel's side.
func (e *easel) imitate(img image.Image, amplitudes []float32) {
	for y := range e.side {
		line := e.line(&e.axes, y)
		for x := range e.side {
			e.along(pixel(img, x, y), line, x)
		}
	}
	n := e.spectrum.coefficients()
	for k := range e.axes {
		e.spectrum.analyse(e.axes[k], amplitudes[k*n:][:n])
	}
}

// pixel is a colour of a picture that is repeated.
func pixel(img image.Image, x, y int) (rgb [3]float64) {
	bounds := img.Bounds()
	r, g, b, _ := img.At(bounds.Min.X+x%bounds.Dx(), bounds.Min.Y+y%bounds.Dy()).RGBA()
	return [3]float64{float64(r) / 0xffff, float64(g) / 0xffff, float64(b) / 0xffff}
}

// along writes at x what a colour is along the axes, which are at right angles to each other.
func (e *easel) along(rgb [3]float64, line [3][]float32, x int) {
	for k := range line {
		var product, square float64
		for i, v := range rgb {
			v = min(max(v, closest), 1-closest)
			axis := float64(e.basis[i][k])
			product += axis * math.Log(v/(1-v))
			square += axis * axis
		}
		line[k][x] = 0
		if square > 0 {
			line[k][x] = float32(product / square)
		}
	}
}

// analyse is the inverse of paint, for real planes.
func (s *spectrum) analyse(plane, coefficients []float32) {
	s.gradient(plane, coefficients)
	area := float32(s.side * s.side)
	for k, scale := range s.scale {
		twice := float32(2) // as unpair counts them
		if ky := k % s.half; ky == 0 || ky == s.half-1 {
			twice = 1
		}
		factor := 1 / (twice * scale * scale * area)
		coefficients[k] *= factor
		coefficients[len(s.scale)+k] *= factor
	}
}
