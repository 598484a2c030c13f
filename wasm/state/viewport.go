package state

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// Viewport is where a camera looks, whatever the size of the surface: an address can carry it. The zero Viewport is where it looks by itself.
type Viewport struct {
	Zoom float64 // the camera's scale
	X, Y float64 // what lies in the middle of the surface, as fractions of the scene's width and height
}

// Limits of what a viewport may say; cameras have closer ones.
const viewportZoomMost, viewportFarthest = 100.0, 100.0

// NewViewport is where a camera looks at a scene of width by height from a surface of w by h, to four decimals.
func NewViewport(c Camera, width, height, w, h float64) Viewport {
	x, y := c.ToWorld(w/2, h/2)
	return Viewport{c.Scale, x / max(width, 1), y / max(height, 1)}.rounded()
}

// Camera is the camera that looks there.
func (v Viewport) Camera(width, height, w, h float64) Camera {
	return Camera{v.Zoom, w/2 - v.X*max(width, 1)*v.Zoom, h/2 - v.Y*max(height, 1)*v.Zoom}
}

func (v Viewport) rounded() Viewport {
	fourth := func(x, lo, hi float64) float64 { return min(max(math.Round(x*1e4)/1e4, lo), hi) + 0 } // no negative zero
	return Viewport{fourth(v.Zoom, ZoomLeast, viewportZoomMost), fourth(v.X, -viewportFarthest, viewportFarthest), fourth(v.Y, -viewportFarthest, viewportFarthest)}
}

// String writes v as an address does: zoom, x, y.
func (v Viewport) String() string {
	text := func(x float64) string { return strconv.FormatFloat(x, 'f', -1, 64) }
	return text(v.Zoom) + "," + text(v.X) + "," + text(v.Y)
}

// look takes a viewport that String wrote.
func look(field *Viewport, key, value string) (notice string) {
	parts := strings.Split(value, ",")
	var numbers [3]float64
	valid := len(parts) == len(numbers)
	for k := range numbers {
		if valid {
			x, err := strconv.ParseFloat(parts[k], 64)
			numbers[k], valid = x, err == nil && math.Abs(x) <= viewportFarthest // not a number is not
		}
	}
	if !valid || numbers[0] < ZoomLeast {
		return "The address asked for " + key + " " + quote(value) + ", which is no zoom and place; all is shown."
	}
	*field = Viewport{numbers[0], numbers[1], numbers[2]}.rounded()
	return ""
}

// setLook takes a parameter of an address that says where one looks, or what is open.
func (v *View) setLook(key, value string) (notice string, known bool) {
	switch key {
	case "viewport":
		notice = look(&v.Viewport, key, value)
	case "embedding-viewport":
		notice = look(&v.Embedding, key, value)
	case "open":
		if !slices.Contains(panels, value) {
			return "The address asked for " + key + " " + quote(value) + ", which there is not.", true
		}
		v.Show(value, true)
	default:
		return "", false
	}
	return notice, true
}
