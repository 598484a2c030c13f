package ui

import (
	"strconv"

	"summit/wasm/state"

	"github.com/vugu/vugu/js"
)

// popup shows a channel beside its node: its figures and all its pictures.
type popup struct {
	surface *surface
	box     js.Value
	node    int
	of      *state.Drawing
}

func newPopup(s *surface) *popup {
	p := &popup{surface: s, box: create(s.host, "div", "popup"), node: -1}
	p.box.Set("id", "popup")
	p.box.Set("hidden", true)
	setAttribute(p.box, "aria-label", "Channel")
	return p
}

func (p *popup) hide() {
	p.node, p.of = -1, nil
	p.box.Set("hidden", true)
}

// show fills the popup for a node and puts it beside it; below 0 it hides.
func (p *popup) show(node int) {
	s := p.surface
	if node < 0 || s.scene == nil || node >= len(s.scene.Spots) || s.app.View.Table || s.at.Pin && s.app.View.Page {
		p.hide()
		return
	}
	if node != p.node || p.of != s.app.drawing {
		p.node, p.of = node, s.app.drawing
		p.box.Set("innerHTML", p.content(node)+s.app.channelActions(node))
		n := s.app.drawing.Graph.Nodes[node]
		s.app.drawPictures(p.box, n.Layer, n.Channel)
		p.mark()
	}
	p.box.Set("hidden", false)
	p.box.Get("style").Set("pointerEvents", map[bool]string{true: "auto"}[s.at.Pin]) // one that stays can be scrolled
	setAttribute(p.box, "role", map[bool]string{true: "group", false: "tooltip"}[s.at.Pin])
	p.box.Call("toggleAttribute", "data-kept", s.at.Pin)
	p.place(node)
}

func (p *popup) place(node int) {
	s, style := p.surface, p.box.Get("style")
	style.Set("maxHeight", "none")
	canvas := s.canvas.Call("getBoundingClientRect")
	left, above := canvas.Get("left").Float(), canvas.Get("top").Float()
	w, h := p.box.Get("offsetWidth").Float(), p.box.Get("offsetHeight").Float()
	roof := above // keeps the controls free, where there is room enough below them
	if s.h < h+40 {
		roof = 0
	}
	spot := s.camera.Spot(s.scene.Spots[node]).Rect()
	spot.X, spot.Y = spot.X+left, spot.Y+above-roof
	x, y, height := state.Place(spot, w, h, js.Global().Get("innerWidth").Float(), js.Global().Get("innerHeight").Float()-roof, 12)
	style.Set("left", pixels(x))
	style.Set("top", pixels(y+roof))
	style.Set("maxHeight", pixels(height))
}

func pixels(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) + "px" }
