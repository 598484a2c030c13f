package state

// MarkShare is how much of a tile's side a mark takes, within MarkLeast and MarkMost pixels.
const MarkShare, MarkLeast, MarkMost = 0.24, 9.0, 18.0

// ofClass is how an edge of a set is drawn: classes' edges differ by ink and by dashes, what several share is a plain line.
func ofClass(owners []int, classes int, alpha float64) (ink float32, dashes, visible float64) {
	if sign := SignOf(owners, classes); sign < SignsMost {
		return InkClass + float32(sign), 2 + float64(sign), min(alpha+0.25, 1)
	}
	return InkLine, 0, alpha
}

func markSize(s Spot) float64 { return min(max(s.Side*MarkShare, MarkLeast), MarkMost) }

// marks draws whose node i is into the upper left corner of its tile: a class's shape in its ink, the sign of all
// classes, or a row of shapes.
func (p *painter) marks(i int, s Spot, alpha float64) {
	owners := p.scene.Drawing.Graph.Nodes[i].Owners
	size := markSize(s)
	x, y := s.X-s.Side/2, s.Y-s.Side/2
	if SignOf(owners, p.scene.Drawing.Classes) == SignAll {
		p.add(OpMark, x, y, size, float64(SignAll), alpha, float64(InkText))
		return
	}
	for k, c := range owners {
		p.add(OpMark, x+float64(k)*size*1.15, y, size, float64(c), alpha, float64(InkClass+float32(c)))
	}
}

// border is that of node i: a class's ink where it is the only one.
func (p *painter) border(i int) (ink float32, width float64) {
	sign := SignOf(p.scene.Drawing.Graph.Nodes[i].Owners, p.scene.Drawing.Classes)
	switch {
	case sign < SignsMost:
		return InkClass + float32(sign), 3
	case sign == SignNone:
		return InkTile, 1
	}
	return InkText, 2
}
