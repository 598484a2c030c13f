package ui

import (
	"html"
	"slices"
	"strconv"
	"strings"

	"summit/wasm/state"

	"github.com/vugu/vugu/js"
)

// outline is the graph for keyboard and screen readers: a list of rows of buttons, seen only through the focus that the
// canvas draws, and a table that can be shown in its place. Both carry the exact values as data attributes.
type outline struct {
	surface *surface
	nodes   js.Value
	table   js.Value
	timer   js.Value
	rebuild js.Func
	texts   [2]string // of nodes and table
}

// settle is how long a graph has to stand before the outline follows it, in milliseconds: dragging a slider brings many.
const settle = 80

func newOutline(s *surface) *outline {
	o := &outline{surface: s}
	o.nodes = create(s.host, "nav", "outline visually-hidden-region")
	o.nodes.Set("id", "outline")
	setAttribute(o.nodes, "aria-label", "Channels of the graph; arrow keys go from one to the next")
	o.table = create(s.host, "div", "table")
	o.table.Set("id", "graph-table")
	o.table.Set("hidden", !s.app.View.Table)
	o.table.Set("tabIndex", 0)
	setAttribute(o.table, "role", "region")
	setAttribute(o.table, "aria-label", "Graph as a table")
	o.rebuild = js.FuncOf(func(js.Value, []js.Value) any {
		defer report("outline")
		o.build()
		s.app.render()
		return nil
	})
	on(o.nodes, "focusin", true, o.focusIn)
	on(o.nodes, "focusout", true, func(js.Value) {
		s.focused = -1
		s.turn(-1, -1)
		s.attend()
	})
	on(o.nodes, "keydown", false, o.key)
	on(o.nodes, "click", true, func(e js.Value) {
		if node := nodeOf(e.Get("target")); node >= 0 {
			s.togglePin(node)
		}
	})
	return o
}

func (o *outline) showTable(table bool) { o.table.Set("hidden", !table) }

func (o *outline) clear() {
	o.texts = [2]string{}
	o.nodes.Set("innerHTML", "")
	o.table.Set("innerHTML", "")
}

// update follows the drawing once it stands still, and has the components do so.
func (o *outline) update() {
	if o.timer.Truthy() {
		js.Global().Call("clearTimeout", o.timer)
	}
	o.timer = js.Global().Call("setTimeout", o.rebuild, settle)
}

func (o *outline) build() {
	if o.surface.scene == nil {
		return
	}
	a := o.surface.app
	focus := nodeOf(document().Get("activeElement"))
	key := ""
	if focus >= 0 {
		key = document().Get("activeElement").Call("getAttribute", "data-key").String()
	}
	for k, text := range []string{o.outlineHTML(), a.tableHTML()} {
		if text != o.texts[k] { // else what has the focus stays
			o.texts[k] = text
			[]js.Value{o.nodes, o.table}[k].Set("innerHTML", text)
		}
	}
	setAttribute(o.nodes, "data-class", a.bundle.Manifest.Classes[a.drawn[0]].ID)
	setAttribute(o.nodes, "data-view", a.drawnView.Graph().Query())
	if again := a.drawing.FindNode(a.layers, key); again >= 0 {
		o.focus(again)
	}
}

