package seaworld

// brush paints shapes that are given in the body frame.
type brush struct {
	canvas *canvas
	pose   pose
}

// fill paints the union of the contours; the paint is asked in the body frame.
func (b brush) fill(part Part, p paint, shape ...contour) { b.glaze(part, 1, p, shape...) }

// glaze is fill with an opacity.
func (b brush) glaze(part Part, opacity float64, p paint, shape ...contour) {
	placed := make([]contour, len(shape))
	for i, s := range shape {
		placed[i] = make(contour, len(s))
		for j, q := range s {
			placed[i][j] = b.pose.toPicture(q)
		}
	}
	b.canvas.fill(part, opacity, func(at point) colour { return p(b.pose.toBody(at)) }, placed...)
}

// outlined paints a contour and a thin line of the given colour around it.
func (b brush) outlined(part Part, p paint, line colour, shape contour) {
	b.fill(part, p, shape)
	b.glaze(part, 0.75, flat(line), border(shape, 0.55/b.pose.scale)...)
}

// stroke paints a line of an even width in pixels.
func (b brush) stroke(part Part, opacity float64, c colour, width float64, line ...point) {
	half := width / 2 / b.pose.scale
	b.glaze(part, opacity, flat(c), ribbon(line, taper(half, half)))
}

// eye paints an eye with its highlight; r is its radius.
func (b brush) eye(at point, r float64, iris colour) {
	b.fill(Eye, flat(rgb(0xf4f1e4)), ellipse(at, r, r))
	b.fill(Eye, flat(iris), ellipse(at, 0.78*r, 0.78*r))
	b.fill(Eye, flat(rgb(0x0b0d12)), ellipse(at, 0.5*r, 0.5*r))
	b.glaze(Eye, 0.9, flat(rgb(0xffffff)), ellipse(at.plus(point{0.25 * r, -0.3 * r}), 0.22*r, 0.22*r))
}
