package ui

import (
	"html"
	"slices"
	"strconv"
	"strings"

	"summit/wasm/state"
	"summit/wasm/state/scatter"

	"github.com/vugu/vugu/js"
)

// embeddingHTML is the frame of the view; the layers' buttons and the canvases are put in by code.
const embeddingHTML = `<div class="embedding-head"><h2 class="visually-hidden">Class embedding</h2>` +
	`<div class="layers" role="radiogroup" aria-label="Layer whose embedding is shown"></div>` +
	`<button class="button" type="button" data-act="large" aria-pressed="false" title="Show the embedding large">Large</button></div>` +
	`<div class="embedding-plot" id="embedding-plot" tabindex="0" role="application" aria-label="Class embedding" aria-describedby="embedding-keys"></div>` +
	`<p class="visually-hidden" id="embedding-keys">Classes that the layer sees alike lie close together. Arrow keys go from class to class, ` +
	`Enter shows the class, Shift and Enter compares it, plus and minus zoom, Shift and arrows pan, 0 shows all, Page up and Page down change the layer.</p>` +
	`<p class="embedding-trouble" role="alert" hidden><span></span> <button class="button" type="button" data-act="layout">Try again</button></p>` +
	`<div class="embedding-tools" role="group" aria-label="Embedding">` +
	`<button class="button" type="button" data-act="lasso" aria-pressed="false" title="Draw around classes to show them as a set; also by dragging with Shift">Lasso</button>` +
	`<button class="button" type="button" data-act="embedding-in" aria-label="Zoom in" title="Zoom in">+</button>` +
	`<button class="button" type="button" data-act="embedding-out" aria-label="Zoom out" title="Zoom out">` + "\u2212" + `</button>` +
	`<button class="button" type="button" data-act="embedding-all" title="Show all classes">All</button></div>`

func (v *embedding) layerButtons() {
	var b strings.Builder
	for l, name := range v.app.layers {
		b.WriteString(`<button class="layer" type="button" role="radio" aria-checked="false" tabindex="-1" data-embed="` + strconv.Itoa(l) + `">` + html.EscapeString(name) + `</button>`)
	}
	v.layers().Set("innerHTML", b.String())
}

func (v *embedding) layers() js.Value { return v.host.Call("querySelector", ".layers") }

// chooseLayer shows which layer's button is on.
func (v *embedding) chooseLayer() {
	buttons := v.layers().Get("children")
	chosen := v.app.embeddingLayer()
	for l := range buttons.Length() {
		button := buttons.Index(l)
		setAttribute(button, "aria-checked", strconv.FormatBool(l == chosen))
		button.Set("tabIndex", -1)
		if l == chosen {
			button.Set("tabIndex", 0)
			strip := v.layers()
			middle := button.Get("offsetLeft").Float() + button.Get("offsetWidth").Float()/2 - strip.Get("clientWidth").Float()/2
			strip.Set("scrollLeft", middle)
		}
	}
}

func (v *embedding) listen() {
	a := v.app
	g := &gestures{
		pan:   func(dx, dy float64) { v.move(v.camera.Pan(dx, dy)) },
		zoom:  v.zoom,
		hover: func(at [2]float64) { v.point(v.pick(at, 10), false) },
		leave: func() { v.point(-1, false) },
		tap:   v.tap,
		stroke: func(at [2]float64) {
			v.lasso = append(v.lasso, at[0], at[1])
			v.repaint(false)
		},
		stroked: v.closeLasso,
		strokes: func(e js.Value) bool { return v.lassoing || e.Get("shiftKey").Bool() },
	}
	g.listen(v.above)
	on(v.plot, "keydown", false, v.key)
	on(v.plot, "blur", true, func(js.Value) { v.point(-1, false) })
	on(v.layers(), "keydown", false, v.layerKey)
	on(v.layers(), "click", true, func(e js.Value) {
		if l, ok := rowOf(e.Get("target"), "embed"); ok {
			a.chooseLayer(l)
		}
	})
}

// act follows the buttons.
func (v *embedding) act(name string) {
	a := v.app
	switch name {
	case "large":
		a.View.Large = !a.View.Large
		a.writeAddress(true)
	case "lasso":
		v.setLassoing(!v.lassoing)
	case "layout":
		a.showLayer()
	case "embedding-in":
		v.zoom(1.4, v.w/2, v.h/2)
	case "embedding-out":
		v.zoom(1/1.4, v.w/2, v.h/2)
	case "embedding-all":
		v.move(state.Home())
	}
}

// pick is the class at a place of the surface, -1 where none is within reach, or while the dots travel.
func (v *embedding) pick(at [2]float64, reach float64) int {
	if v.grid == nil {
		return -1
	}
	x, y := v.camera.ToWorld(at[0], at[1])
	return v.grid.Nearest(x, y, reach/v.camera.Scale)
}

// point says what class is pointed at, here and in the list.
func (v *embedding) point(class int, keyboard bool) {
	cursor := ""
	if class >= 0 && !keyboard {
		cursor = "pointer"
	}
	v.above.Get("style").Set("cursor", cursor)
	v.keyboard = keyboard
	v.app.hover(class)
}

