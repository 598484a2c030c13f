package state

import (
	"cmp"
	"math"
	"slices"
)

// Sizes of the drawing, in CSS pixels at zoom 1.
const (
	SideWanted   = 40.0  // a picture is at least this wide where it fits
	SideMost     = 92.0  // and at most this
	SideLeast    = 18.0  // and never less than this
	PitchLeast   = 70.0  // between two rows
	PitchMost    = 200.0 // so that a network of few layers does not fall apart
	PitchShare   = 0.66  // of a pitch that a picture takes at most; the rest is for the edges
	CellMost     = 170.0 // between two nodes of a row, or CellShare of the width where that is more
	CellShare    = 0.11
	GapLeast     = 6.0
	WidthShare   = 0.055 // of a pitch: the width of the strongest edge
	WidthMost    = 7.0   // and at most this
	WidthLeast   = 0.6
	MarginTop    = 10.0
	MarginBottom = 10.0
	MarginRight  = 20.0
)

// Rect is an axis-parallel rectangle.
type Rect struct{ X, Y, W, H float64 }

// Spot is where a node lies: the centre of its square and the square's side.
type Spot struct{ X, Y, Side float64 }

// Rect is the spot's square.
func (s Spot) Rect() Rect { return Rect{s.X - s.Side/2, s.Y - s.Side/2, s.Side, s.Side} }

// Scene is a drawing laid out for a surface of a given size, in world coordinates.
type Scene struct {
	Drawing  *Drawing
	Spots    []Spot    // [nodes]
	Shown    []int     // layers that are not hidden, from the first
	RowY     []float64 // [layers]; the last layer is on top; of no account for a hidden one
	Pitch    float64
	W, H     float64  // of the whole
	MaxCount uint32   // of an edge
	Pinned   []bool   // [nodes]; nil: none is
	Passage  *Passage // from the scene before; nil: it is over
	ByCount  []int    // edges, smallest count first: the order in which they are drawn
}

// Spacing is how much farther apart rows and columns are than they would be by themselves.
type Spacing struct{ Rows, Columns float64 }

// Natural is the spacing that fills the surface.
var Natural = Spacing{1, 1}

// Arrange lays d out for a surface of w by h with labels of the given width on its left. Rows fill the surface; where
// there are too many layers for it, or the spacing is wide, the scene is larger than the surface.
func Arrange(d *Drawing, w, h, labels float64, spacing Spacing) *Scene {
	s := &Scene{Drawing: d, Spots: make([]Spot, len(d.Graph.Nodes)), RowY: make([]float64, len(d.Rows))}
	for l := range d.Rows {
		if !d.hides(l) {
			s.Shown = append(s.Shown, l)
		}
	}
	layers := len(s.Shown)
	s.Pitch = spacing.Rows * min(max((h-MarginTop-MarginBottom)/float64(max(layers, 1)), PitchLeast), PitchMost)
	s.H = max(h, s.Pitch*float64(layers)+MarginTop+MarginBottom)
	s.W = w + (w-MarginRight-labels)*max(spacing.Columns-1, 0)
	top := (s.H - s.Pitch*float64(layers)) / 2
	for k, l := range s.Shown {
		s.RowY[l] = top + s.Pitch*(float64(layers-1-k)+0.5)
		s.placeRow(d.Rows[l], s.RowY[l], labels, s.W-MarginRight, spacing.Columns)
	}
	for _, e := range d.Graph.Edges {
		s.MaxCount = max(s.MaxCount, e.Count)
	}
	s.ByCount = s.Strongest()
	slices.Reverse(s.ByCount)
	return s
}

