package ui

import (
	"html"
	"slices"
	"strconv"
	"strings"

	"summit/shared/model"
	"summit/wasm/state"

	"github.com/vugu/vugu/js"
)

// popup shows a channel beside its node: its figures, and its dataset examples with their classes.
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
		p.pictures(node)
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

func (p *popup) content(node int) string {
	a := p.surface.app
	n := a.drawing.Graph.Nodes[node]
	var b strings.Builder
	b.WriteString(`<p class="popup-title">` + html.EscapeString(a.layers[n.Layer]) + ` <span class="quiet">channel</span> ` + strconv.Itoa(n.Channel) + `</p><dl class="popup-facts">`)
	for _, f := range []Fact{
		{"Count", state.Count(int(n.Count)) + " of " + state.Plural(a.drawing.Images, "image", "images")},
		{"PageRank", state.Number(n.PageRank)},
		{"Lift", state.Number(n.Lift) + " \u00d7"},
	} {
		b.WriteString("<div><dt>" + f.Name + "</dt><dd>" + html.EscapeString(f.Value) + "</dd></div>")
	}
	b.WriteString("</dl>" + a.ownCounts(node))
	classes := p.exampleClasses(node)
	tiles := p.exampleTiles()
	if len(classes) > 0 {
		tiles = tiles[:min(len(tiles), len(classes))]
	}
	if len(tiles) == 0 {
		return b.String()
	}
	b.WriteString(`<p class="popup-label">Dataset examples, strongest first</p><ul class="examples">`)
	for k := range tiles {
		name, mark := "", ""
		if k < len(classes) {
			name = a.bundle.Manifest.Classes[classes[k]].Name
			if slices.Contains(a.drawn, int(classes[k])) {
				mark = ` class="own"`
			}
		}
		b.WriteString(`<li` + mark + `><span class="example" role="img" aria-label="Example ` + strconv.Itoa(k+1) + `"></span><span class="example-name">` + html.EscapeString(name) + `</span></li>`)
	}
	b.WriteString("</ul>")
	return b.String()
}

// exampleTiles are the places of the dataset examples on a card.
func (p *popup) exampleTiles() []model.Tile {
	return p.surface.app.bundle.Manifest.Cards.Of(model.ExampleTile)
}

// exampleClasses are the rows of the examples' classes.
func (p *popup) exampleClasses(node int) []uint32 {
	a := p.surface.app
	if a.examples == nil {
		return nil
	}
	n := a.drawing.Graph.Nodes[node]
	rows, _ := a.examples.Of(a.bundle.Manifest.Layers[n.Layer].Offset + n.Channel)
	return rows
}

// pictures shows each example's part of the channel's card.
func (p *popup) pictures(node int) {
	a := p.surface.app
	m := &a.bundle.Manifest
	n := a.drawing.Graph.Nodes[node]
	file := m.Cards.File(a.layers[n.Layer], n.Channel)
	tiles, spots := p.exampleTiles(), p.box.Call("querySelectorAll", ".example")
	if file == "" {
		return
	}
	for k := range spots.Length() {
		style, t := spots.Index(k).Get("style"), tiles[k]
		style.Set("backgroundImage", `url("`+a.base+file+`")`)
		style.Set("backgroundSize", share(m.Cards.Width, t.Size)+" "+share(m.Cards.Height, t.Size))
		style.Set("backgroundPosition", share(t.X, m.Cards.Width-t.Size)+" "+share(t.Y, m.Cards.Height-t.Size))
	}
}

// share is a part of a whole in per cent, as style sheets have it.
func share(part, whole int) string {
	return state.Exact(100*float64(part)/float64(max(whole, 1))) + "%"
}