func (v *embedding) tap(at [2]float64, e js.Value) {
	reach := 10.0
	if e.Get("pointerType").String() == "touch" {
		reach = 24
	}
	class := v.pick(at, reach)
	switch {
	case class < 0:
	case v.lassoing || e.Get("shiftKey").Bool() || e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool():
		v.app.toggleMember(class)
	default:
		v.app.chooseDot(class)
	}
}

// closeLasso shows the set of the classes that it holds.
func (v *embedding) closeLasso() {
	a, lasso := v.app, v.lasso
	v.lasso = nil
	v.setLassoing(false)
	for k := 0; k < len(lasso); k += 2 {
		lasso[k], lasso[k+1] = v.camera.ToWorld(lasso[k], lasso[k+1])
	}
	if v.grid != nil {
		a.chooseLassoed(lasso.Classes(v.dots))
	}
	v.repaint(false)
}

func (v *embedding) setLassoing(on bool) {
	v.lassoing = on
	setAttribute(v.host.Call("querySelector", `[data-act="lasso"]`), "aria-pressed", strconv.FormatBool(on))
	setAttribute(v.plot, "data-lasso", strconv.FormatBool(on))
}

// key walks over the dots, chooses, pans and zooms.
func (v *embedding) key(e js.Value) {
	if e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool() || e.Get("altKey").Bool() {
		return
	}
	key, shift := e.Get("key").String(), e.Get("shiftKey").Bool()
	dx, dy := arrow(key)
	switch {
	case dx == 0 && dy == 0:
		if !v.command(key, shift) {
			return
		}
	case shift:
		v.move(v.camera.Pan(float64(-dx*pan), float64(-dy*pan)))
	default:
		v.step(dx, dy)
	}
	e.Call("preventDefault")
	e.Call("stopPropagation")
}

// command does what a key other than an arrow asks for, if it asks for anything.
func (v *embedding) command(key string, shift bool) bool {
	a := v.app
	pointed := a.hovered >= 0
	switch {
	case (key == "Enter" || key == " ") && pointed && shift:
		a.toggleMember(a.hovered)
	case (key == "Enter" || key == " ") && pointed:
		a.chooseDot(a.hovered)
	case key == "+" || key == "=":
		v.zoom(1.4, v.w/2, v.h/2)
	case key == "-":
		v.zoom(1/1.4, v.w/2, v.h/2)
	case key == "0" || key == "Home":
		v.move(state.Home())
	case key == "PageDown":
		a.chooseLayer(a.embeddingLayer() - 1)
	case key == "PageUp":
		a.chooseLayer(a.embeddingLayer() + 1)
	case key == "Escape" && (v.lassoing || pointed):
		v.setLassoing(false)
		v.point(-1, false)
	default:
		return false
	}
	return true
}

func arrow(key string) (dx, dy int) {
	switch key {
	case "ArrowLeft":
		return -1, 0
	case "ArrowRight":
		return 1, 0
	case "ArrowUp":
		return 0, -1
	case "ArrowDown":
		return 0, 1
	}
	return 0, 0
}

// step moves the keyboard to the next dot in a direction, from the chosen class at first.
func (v *embedding) step(dx, dy int) {
	if v.grid == nil {
		return
	}
	a := v.app
	class := a.class
	if v.keyboard && a.hovered >= 0 {
		class = scatter.Step(v.dots, a.hovered, dx, dy)
	}
	v.move(v.camera.Reveal(state.Spot{X: float64(v.dots[2*class]), Y: float64(v.dots[2*class+1])}, v.w, v.h, 24))
	v.point(class, true)
	announce(a.bundle.Manifest.Classes[class].Name)
}

// layerKey goes from layer to layer, as radio buttons do.
func (v *embedding) layerKey(e js.Value) {
	a := v.app
	l := a.embeddingLayer()
	switch dx, dy := arrow(e.Get("key").String()); {
	case dx+dy != 0:
		l += dx + dy
	case e.Get("key").String() == "Home":
		l = 0
	case e.Get("key").String() == "End":
		l = len(a.layers) - 1
	default:
		return
	}
	e.Call("preventDefault")
	e.Call("stopPropagation")
	a.chooseLayer(l)
	if button := v.layers().Call("querySelector", `[tabindex="0"]`); button.Truthy() {
		button.Call("focus")
	}
}

// chooseLassoed shows the set of rows; of too many the first.
func (a *App) chooseLassoed(rows []int) {
	rows = withImages(rows, a.bundle.Manifest.Classes)
	if len(rows) == 0 {
		announce("No class lies in the lasso")
		return
	}
	if k := slices.Index(rows, a.class); k > 0 {
		rows = append([]int{a.class}, slices.Delete(rows, k, k+1)...)
	}
	if len(rows) > state.ClassesMost {
		a.notice("The lasso holds " + state.Count(len(rows)) + " classes. A set has up to " + state.Count(state.ClassesMost) + ": the first are shown.")
		rows = rows[:state.ClassesMost]
	}
	a.chooseSet(rows)
	a.showSelected()
	announce(state.Plural(len(rows), "class", "classes") + " in the lasso")
}
