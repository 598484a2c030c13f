package state

import "math"

// Operations of a painting. Each is followed by its numbers; site/draw.js reads them in the same order.
const (
	OpBand float32 = iota + 1 // x y w h ink
	OpEdge                    // x0 y0 x1 y1 width alpha ink dashes (0 none, 1 of what leads down, 2 to 5 of a set's classes, 6 of inhibition)
	OpTile                    // x y side node alpha ink border
	OpText                    // x y size text ink align (0 left, 1 centre, 2 right) backed
	OpMark                    // x y size shape (an index into Marks) alpha ink
	OpBar                     // x y width height alpha ink
)

// Inks are colours of the page's style sheet.
const (
	InkText float32 = iota
	InkQuiet
	InkLine
	InkBand
	InkUp
	InkDown
	InkFocus
	InkTile
	InkGround  // inside of tiles
	InkSurface // under the drawing
	InkClass   // of a set's first class; those of the others follow
	InkInhibit = InkClass + SignsMost
)

// Attention is what the reader points at.
type Attention struct {
	Node  int    // whose neighbourhood is highlighted; -1: none
	Focus bool   // it has the keyboard's focus, so its border shows it
	Pin   bool   // it stays
	Trail *Trail // its paths, to be highlighted with its neighbourhood; nil: none
	Edge  int    // that is pointed at, counted from 1; 0: none
}

// ends tells whether node i is an end of the edge that is pointed at.
func (p *painter) ends(i int) bool {
	if p.at.Edge <= 0 || p.at.Edge > len(p.scene.Drawing.Graph.Edges) {
		return false
	}
	e := p.scene.Drawing.Graph.Edges[p.at.Edge-1]
	return i == e.From || i == e.To
}

// Paint appends to out the operations that draw s as camera sees it on a surface of w by h, back to front. Texts are
// numbered: layer l's name is l.
func (s *Scene) Paint(out []float32, camera Camera, w, h float64, at Attention) []float32 {
	p := painter{scene: s, camera: camera, w: w, h: h, at: at, out: out}
	if at.Node >= 0 && at.Node < len(s.Spots) {
		p.near = p.neighbourhood()
	}
	p.bands()
	p.edges()
	p.ghosts()
	p.tiles()
	p.labels()
	p.minimap()
	return p.out
}

type painter struct {
	scene  *Scene
	camera Camera
	w, h   float64
	at     Attention
	near   []bool // nil: nothing is highlighted
	out    []float32
}

func (p *painter) add(op float32, values ...float64) {
	p.out = append(p.out, op)
	for _, v := range values {
		p.out = append(p.out, float32(v))
	}
}

func (p *painter) bands() {
	pitch := p.scene.Pitch * p.camera.Scale
	for k, l := range p.scene.Shown {
		if k%2 == 1 {
			continue
		}
		_, at := p.camera.ToScreen(0, p.scene.RowY[l])
		if at+pitch/2 >= 0 && at-pitch/2 <= p.h {
			p.add(OpBand, 0, at-pitch/2, p.w, pitch, float64(InkBand))
		}
	}
}

func (p *painter) tiles() {
	for i := range p.scene.Spots {
		at, present := p.scene.now(i)
		s := p.camera.Spot(at)
		if !visible(s, p.w, p.h) {
			continue
		}
		alpha, ink, border := present, InkTile, 1.0
		if present < 1 {
			ink, border = InkFocus, 3
		}
		if p.scene.Drawing.Signs() {
			ink, border = p.border(i)
		}
		if p.near != nil && !p.near[i] {
			alpha = min(alpha, 0.22)
		}
		if i == p.at.Node {
			ink, border = InkText, 2
			if p.at.Focus || p.at.Pin {
				ink, border = InkFocus, 3
			}
		}
		if p.ends(i) {
			alpha, ink, border = present, InkFocus, 3
		}
		p.add(OpTile, s.X-s.Side/2, s.Y-s.Side/2, s.Side, float64(i), alpha, float64(ink), border)
		if p.scene.Drawing.Signs() {
			p.marks(i, s, alpha)
		}
		if p.scene.Pinned != nil && p.scene.Pinned[i] {
			size := markSize(s)
			p.add(OpMark, s.X+s.Side/2-size, s.Y-s.Side/2, size, PinMark, alpha, float64(InkText))
		}
	}
}

// ghosts draws the nodes that are gone; their numbers come after those of the nodes.
func (p *painter) ghosts() {
	if p.scene.Passage == nil {
		return
	}
	for k, g := range p.scene.Passage.Gone {
		at, present := p.scene.Passage.leaves(g)
		if s := p.camera.Spot(at); visible(s, p.w, p.h) {
			p.add(OpTile, s.X-s.Side/2, s.Y-s.Side/2, s.Side, float64(len(p.scene.Spots)+k), present, float64(InkTile), 1)
		}
	}
}

// labels writes the layers' names on the left, where they stay at reading size whatever the zoom.
func (p *painter) labels() {
	size := labelSize(p.w)
	pitch := p.scene.Pitch * p.camera.Scale
	every := max(1, int(math.Ceil(size*1.35/max(pitch, 1e-3))))
	for k, l := range p.scene.Shown {
		_, at := p.camera.ToScreen(0, p.scene.RowY[l])
		if k%every == 0 && at > -size && at < p.h+size {
			p.add(OpText, 12, at, size, float64(l), float64(InkText), 0, 1)
		}
	}
}

func visible(s Spot, w, h float64) bool {
	half := s.Side / 2
	return s.X+half >= 0 && s.X-half <= w && s.Y+half >= 0 && s.Y-half <= h
}

// Visible lists the nodes that camera shows on a surface of w by h.
func (s *Scene) Visible(camera Camera, w, h float64) []int {
	var nodes []int
	for i := range s.Spots {
		if visible(camera.Spot(s.Spots[i]), w, h) {
			nodes = append(nodes, i)
		}
	}
	return nodes
}
