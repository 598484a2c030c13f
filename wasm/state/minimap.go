package state

// Sizes of the minimap, in CSS pixels.
const (
	MinimapWidth  = 150.0 // at most, on a phone MinimapNarrow
	MinimapNarrow = 84.0
	MinimapHeight = 130.0 // at most
	MinimapMargin = 10.0  // from the surface's lower right corner
	MinimapRoom   = 260.0 // that a surface is high at least to have one
	MinimapFrom   = 1.2   // how many times as large as the surface the scene is at least
)

// Minimap shows the whole scene small, and what the camera sees of it.
type Minimap struct {
	Rect          // on the surface
	scale float64 // of the scene
	seen  Rect    // by the camera, on the surface
}

// Minimap is the one of s on a surface of w by h; false where the scene is hardly larger than the surface, or the
// surface too small.
func (s *Scene) Minimap(camera Camera, w, h float64) (m Minimap, shown bool) {
	if s.W*camera.Scale < MinimapFrom*w && s.H*camera.Scale < MinimapFrom*h || len(s.Spots) == 0 || h < MinimapRoom {
		return m, false
	}
	width := MinimapWidth
	if w < NarrowSurface {
		width = MinimapNarrow
	}
	m.scale = min(width/s.W, MinimapHeight/s.H)
	m.W, m.H = min(s.W*m.scale, width), min(s.H*m.scale, MinimapHeight) // whatever the product rounds to
	m.X, m.Y = w-m.W-MinimapMargin, h-m.H-MinimapMargin
	left, top := camera.ToWorld(0, 0)
	right, bottom := camera.ToWorld(w, h)
	x0, y0 := min(max(left*m.scale, 0), m.W), min(max(top*m.scale, 0), m.H)
	x1, y1 := min(max(right*m.scale, 0), m.W), min(max(bottom*m.scale, 0), m.H)
	m.seen = Rect{m.X + x0, m.Y + y0, x1 - x0, y1 - y0}
	return m, true
}

// Holds tells whether a position of the surface is on the minimap.
func (m Minimap) Holds(x, y float64) bool {
	return x >= m.X && x <= m.X+m.W && y >= m.Y && y <= m.Y+m.H
}

// Look is the camera that has in the middle of a surface of w by h what lies at a position on the minimap.
func (m Minimap) Look(camera Camera, x, y, w, h float64) Camera {
	worldX, worldY := (x-m.X)/m.scale, (y-m.Y)/m.scale
	return Camera{camera.Scale, w/2 - worldX*camera.Scale, h/2 - worldY*camera.Scale}
}

// minimap draws nodes as squares, and a frame around what is seen.
func (p *painter) minimap() {
	m, shown := p.scene.Minimap(p.camera, p.w, p.h)
	if !shown {
		return
	}
	p.bar(Rect{m.X - 4, m.Y - 4, m.W + 8, m.H + 8}, 0.9, InkSurface)
	p.frame(Rect{m.X - 4, m.Y - 4, m.W + 8, m.H + 8}, 1, InkTile)
	for i, s := range p.scene.Spots {
		side, ink := max(s.Side*m.scale, 2), InkLine
		if i == p.at.Node {
			ink = InkFocus
		}
		p.bar(Rect{m.X + s.X*m.scale - side/2, m.Y + s.Y*m.scale - side/2, side, side}, 0.8, ink)
	}
	p.frame(m.seen, 2, InkFocus)
}

func (p *painter) bar(r Rect, alpha float64, ink float32) {
	p.add(OpBar, r.X, r.Y, r.W, r.H, alpha, float64(ink))
}

// frame draws the border of r.
func (p *painter) frame(r Rect, wide float64, ink float32) {
	for _, side := range []Rect{{r.X, r.Y, r.W, wide}, {r.X, r.Y + r.H - wide, r.W, wide}, {r.X, r.Y, wide, r.H}, {r.X + r.W - wide, r.Y, wide, r.H}} {
		p.bar(side, 1, ink)
	}
}
