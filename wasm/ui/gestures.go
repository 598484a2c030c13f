package ui

import (
	"math"

	"github.com/vugu/vugu/js"
)

// gestures makes what pointers do on a canvas into panning, zooming, hovering, taps and strokes.
type gestures struct {
	pan     func(dx, dy float64)
	zoom    func(factor, x, y float64)
	hover   func(at [2]float64)
	leave   func()
	tap     func(at [2]float64, e js.Value)
	stroke  func(at [2]float64) // nil: drags always pan
	stroked func()
	strokes func(e js.Value) bool // whether a drag that begins with e is a stroke

	canvas   js.Value
	pressing map[int][2]float64
	pressed  [2]float64 // where the first went down
	dragged  bool
	stroking bool
}

// tapReach is how far a pointer may move between press and release to be a tap, in CSS pixels.
const tapReach = 5

func (g *gestures) listen(canvas js.Value) {
	g.canvas, g.pressing = canvas, map[int][2]float64{}
	on(canvas, "pointerdown", true, g.down)
	on(canvas, "pointermove", true, g.move)
	on(canvas, "pointerup", true, g.up)
	on(canvas, "pointercancel", true, func(e js.Value) { delete(g.pressing, e.Get("pointerId").Int()) })
	on(canvas, "pointerleave", true, func(js.Value) { g.leave() })
	on(canvas, "wheel", false, g.wheel)
}

func position(e js.Value) [2]float64 {
	return [2]float64{e.Get("offsetX").Float(), e.Get("offsetY").Float()}
}

func (g *gestures) down(e js.Value) {
	if e.Get("button").Int() != 0 {
		return
	}
	at := position(e)
	if len(g.pressing) == 0 {
		g.pressed, g.dragged = at, false
		g.stroking = g.stroke != nil && g.strokes(e)
	}
	g.pressing[e.Get("pointerId").Int()] = at
	g.canvas.Call("setPointerCapture", e.Get("pointerId"))
}

func (g *gestures) move(e js.Value) {
	id, at := e.Get("pointerId").Int(), position(e)
	before, down := g.pressing[id]
	if !down {
		if e.Get("pointerType").String() != "touch" {
			g.hover(at)
		}
		return
	}
	if !g.dragged && math.Hypot(at[0]-g.pressed[0], at[1]-g.pressed[1]) < tapReach {
		return
	}
	if !g.dragged && g.stroking {
		g.stroke(g.pressed)
	}
	g.dragged = true
	g.leave()
	switch {
	case g.stroking:
		g.stroke(at)
	case len(g.pressing) == 1:
		g.pan(at[0]-before[0], at[1]-before[1])
	default:
		g.pinch(id, before, at)
	}
	g.pressing[id] = at
}

// pinch zooms by how the distance to the other pointer changes, about the middle between them.
func (g *gestures) pinch(id int, before, at [2]float64) {
	for other, still := range g.pressing {
		if other == id {
			continue
		}
		was, is := math.Hypot(before[0]-still[0], before[1]-still[1]), math.Hypot(at[0]-still[0], at[1]-still[1])
		if was > 1 && is > 1 {
			g.pan((at[0]-before[0])/2, (at[1]-before[1])/2)
			g.zoom(is/was, (at[0]+still[0])/2, (at[1]+still[1])/2)
		}
		return
	}
}

func (g *gestures) up(e js.Value) {
	id := e.Get("pointerId").Int()
	if _, down := g.pressing[id]; !down {
		return
	}
	delete(g.pressing, id)
	switch {
	case len(g.pressing) > 0:
	case !g.dragged:
		g.tap(position(e), e)
	case g.stroking:
		g.stroked()
	}
}

// wheel zooms about the pointer.
func (g *gestures) wheel(e js.Value) {
	e.Call("preventDefault")
	delta := e.Get("deltaY").Float()
	switch e.Get("deltaMode").Int() {
	case 1:
		delta *= 16
	case 2:
		delta *= g.canvas.Get("clientHeight").Float()
	}
	at := position(e)
	g.zoom(math.Exp(-min(max(delta, -240), 240)*0.0022), at[0], at[1])
}
