package layout

// Curve is a cubic Bézier curve: its start, two control points, its end.
type Curve struct{ X0, Y0, X1, Y1, X2, Y2, X3, Y3 float64 }

// between leads from the middle of the upper side of the earlier node to the middle of the lower side of the later one,
// upright at both ends.
func between(earlier, later Place) Curve {
	start, end := earlier.Y-earlier.Size/2, later.Y+later.Size/2
	middle := (start + end) / 2
	return Curve{earlier.X, start, earlier.X, middle, later.X, middle, later.X, end}
}

// At is the point at t, from 0 at the start to 1 at the end.
func (c Curve) At(t float64) (x, y float64) {
	u := 1 - t
	b0, b1, b2, b3 := float64(float64(u*u)*u), float64(float64(float64(3*t)*u)*u), float64(float64(float64(3*t)*t)*u), float64(float64(t*t)*t)
	x = float64(b0*c.X0) + float64(b1*c.X1) + float64(b2*c.X2) + float64(b3*c.X3)
	y = float64(b0*c.Y0) + float64(b1*c.Y1) + float64(b2*c.Y2) + float64(b3*c.Y3)
	return x, y
}
