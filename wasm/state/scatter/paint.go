package scatter

import "summit/wasm/state"

// Operations of a painting over the dots. Each is followed by its numbers; site/shell/scatter.js reads them in the same
// order.
const (
	OpDot   float32 = iota + 1 // x y radius ink ring
	OpName                     // x y class ink right (the text ends there) backed
	OpLasso                    // corners, then x y of each
)

// Inks are colours of the page's style sheet; NoInk draws nothing.
const (
	NoInk float32 = iota - 1
	InkText
	InkQuiet
	InkShown
	InkSet
	InkFocus
	InkSurface
)

// Attention is what the reader looks at.
type Attention struct {
	Shown []int // classes that the list shows
	Set   []int // classes whose graph is shown, the chosen one first
	Hover int   // class that is pointed at, here or in the list; -1: none
	Focus bool  // the keyboard is on it
	Lasso Lasso // that is being drawn, on the screen
	Names []Name
}

// Plot is what is painted on.
type Plot struct {
	Dots   []float32
	Widths []float32 // of the names
	Camera state.Camera
	W, H   float64
}

// Paint appends to out the operations that draw over the dots: the classes of the list, names, the set, what is pointed
// at, and the lasso.
func (p Plot) Paint(out []float32, at Attention) []float32 {
	radius := Radius(len(p.Dots)/2, p.W, p.H, p.Camera.Scale)
	for _, class := range at.Shown {
		out = p.dot(out, class, radius+1, InkShown, InkSurface)
	}
	for _, name := range at.Names {
		out = p.name(out, int(name.Class), name.Left, InkQuiet, 0)
	}
	for k := len(at.Set) - 1; k >= 0; k-- {
		out = p.dot(out, at.Set[k], max(radius+2, 4), InkSet, InkText)
	}
	if len(at.Set) > 0 && at.Set[0] != at.Hover {
		out = p.named(out, at.Set[0], InkText)
	}
	if at.Hover >= 0 && at.Hover < len(p.Dots)/2 {
		ring := InkText
		if at.Focus {
			ring = InkFocus
		}
		out = p.dot(out, at.Hover, max(radius+4, 6), NoInk, ring)
		out = p.named(out, at.Hover, ring)
	}
	if len(at.Lasso) > 0 {
		out = append(out, OpLasso, float32(len(at.Lasso)/2))
		for _, v := range at.Lasso {
			out = append(out, float32(v))
		}
	}
	return out
}

// screen is where a class's dot is seen, and whether it is on the surface.
func (p Plot) screen(class int) (x, y float64, seen bool) {
	x, y = p.Camera.ToScreen(float64(p.Dots[2*class]), float64(p.Dots[2*class+1]))
	return x, y, x >= 0 && y >= 0 && x <= p.W && y <= p.H
}

func (p Plot) dot(out []float32, class int, radius float64, ink, ring float32) []float32 {
	if x, y, seen := p.screen(class); seen {
		out = append(out, OpDot, float32(x), float32(y), float32(radius), ink, ring)
	}
	return out
}

func (p Plot) name(out []float32, class int, left bool, ink, backed float32) []float32 {
	x, y, seen := p.screen(class)
	if !seen {
		return out
	}
	right := float32(0)
	if left {
		x, right = x-2*NameGap, 1
	}
	return append(out, OpName, float32(x+NameGap), float32(y), float32(class), ink, right, backed)
}

// named writes a name on a plate, on the side that has room for it.
func (p Plot) named(out []float32, class int, ink float32) []float32 {
	x, _, _ := p.screen(class)
	left := x+NameGap+float64(p.Widths[class])+6 > p.W && x > p.W/2
	return p.name(out, class, left, ink, 1)
}
