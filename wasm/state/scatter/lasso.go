package scatter

// Lasso is a polygon [corners, 2] on the screen or on the surface; its last corner is joined with the first.
type Lasso []float64

// Holds tells whether (x, y) lies inside, by the rule of even and odd crossings.
func (l Lasso) Holds(x, y float64) bool {
	inside := false
	n := len(l)
	for k := 0; k+1 < n; k += 2 {
		x0, y0, x1, y1 := l[k], l[k+1], l[(k+2)%n], l[(k+3)%n]
		if (y0 > y) != (y1 > y) && x < x0+(x1-x0)*(y-y0)/(y1-y0) {
			inside = !inside
		}
	}
	return inside
}

// Classes lists those whose dots lie inside.
func (l Lasso) Classes(dots []float32) []int {
	var classes []int
	for k := 0; k < len(dots); k += 2 {
		if l.Holds(float64(dots[k]), float64(dots[k+1])) {
			classes = append(classes, k/2)
		}
	}
	return classes
}
