package ui

import (
	"unsafe"

	"summit/wasm/state"

	"github.com/vugu/vugu/js"
)

// surface is the island that draws the graph: a canvas painted by site/draw.js from one array of numbers, with the
// outline for keyboard and screen readers, the table, the legend and the popup beside it.
type surface struct {
	app     *App
	host    js.Value
	plot    js.Value // what the canvas fills
	more    js.Value // says that there are layers beyond it
	canvas  js.Value
	painter js.Value // of site/draw.js
	ops     []float32

	w, h    float64
	labels  float64 // width kept free for the layers' names
	scene   *state.Scene
	camera  state.Camera
	changes *state.Passage // what the last change of parameters did; nil: another class was chosen
	since   float64        // when the passage began; 0: it has not
	aimed   state.Viewport // the view's when the camera was pointed there
	at      state.Attention
	hovered int
	edge    int // that is pointed at, counted from 1
	focused int

	trailed   trailed
	galleries []state.Gallery // [nodes]
	turned    int             // node that does not show what it shows at rest; -1: none
	tile      int             // which it shows instead

	outline *outline
	popup   *popup
	legend  *legend
	onFrame js.Func
	pending bool
}

func newSurface(a *App, host js.Value) *surface {
	s := &surface{app: a, host: host, camera: state.Home(), hovered: -1, focused: -1, turned: -1, at: state.Attention{Node: -1}}
	s.plot = create(host, "div", "plot")
	s.canvas = create(s.plot, "canvas", "canvas")
	s.more = create(s.plot, "p", "more")
	s.more.Set("hidden", true)
	setAttribute(s.canvas, "role", "img")
	setAttribute(s.canvas, "aria-label", "Attribution graph; the list after this picture holds its channels")
	s.onFrame = js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer report("paint")
		s.pending = false
		s.pass(args[0].Float())
		s.paint()
		return nil
	})
	repaint := js.FuncOf(func(js.Value, []js.Value) any {
		s.repaint()
		return nil
	})
	marks := array()
	for _, path := range state.Marks {
		marks.Call("push", path)
	}
	s.painter = js.Global().Call("summitPainter", s.canvas, repaint, marks)
	foot := create(host, "div", "foot")
	s.legend = newLegend(foot)
	zoomButtons(foot)
	s.outline = newOutline(s)
	s.popup = newPopup(s)
	s.listenPointer()
	onResize(s.plot, s.measure)
	return s
}

func zoomButtons(foot js.Value) {
	group := create(foot, "div", "zoom")
	setAttribute(group, "role", "group")
	setAttribute(group, "aria-label", "Zoom")
	for _, b := range []struct{ act, text, name string }{{"zoom-in", "+", "Zoom in"}, {"zoom-out", "\u2212", "Zoom out"}, {"fit", "Fit", "Fit the whole graph"}} {
		button := create(group, "button", "button")
		button.Set("type", "button")
		button.Set("textContent", b.text)
		setAttribute(button, "data-act", b.act)
		setAttribute(button, "aria-label", b.name)
		setAttribute(button, "title", b.name)
	}
}

// measure lays the graph out anew when the surface has changed its size.
func (s *surface) measure() {
	w, h := s.plot.Get("clientWidth").Float(), s.plot.Get("clientHeight").Float()
	if w == s.w && h == s.h {
		return
	}
	s.w, s.h, s.aimed = w, h, state.Viewport{}
	s.painter.Call("resize", w, h)
	s.arrange()
	if s.scene != nil {
		s.setPictures()
	}
	s.popup.show(s.at.Node)
	s.repaint()
}

func (s *surface) arrange() {
	if s.app.drawing == nil || s.w <= 0 || s.h <= 0 {
		return
	}
	before := s.scene
	s.labels = state.LabelWidth(s.app.layers, s.w)
	s.scene = state.Arrange(s.app.drawing, s.w, s.h, s.labels, state.Spacing{Rows: s.app.View.Rows, Columns: s.app.View.Columns})
	s.scene.Pinned = s.app.pinnedNodes()
	if before != nil && (before.W != s.scene.W || before.H != s.scene.H) {
		s.aimed = state.Viewport{}
	}
	s.aim()
}