// placeRow spreads a row between left and right, or over less of it. Areas grow linearly with the score.
func (s *Scene) placeRow(row []int, y, left, right, columns float64) {
	if len(row) == 0 {
		return
	}
	cell := min((right-left)*min(columns, 1)/float64(len(row)), max(CellMost, CellShare*(right-left)/max(columns, 1))*columns)
	most := max(min(max(s.Pitch*PitchShare, SideWanted), s.Pitch-GapLeast, cell-GapLeast, SideMost), SideLeast)
	least := max(SideWanted, most*0.6)
	if most < SideWanted {
		least = max(SideLeast, most*0.7)
	}
	best := 0.0
	for _, i := range row {
		best = max(best, s.Drawing.Graph.Nodes[i].Score)
	}
	x := (left+right)/2 - cell*float64(len(row)-1)/2
	for _, i := range row {
		side := least
		if score := s.Drawing.Graph.Nodes[i].Score; best > 0 && score > 0 {
			side = math.Sqrt(least*least + (most*most-least*least)*(score/best))
		}
		s.Spots[i] = Spot{X: x, Y: y, Side: side}
		x += cell
	}
}

// EdgeWidth is proportional to the count, and never so thin that it cannot be seen.
func (s *Scene) EdgeWidth(count uint32) float64 {
	if s.MaxCount == 0 {
		return WidthLeast
	}
	return max(min(WidthMost, WidthShare*s.Pitch)*float64(count)/float64(s.MaxCount), WidthLeast)
}

// Hit returns the node at a world position, or -1. Reach is how far beside a square still counts; the nearest wins.
func (s *Scene) Hit(x, y, reach float64) int {
	best, node := reach, -1
	for i, spot := range s.Spots {
		d := max(math.Abs(x-spot.X), math.Abs(y-spot.Y)) - spot.Side/2
		if d <= best && (node < 0 || d < best) {
			best, node = d, i
		}
	}
	return node
}

// Neighbours marks the nodes that share an edge with node i, itself included.
func (s *Scene) Neighbours(i int) []bool {
	near := make([]bool, len(s.Spots))
	if i < 0 || i >= len(near) {
		return near
	}
	near[i] = true
	for _, e := range s.Drawing.Graph.Edges {
		if e.From == i {
			near[e.To] = true
		}
		if e.To == i {
			near[e.From] = true
		}
	}
	return near
}

// Step is the node that an arrow key leads to from node i: dx along its row, or dy rows up the network to the nearest
// node. It is i where there is none.
func (s *Scene) Step(i, dx, dy int) int {
	nodes := s.Drawing.Graph.Nodes
	if i < 0 || i >= len(nodes) {
		return s.First()
	}
	layer := nodes[i].Layer
	if dy == 0 {
		row := s.Drawing.Rows[layer]
		k := slices.Index(row, i) + dx
		if k < 0 || k >= len(row) {
			return i
		}
		return row[k]
	}
	for l := layer + dy; l >= 0 && l < len(s.Drawing.Rows); l += dy {
		if to := s.nearest(l, s.Spots[i].X); to >= 0 {
			return to
		}
	}
	return i
}

func (s *Scene) nearest(layer int, x float64) int {
	best, node := math.Inf(1), -1
	for _, j := range s.Drawing.Rows[layer] {
		if d := math.Abs(s.Spots[j].X - x); d < best {
			best, node = d, j
		}
	}
	return node
}

// First is the leftmost node of the topmost row that has one, -1 in an empty graph.
func (s *Scene) First() int {
	for l := len(s.Drawing.Rows) - 1; l >= 0; l-- {
		if row := s.Drawing.Rows[l]; len(row) > 0 {
			return row[0]
		}
	}
	return -1
}

// Strongest lists the edges, largest count first; ties keep their order.
func (s *Scene) Strongest() []int {
	edges := s.Drawing.Graph.Edges
	order := make([]int, len(edges))
	for k := range order {
		order[k] = k
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Or(cmp.Compare(edges[b].Count, edges[a].Count), a-b) })
	return order
}

// LegendCounts are up to three counts to show widths by: the largest, a half and a tenth of it.
func (s *Scene) LegendCounts() []uint32 {
	var counts []uint32
	for _, c := range []uint32{s.MaxCount / 10, s.MaxCount / 2, s.MaxCount} {
		if c > 0 && !slices.Contains(counts, c) {
			counts = append(counts, c)
		}
	}
	return counts
}
