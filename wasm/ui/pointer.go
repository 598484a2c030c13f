package ui

import (
	"strconv"

	"summit/wasm/state"

	"github.com/vugu/vugu/js"
)

func (s *surface) listenPointer() {
	g := &gestures{
		pan:   func(dx, dy float64) { s.move(s.camera.Pan(dx, dy)) },
		zoom:  func(factor, x, y float64) { s.move(s.camera.Zoom(factor, x, y)) },
		hover: s.hover,
		leave: s.leave,
		stroke: func(at [2]float64) {
			if m, shown := s.minimap(); shown {
				s.move(m.Look(s.camera, at[0], at[1], s.w, s.h))
			}
		},
		stroked: func() {},
		strokes: func(e js.Value) bool {
			m, shown := s.minimap()
			at := position(e)
			return shown && m.Holds(at[0], at[1])
		},
		tap: func(at [2]float64, e js.Value) {
			if m, shown := s.minimap(); shown && m.Holds(at[0], at[1]) {
				s.move(m.Look(s.camera, at[0], at[1], s.w, s.h))
				return
			}
			node := s.hit(at, e.Get("pointerType").String() == "touch")
			if node >= 0 && e.Get("shiftKey").Bool() {
				s.app.togglePinned(s.app.keyOf(node))
				return
			}
			s.togglePin(node)
		},
	}
	g.listen(s.canvas)
	on(s.canvas, "dblclick", true, func(js.Value) { s.fit() })
}

// minimap is that of what is drawn, if there is one.
func (s *surface) minimap() (m state.Minimap, shown bool) {
	if s.scene == nil {
		return m, false
	}
	return s.scene.Minimap(s.camera, s.w, s.h)
}

func (s *surface) hit(at [2]float64, touch bool) int {
	if s.scene == nil {
		return -1
	}
	reach := 2.0
	if touch {
		reach = 8
	}
	x, y := s.camera.ToWorld(at[0], at[1])
	return s.scene.Hit(x, y, reach/s.camera.Scale)
}

// hover follows a pointer that is not pressed: across a node it goes through the channel's pictures.
func (s *surface) hover(at [2]float64) {
	node, edge := s.hit(at, false), 0
	if m, shown := s.minimap(); shown && m.Holds(at[0], at[1]) {
		node = -1
	} else if node < 0 && s.scene != nil {
		edge = 1 + s.scene.HitEdge(s.camera, at[0], at[1], 3)
	}
	s.pointAt(node, edge)
	if node >= 0 {
		spot := s.camera.Spot(s.scene.Spots[node]).Rect()
		s.turn(node, s.galleries[node].At(s.app.View.Pictures, (at[0]-spot.X)/spot.W))
	}
}

// leave is what the pointer does when it points at nothing.
func (s *surface) leave() { s.pointAt(-1, 0) }

// pointAt is what the pointer does when it comes to another node, or edge.
func (s *surface) pointAt(node, edge int) {
	if node == s.hovered && edge == s.edge {
		return
	}
	if s.hovered >= 0 && node < 0 {
		s.turn(-1, -1)
	}
	s.hovered, s.edge = node, edge
	s.canvas.Get("style").Set("cursor", map[bool]string{true: "pointer"}[node >= 0])
	s.attend()
}

// edgeText says what the edge is that the pointer is at.
func (s *surface) edgeText() string {
	g := s.app.drawing.Graph
	e := g.Edges[s.at.Edge-1]
	from, to := g.Nodes[e.From], g.Nodes[e.To]
	verb := " influences "
	if e.Inhibits {
		verb = " inhibits "
	}
	return s.app.layers[from.Layer] + " " + strconv.Itoa(from.Channel) + verb + s.app.layers[to.Layer] + " " + strconv.Itoa(to.Channel) + " in " + state.Plural(int(e.Count), "image", "images")
}
