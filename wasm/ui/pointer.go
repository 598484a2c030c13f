package ui

import (
	"math"

	"github.com/vugu/vugu/js"
)

// pointers are those that press the canvas, for dragging and pinching.
type pointers struct {
	at      map[int][2]float64
	pressed [2]float64 // where the first went down
	dragged bool
}

// tapReach is how far a pointer may move between press and release to be a tap, in CSS pixels.
const tapReach = 5

func (s *surface) listenPointer() {
	p := &pointers{at: map[int][2]float64{}}
	on(s.canvas, "pointerdown", true, func(e js.Value) { s.down(p, e) })
	on(s.canvas, "pointermove", true, func(e js.Value) { s.drag(p, e) })
	on(s.canvas, "pointerup", true, func(e js.Value) { s.up(p, e) })
	on(s.canvas, "pointercancel", true, func(e js.Value) { delete(p.at, e.Get("pointerId").Int()) })
	on(s.canvas, "pointerleave", true, func(js.Value) {
		s.hovered = -1
		s.attend()
	})
	on(s.canvas, "wheel", false, s.wheel)
	on(s.canvas, "dblclick", true, func(js.Value) { s.fit() })
}

func position(e js.Value) [2]float64 {
	return [2]float64{e.Get("offsetX").Float(), e.Get("offsetY").Float()}
}

func (s *surface) down(p *pointers, e js.Value) {
	if e.Get("button").Int() != 0 {
		return
	}
	at := position(e)
	if len(p.at) == 0 {
		p.pressed, p.dragged = at, false
	}
	p.at[e.Get("pointerId").Int()] = at
	s.canvas.Call("setPointerCapture", e.Get("pointerId"))
}

func (s *surface) drag(p *pointers, e js.Value) {
	id, at := e.Get("pointerId").Int(), position(e)
	before, down := p.at[id]
	if !down {
		if e.Get("pointerType").String() != "touch" {
			s.hover(at)
		}
		return
	}
	if !p.dragged && math.Hypot(at[0]-p.pressed[0], at[1]-p.pressed[1]) < tapReach {
		return
	}
	p.dragged = true
	s.hovered = -1
	s.attend()
	if len(p.at) == 1 {
		s.move(s.camera.Pan(at[0]-before[0], at[1]-before[1]))
	} else {
		s.pinch(p, id, before, at)
	}
	p.at[id] = at
}

// pinch zooms by how the distance to the other pointer changes, about the middle between them.
func (s *surface) pinch(p *pointers, id int, before, at [2]float64) {
	for other, still := range p.at {
		if other == id {
			continue
		}
		was, is := math.Hypot(before[0]-still[0], before[1]-still[1]), math.Hypot(at[0]-still[0], at[1]-still[1])
		if was > 1 && is > 1 {
			s.move(s.camera.Pan((at[0]-before[0])/2, (at[1]-before[1])/2).Zoom(is/was, (at[0]+still[0])/2, (at[1]+still[1])/2))
		}
		return
	}
}

func (s *surface) up(p *pointers, e js.Value) {
	id := e.Get("pointerId").Int()
	if _, down := p.at[id]; !down {
		return
	}
	delete(p.at, id)
	if !p.dragged && len(p.at) == 0 {
		s.togglePin(s.hit(position(e), e.Get("pointerType").String() == "touch"))
	}
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

func (s *surface) hover(at [2]float64) {
	node := s.hit(at, false)
	if node == s.hovered {
		return
	}
	s.hovered = node
	cursor := ""
	if node >= 0 {
		cursor = "pointer"
	}
	s.canvas.Get("style").Set("cursor", cursor)
	s.attend()
}

// wheel zooms about the pointer; with shift it pans sideways.
func (s *surface) wheel(e js.Value) {
	e.Call("preventDefault")
	delta := e.Get("deltaY").Float()
	switch e.Get("deltaMode").Int() {
	case 1:
		delta *= 16
	case 2:
		delta *= s.h
	}
	at := position(e)
	s.move(s.camera.Zoom(math.Exp(-min(max(delta, -240), 240)*0.0022), at[0], at[1]))
}