// show draws the app's drawing; a fresh one is of another class than before.
func (s *surface) show(fresh bool) {
	s.hovered, s.focused, s.edge = -1, -1, 0
	if fresh {
		s.aimed = state.Viewport{} // whatever was done to the other class's graph since
	}
	before := s.scene
	if s.w <= 0 {
		s.measure() // in a hidden tab nothing tells the size
	}
	s.arrange()
	if s.changes = nil; before != nil && before != s.scene && !fresh {
		s.changes = state.NewPassage(before, s.scene)
	}
	if s.since = 0; !reducedMotion() && s.scene != nil {
		s.scene.Passage = s.changes
	}
	s.setPictures()
	s.legend.update(s.scene, s.app.classNames(s.app.drawn))
	s.outline.update()
	s.setPin(s.app.View.Node)
	s.repaint()
}

// clear shows nothing, until another bundle's first graph has come.
func (s *surface) clear() {
	s.scene, s.hovered, s.focused, s.turned, s.edge = nil, -1, -1, -1, 0
	s.at, s.aimed = state.Attention{Node: -1}, state.Viewport{}
	s.popup.hide()
	s.more.Set("hidden", true)
	s.outline.clear()
	s.painter.Call("paint", 0)
}

// repaint paints at the next frame; several calls before it are one.
func (s *surface) repaint() {
	if !s.pending {
		s.pending = true
		js.Global().Call("requestAnimationFrame", s.onFrame)
	}
}

// pass goes on with the passage to the scene, until it is over.
func (s *surface) pass(now float64) {
	if s.scene == nil || s.scene.Passage == nil {
		return
	}
	if s.since == 0 {
		s.since = now
	}
	if s.scene.Passage.Share = (now - s.since) / state.PassageTime; s.scene.Passage.Share >= 1 {
		s.scene.Passage = nil
		return
	}
	s.repaint()
}

func (s *surface) paint() {
	if s.scene == nil {
		return
	}
	s.ops = s.scene.Paint(s.ops[:0], s.camera, s.w, s.h, s.at)
	bytes := unsafe.Slice((*byte)(unsafe.Pointer(unsafe.SliceData(s.ops))), 4*len(s.ops))
	js.CopyBytesToJS(s.painter.Call("buffer", len(bytes)), bytes)
	s.painter.Call("paint", len(s.ops))
	s.tellMore()
}

// tellMore says how many layers lie beyond the surface, until the reader has found out how to get there.
func (s *surface) tellMore() {
	below := 0
	for _, l := range s.scene.Shown {
		if _, at := s.camera.ToScreen(0, s.scene.RowY[l]); at > s.h {
			below++
		}
	}
	text := ""
	_, mapped := s.minimap() // where it leaves no room for words
	switch {
	case len(s.scene.Spots) == 0:
		text = "No channel of this class has a score: there is nothing to draw"
	case s.at.Edge > 0:
		text = s.edgeText()
	case below > 0 && s.aimed == state.Viewport{} && !(mapped && s.w < state.NarrowSurface):
		text = state.Plural(below, "more layer", "more layers") + " below: drag, or press Fit"
	}
	s.more.Set("hidden", text == "")
	if s.more.Get("textContent").String() != text {
		s.more.Set("textContent", text)
	}
}

// attend highlights what the reader points at, else what has the focus, else what is pinned.
func (s *surface) attend() {
	at := state.Attention{Node: -1}
	pin := s.app.drawing.FindNode(s.app.layers, s.app.View.Node)
	switch {
	case s.hovered >= 0:
		at = state.Attention{Node: s.hovered, Pin: s.hovered == pin}
	case s.focused >= 0:
		at = state.Attention{Node: s.focused, Focus: true}
	case pin >= 0:
		at = state.Attention{Node: pin, Pin: true}
	}
	if at.Pin {
		at.Trail = s.trail(at.Node)
	}
	at.Edge = s.edge
	if at == s.at {
		return
	}
	s.at = at
	s.popup.show(at.Node)
	s.repaint()
}

// setPin pins the node of that key, or none.
func (s *surface) setPin(key string) {
	s.app.View.Node = key
	s.at = state.Attention{Node: -2} // whatever comes is new
	s.attend()
	s.outline.update() // its table has the paths
}

// togglePin pins a node, or frees it.
func (s *surface) togglePin(node int) {
	if node < 0 && s.app.View.Page {
		return
	}
	key := ""
	if node >= 0 {
		key = s.app.keyOf(node)
		if s.app.View.Page {
			s.app.openPage(key)
			return
		}
		if key == s.app.View.Node {
			key = ""
		}
	}
	s.setPin(key)
	text := "Nothing is pinned"
	if key != "" {
		text = key + " is pinned"
	}
	announce(text)
	s.app.writeAddress(false)
}

// showTable shows the table in place of the drawing, or the drawing.
func (s *surface) showTable(table bool) {
	s.outline.showTable(table)
	s.popup.hide()
}
