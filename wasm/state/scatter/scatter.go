// Package scatter is the class embedding's geometry: where a layer's layout puts the classes on a surface, which dots bear
// their names at which zoom, which dot a pointer touches or an arrow key leads to, which dots a lasso holds, and what is
// painted.
//
// Dots are float32 [classes, 2] in CSS pixels of the surface at zoom 1; a state.Camera maps them to the screen. It is plain
// Go, tested natively.
package scatter

import "math"

// Margin is kept free around the dots at zoom 1, in CSS pixels.
const Margin = 22.0

// Spread fits a layout's points [classes, 2] into a surface of w by h, centred, with one scale for both axes, since
// distances mean something.
func Spread(points []float32, w, h float64) []float32 {
	if len(points) == 0 {
		return nil
	}
	box := bounds(points)
	scale := min((w-2*Margin)/box.w, (h-2*Margin)/box.h)
	if math.IsInf(scale, 0) || math.IsNaN(scale) {
		scale = 1 // all points are one
	}
	scale = max(scale, 0)
	dots := make([]float32, len(points))
	for k := 0; k < len(points); k += 2 {
		dots[k] = float32(w/2 + (float64(points[k])-box.x-box.w/2)*scale)
		dots[k+1] = float32(h/2 + (float64(points[k+1])-box.y-box.h/2)*scale)
	}
	return dots
}

type box struct{ x, y, w, h float64 }

func bounds(points []float32) box {
	left, top, right, bottom := points[0], points[1], points[0], points[1]
	for k := 0; k < len(points); k += 2 {
		left, right = min(left, points[k]), max(right, points[k])
		top, bottom = min(top, points[k+1]), max(bottom, points[k+1])
	}
	return box{float64(left), float64(top), float64(right) - float64(left), float64(bottom) - float64(top)}
}

// Travel puts into out the dots on their way: share 0 is from, 1 is to, slow at both ends.
func Travel(out, from, to []float32, share float64) {
	share = min(max(share, 0), 1)
	eased := float32(share * share * (3 - 2*share))
	for k := range out {
		out[k] = from[k] + (to[k]-from[k])*eased
	}
}

// Radius of the dots of that many classes on a surface of w by h at a zoom: the less room a class has the smaller.
func Radius(classes int, w, h, zoom float64) float64 {
	room := math.Sqrt(w * h / float64(max(classes, 1)))
	return min(max(0.13*room, 1.1)*math.Sqrt(max(zoom, 1)), 5.5)
}
