package scatter

import (
	"math"
	"math/bits"
)

// Sizes of a name beside its dot, in CSS pixels.
const (
	NameGap    = 8.0  // from the dot's middle to the name
	NameHeight = 14.0 // of a line
	airX, airY = 7.0, 5.0
)

// ZoomMost is how far one can zoom in, a dot at least to where its neighbours' names no longer collide with its own.
const ZoomMost = 64.0

// Name is a class whose dot bears its name, on its right or on its left.
type Name struct {
	Class int32
	Left  bool
}

// Names decides which dots bear their names. It does so for the whole surface, whatever part of it one sees, so that
// panning changes nothing; and zoom step after zoom step, a factor of root two each, so that zooming in only adds names.
// At every zoom no name touches another one, or the dot of one.
type Names struct {
	dots   []float32
	widths []float32 // [classes]
	w, h   float64
	rest   []int32 // classes without a name yet, the most important first
	named  []Name
	until  []int // [zoom steps so far]; how many of named are there
}

// NewNames takes the widths of the classes' names in CSS pixels, the surface's size, and all classes, the most important
// first.
func NewNames(dots, widths []float32, w, h float64, order []int32) *Names {
	return &Names{dots: dots, widths: widths, w: w, h: h, rest: append([]int32(nil), order...)}
}

// At lists the names at a zoom, those of smaller zooms first.
func (n *Names) At(zoom float64) []Name {
	step := int(2*math.Log2(min(max(zoom, 1), ZoomMost)) + 1e-9)
	for len(n.until) <= step {
		n.place(math.Exp2(float64(len(n.until)) / 2))
	}
	return n.named[:n.until[step]]
}

// place names what still can be named at a zoom.
func (n *Names) place(zoom float64) {
	taken := newTaken(n.w*zoom, n.h*zoom)
	for _, name := range n.named {
		taken.add(n.box(name, zoom))
	}
	rest := n.rest[:0]
	for _, class := range n.rest {
		name := n.side(class, zoom)
		if !taken.free(n.box(name, zoom)) {
			name.Left = !name.Left
		}
		if !taken.free(n.box(name, zoom)) {
			rest = append(rest, class)
			continue
		}
		taken.add(n.box(name, zoom))
		n.named = append(n.named, name)
	}
	n.rest = rest
	n.until = append(n.until, len(n.named))
}

// few is how many classes there are at most where names go by which dots they cover.
const few = 400

// side puts a class's name on the right of its dot, or on the left where it covers fewer other dots.
func (n *Names) side(class int32, zoom float64) Name {
	right, left := Name{Class: class}, Name{Class: class, Left: true}
	if len(n.dots) <= 2*few && n.covers(left, zoom) < n.covers(right, zoom) {
		return left
	}
	return right
}

// covers counts the dots of other classes that a name lies over at a zoom.
func (n *Names) covers(name Name, zoom float64) (dots int) {
	b := n.box(name, zoom)
	for k := range len(n.dots) / 2 {
		x, y := float64(n.dots[2*k])*zoom, float64(n.dots[2*k+1])*zoom
		if k != int(name.Class) && x > b.x-NameGap/2 && x < b.x+b.w+NameGap/2 && y > b.y-NameGap/2 && y < b.y+b.h+NameGap/2 {
			dots++
		}
	}
	return dots
}

// box is what a name takes at a zoom, with its dot. Since it holds the dot, what lies apart comes no closer by zooming in.
func (n *Names) box(name Name, zoom float64) box {
	x, y := float64(n.dots[2*name.Class])*zoom, float64(n.dots[2*name.Class+1])*zoom
	width := NameGap + float64(n.widths[name.Class])
	if name.Left {
		return box{x - width, y - NameHeight/2, width + NameGap/2, NameHeight}
	}
	return box{x - NameGap/2, y - NameHeight/2, width + NameGap/2, NameHeight}
}

// taken holds boxes by the cells of a grid that they touch.
type taken struct {
	w, h          float64
	cellW, cellH  float64
	columns, rows int
	last          []int32 // [cells]; the box that was added last, counted from 1
	held          []held
}

type held struct {
	box
	before int32 // in its cell, as in last
}

func newTaken(w, h float64) *taken {
	t := &taken{w: w, h: h, cellW: max(128, w/128), cellH: max(48, h/128)}
	t.columns, t.rows = int(w/t.cellW)+1, int(h/t.cellH)+1
	t.last = make([]int32, t.columns*t.rows)
	return t
}

// each calls visit for the cells that b touches until it returns false.
func (t *taken) each(b box, visit func(cell int) bool) bool {
	column := func(x float64) int { return min(max(int(x/t.cellW), 0), t.columns-1) }
	row := func(y float64) int { return min(max(int(y/t.cellH), 0), t.rows-1) }
	for r := row(b.y); r <= row(b.y+b.h); r++ {
		for c := column(b.x); c <= column(b.x+b.w); c++ {
			if !visit(r*t.columns + c) {
				return false
			}
		}
	}
	return true
}

// add takes b and some air around it.
func (t *taken) add(b box) {
	b = box{b.x - airX, b.y - airY, b.w + 2*airX, b.h + 2*airY}
	t.each(b, func(cell int) bool {
		t.held = append(t.held, held{b, t.last[cell]})
		t.last[cell] = int32(len(t.held))
		return true
	})
}

// free tells whether b lies on the surface and touches nothing.
func (t *taken) free(b box) bool {
	if b.x < 0 || b.y < 0 || b.x+b.w > t.w || b.y+b.h > t.h {
		return false
	}
	return t.each(b, func(cell int) bool {
		for k := t.last[cell]; k > 0; k = t.held[k-1].before {
			other := &t.held[k-1].box
			if b.x < other.x+other.w && other.x < b.x+b.w && b.y < other.y+other.h && other.y < b.y+b.h {
				return false
			}
		}
		return true
	})
}

// Scattered lists n classes so that the first ones lie far apart in the bundle's order, in which neighbours are often
// alike: by the bits of their row, read backwards.
func Scattered(n int) []int32 {
	width := bits.Len(uint(max(n-1, 0)))
	order := make([]int32, 0, n)
	for k := range 1 << width {
		if row := bits.Reverse32(uint32(k)) >> (32 - width); int(row) < n {
			order = append(order, int32(row))
		}
	}
	return order
}
