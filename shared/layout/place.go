package layout

import "math"

// place puts the nodes of each row side by side, the row centred, and measures what they cover.
func (l *Layout) place(g Graph, o Options) {
	l.Places = make([]Place, len(g.Nodes))
	for row, order := range l.Order {
		gap := o.NodeGap
		if width := float64(len(order)-1) * gap; o.MaxWidth > 0 && width > o.MaxWidth {
			gap = o.MaxWidth / float64(len(order)-1)
		}
		largest := 0.0
		for _, node := range order {
			largest = max(largest, g.Nodes[node].Score)
		}
		for k, node := range order {
			l.Places[node] = Place{
				X:    (float64(k) - float64(len(order)-1)/2) * gap,
				Y:    float64(g.Rows-1-row) * o.RowGap,
				Size: size(g.Nodes[node].Score, largest, o),
			}
		}
	}
	l.Bounds = bounds(l.Places)
}

// size makes the area of a picture grow linearly with its score, from MinSize squared to MaxSize squared.
func size(score, largest float64, o Options) float64 {
	if largest <= 0 {
		return o.MinSize
	}
	smallest := float64(o.MinSize * o.MinSize)
	area := smallest + float64((float64(o.MaxSize*o.MaxSize)-smallest)*(score/largest))
	return math.Sqrt(area)
}

// bounds covers the places; curves stay between the places that they join.
func bounds(places []Place) Bounds {
	if len(places) == 0 {
		return Bounds{}
	}
	b := Bounds{Left: math.Inf(1), Top: math.Inf(1), Right: math.Inf(-1), Bottom: math.Inf(-1)}
	for _, p := range places {
		half := p.Size / 2
		b.Left, b.Right = min(b.Left, p.X-half), max(b.Right, p.X+half)
		b.Top, b.Bottom = min(b.Top, p.Y-half), max(b.Bottom, p.Y+half)
	}
	return b
}