func (o *outline) outlineHTML() string {
	a, first := o.surface.app, o.surface.scene.First()
	d, layers := a.drawing, a.layers
	var b strings.Builder
	b.WriteString("<ol>")
	for _, l := range slices.Backward(o.surface.scene.Shown) {
		b.WriteString("<li>Layer " + html.EscapeString(layers[l]) + ", " + state.Plural(len(d.Rows[l]), "channel", "channels") + "<ul>")
		for _, i := range d.Rows[l] {
			n := d.Graph.Nodes[i]
			classes, whose := a.owned(n.Owners)
			tab := "-1"
			if i == first {
				tab = "0"
			}
			b.WriteString(`<li><button type="button" tabindex="` + tab + `" data-node="` + strconv.Itoa(i) + `" data-layer="` + html.EscapeString(layers[l]) +
				`" data-channel="` + strconv.Itoa(n.Channel) + `" data-key="` + html.EscapeString(state.NodeKey(layers[l], n.Channel)) +
				`" data-count="` + strconv.Itoa(int(n.Count)) + `" data-pagerank="` + state.Exact(n.PageRank) +
				`" data-lift="` + state.Exact(n.Lift) + `" data-score="` + state.Exact(n.Score) + `"` + classes + ` aria-describedby="popup">` +
				html.EscapeString(layers[l]) + " channel " + strconv.Itoa(n.Channel) + ", " + state.Plural(int(n.Count), "image", "images") +
				", PageRank " + state.Number(n.PageRank) + ", " + a.restName(i) + prefix(", ", whose) + prefix(", ", a.pinState(i)) + `</button></li>`)
		}
		b.WriteString("</ul></li>")
	}
	b.WriteString("</ol>")
	return b.String()
}

// prefix puts before in front of text, if there is any.
func prefix(before, text string) string {
	if text == "" {
		return ""
	}
	return before + html.EscapeString(text)
}

// nodeOf is the node of a button of the outline, -1 of anything else.
func nodeOf(e js.Value) int {
	if !e.Truthy() || !e.Get("dataset").Truthy() {
		return -1
	}
	node := e.Get("dataset").Get("node")
	if !node.Truthy() {
		return -1
	}
	i, err := strconv.Atoi(node.String())
	if err != nil {
		return -1
	}
	return i
}

func (o *outline) focusIn(e js.Value) {
	s := o.surface
	node := nodeOf(e.Get("target"))
	if s.scene == nil || node < 0 || node >= len(s.scene.Spots) {
		return
	}
	s.focused, s.hovered = node, -1
	if c := s.camera.Reveal(s.scene.Spots[node], s.w, s.h, 24); c != s.camera {
		s.move(c)
	}
	s.attend()
}

// focus moves the keyboard to a node.
func (o *outline) focus(node int) {
	if old := o.nodes.Call("querySelector", `[tabindex="0"]`); old.Truthy() {
		old.Set("tabIndex", -1)
	}
	button := o.nodes.Call("querySelector", `[data-node="`+strconv.Itoa(node)+`"]`)
	if button.Truthy() {
		button.Set("tabIndex", 0)
		button.Call("focus")
	}
}

// key moves among the nodes: along the row, and up and down the network.
func (o *outline) key(e js.Value) {
	s := o.surface
	node := nodeOf(e.Get("target"))
	if s.scene == nil || node < 0 || e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool() || e.Get("altKey").Bool() {
		return
	}
	to := node
	switch e.Get("key").String() {
	case ".":
		s.step(node, 1)
	case ",":
		s.step(node, -1)
	case "ArrowLeft":
		to = s.scene.Step(node, -1, 0)
	case "ArrowRight":
		to = s.scene.Step(node, 1, 0)
	case "ArrowUp":
		to = s.scene.Step(node, 0, 1)
	case "ArrowDown":
		to = s.scene.Step(node, 0, -1)
	case "Home":
		to = s.scene.Drawing.Rows[s.scene.Drawing.Graph.Nodes[node].Layer][0]
	case "o":
		s.app.openPage(s.app.keyOf(node))
		e.Call("preventDefault")
		return
	case "p":
		s.app.togglePinned(s.app.keyOf(node))
		return
	case "x":
		s.app.toggleExcluded(s.app.keyOf(node))
		return
	case "End":
		row := s.scene.Drawing.Rows[s.scene.Drawing.Graph.Nodes[node].Layer]
		to = row[len(row)-1]
	default:
		return
	}
	e.Call("preventDefault")
	e.Call("stopPropagation")
	o.focus(to)
}
