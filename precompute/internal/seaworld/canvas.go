package seaworld

import (
	"image"
	"math"

	"golang.org/x/image/vector"
)

// Size is the width and the height of every picture in pixels.
const Size = 96

// canvas is the picture while it is drawn: for each pixel, row by row, its colour, its part, and how much of it is covered by
// an animal or a hand.
type canvas struct {
	pixels   [Size * Size]colour
	parts    [Size * Size]Part
	subject  [Size * Size]float64
	raster   *vector.Rasterizer
	coverage [Size * Size]uint8
}

func newCanvas() *canvas { return &canvas{raster: vector.NewRasterizer(Size, Size)} }

// fill paints the union of the contours, given in picture coordinates, with its edges smoothed. A pixel takes the part where
// the paint covers at least half of it.
func (c *canvas) fill(part Part, opacity float64, p paint, shape ...contour) {
	box := bounds(shape)
	if box.Empty() {
		return
	}
	mask := c.rasterize(box, shape)
	for y := box.Min.Y; y < box.Max.Y; y++ {
		for x := box.Min.X; x < box.Max.X; x++ {
			cover := mask.Pix[(y-box.Min.Y)*mask.Stride+x-box.Min.X]
			if cover == 0 {
				continue
			}
			c.blend(y*Size+x, part, opacity*float64(cover)/255, p(point{float64(x) + 0.5, float64(y) + 0.5}))
		}
	}
}

func (c *canvas) blend(pixel int, part Part, cover float64, with colour) {
	c.pixels[pixel] = mix(c.pixels[pixel], with, cover)
	if part >= Body {
		c.subject[pixel] = lerp(c.subject[pixel], 1, cover)
	}
	if cover >= 0.5 {
		c.parts[pixel] = part
	}
}

// rasterize gives the share of each pixel of the box that the shape covers, 255 for all of it.
func (c *canvas) rasterize(box image.Rectangle, shape []contour) *image.Alpha {
	mask := &image.Alpha{
		Pix:    c.coverage[:box.Dx()*box.Dy()],
		Stride: box.Dx(),
		Rect:   image.Rect(0, 0, box.Dx(), box.Dy()),
	}
	c.raster.Reset(box.Dx(), box.Dy())
	origin := point{float64(box.Min.X), float64(box.Min.Y)}
	for _, s := range shape {
		c.trace(s, origin, s.area() < 0)
	}
	clear(mask.Pix)
	c.raster.Draw(mask, mask.Rect, image.Opaque, image.Point{})
	return mask
}

// trace hands a contour to the rasterizer, all of them the same way round, so that overlapping ones add up.
func (c *canvas) trace(s contour, origin point, backwards bool) {
	for i := range s {
		at := i
		if backwards {
			at = len(s) - 1 - i
		}
		p := s[at].minus(origin)
		if i == 0 {
			c.raster.MoveTo(float32(p.x), float32(p.y))
		} else {
			c.raster.LineTo(float32(p.x), float32(p.y))
		}
	}
	c.raster.ClosePath()
}

// bounds is the smallest rectangle of whole pixels around the contours, cut off at the picture's edges.
func bounds(shape []contour) image.Rectangle {
	low, high := point{Size, Size}, point{}
	for _, s := range shape {
		for _, p := range s {
			low = point{min(low.x, p.x), min(low.y, p.y)}
			high = point{max(high.x, p.x), max(high.y, p.y)}
		}
	}
	low, high = point{max(low.x, 0), max(low.y, 0)}, point{min(high.x, Size), min(high.y, Size)}
	return image.Rectangle{
		Min: image.Pt(int(low.x), int(low.y)),
		Max: image.Pt(int(math.Ceil(high.x)), int(math.Ceil(high.y))),
	}
}
