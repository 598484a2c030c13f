package state

import "math"

// Zoom is between these.
const ZoomLeast, ZoomMost = 0.1, 12.0

// Camera maps world to screen: screen = world*Scale + (X, Y).
type Camera struct{ Scale, X, Y float64 }

// Home shows the scene at zoom 1 from its top, which is the whole of it where it fits.
func Home() Camera { return Camera{Scale: 1} }

// Start is Home with the middle of a scene that is wider than the surface in the middle of it.
func Start(s *Scene, w float64) Camera {
	c := Home()
	c.X = min(w-s.W, 0) / 2
	return c
}

// Fit shows the whole scene on a surface of w by h.
func Fit(s *Scene, w, h float64) Camera {
	scale := min(w/s.W, h/s.H)
	if !(scale > 0) || math.IsInf(scale, 0) {
		return Home()
	}
	return Camera{Scale: scale, X: (w - s.W*scale) / 2, Y: (h - s.H*scale) / 2}
}

// ToScreen maps a world position.
func (c Camera) ToScreen(x, y float64) (float64, float64) { return x*c.Scale + c.X, y*c.Scale + c.Y }

// ToWorld maps a screen position.
func (c Camera) ToWorld(x, y float64) (float64, float64) {
	return (x - c.X) / c.Scale, (y - c.Y) / c.Scale
}

// Spot maps a spot to the screen.
func (c Camera) Spot(s Spot) Spot {
	x, y := c.ToScreen(s.X, s.Y)
	return Spot{X: x, Y: y, Side: s.Side * c.Scale}
}

// Zoom multiplies the scale by factor, from ZoomLeast to ZoomMost, and keeps the screen position (x, y) where it is.
func (c Camera) Zoom(factor, x, y float64) Camera {
	return c.ZoomWithin(factor, x, y, ZoomLeast, ZoomMost)
}

// ZoomWithin is Zoom with other limits of the scale.
func (c Camera) ZoomWithin(factor, x, y, least, most float64) Camera {
	scale := min(max(c.Scale*factor, least), most)
	if math.IsNaN(scale) {
		return c
	}
	wx, wy := c.ToWorld(x, y)
	return Camera{Scale: scale, X: x - wx*scale, Y: y - wy*scale}
}

// Pan moves the scene by (dx, dy) on the screen.
func (c Camera) Pan(dx, dy float64) Camera { return Camera{c.Scale, c.X + dx, c.Y + dy} }

// Clamp keeps a quarter of the surface covered by the scene, so that it cannot be lost.
func (c Camera) Clamp(s *Scene, w, h float64) Camera {
	c.X = min(max(c.X, w/4-s.W*c.Scale), w*3/4)
	c.Y = min(max(c.Y, h/4-s.H*c.Scale), h*3/4)
	return c
}

// Reveal moves the scene as little as needed for a spot to lie on the surface, margin from its border.
func (c Camera) Reveal(s Spot, w, h, margin float64) Camera {
	on := c.Spot(s)
	half := on.Side/2 + margin
	c.X += pull(on.X-half, on.X+half, w)
	c.Y += pull(on.Y-half, on.Y+half, h)
	return c
}

func pull(lo, hi, size float64) float64 {
	switch {
	case lo < 0:
		return -lo
	case hi > size:
		return max(size-hi, -lo)
	}
	return 0
}
