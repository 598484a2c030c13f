package ui

import (
	"strconv"

	"github.com/vugu/vugu/js"

	"summit/wasm/state"
)

// listen follows all events outside the canvas and the outline.
func (a *App) listen() {
	doc := document()
	on(doc, "input", true, a.input)
	on(doc, "change", true, a.changed)
	on(doc, "click", true, a.clicked)
	on(doc, "keydown", false, a.key)
	on(doc, "submit", false, func(e js.Value) { e.Call("preventDefault") })
	on(element("list"), "scroll", true, func(js.Value) { a.scrolled() })
	on(element("list"), "pointerover", true, func(e js.Value) {
		if row, ok := rowOf(e.Get("target"), "row"); ok && e.Get("pointerType").String() != "touch" {
			a.hover(row)
		}
	})
	on(element("list"), "pointerleave", true, func(js.Value) { a.hover(-1) })
	onResize(element("list"), a.scrolled)
	on(js.Global(), "popstate", true, func(js.Value) { a.addressChanged() })
}

func targetID(e js.Value) string {
	if id := e.Get("target").Get("id"); id.Truthy() {
		return id.String()
	}
	return ""
}

func number(e js.Value, old float64) float64 {
	x, err := strconv.ParseFloat(e.Get("target").Get("value").String(), 64)
	if err != nil {
		return old
	}
	return x
}

// input follows what is being typed or dragged, live.
func (a *App) input(e js.Value) {
	switch targetID(e) {
	case "search":
		a.View.Search = e.Get("target").Get("value").String()
		a.filter()
		a.active = 0
		a.writeAddress(false)
		announce(a.list().Summary)
		a.render()
	default:
		a.slide(targetID(e), e)
	}
}

// changed follows what has been decided: it becomes an entry of the history.
func (a *App) changed(e js.Value) {
	value, id := e.Get("target").Get("value"), targetID(e)
	a.controls = "" // the reader has set one of them, perhaps to what cannot be
	switch {
	case sliderOf(id) >= 0: // slide has followed it
	case id == "order":
		a.View.Order = value.String()
		a.filter()
		a.showSelected()
	case id == "rank":
		a.View.Rank = value.String()
		a.request()
	case id == "bundle":
		a.View = a.View.Elsewhere(value.String())
		a.writeAddress(true)
		go a.load()
		return
	case id == "pinned-only":
		a.View.PinnedOnly = e.Get("target").Get("checked").Bool()
		a.showPinned()
	default:
		if name := e.Get("target").Get("name"); !name.Truthy() || name.String() != "layer" {
			return
		}
		id = "layer " + value.String()
		a.setHidden(value.String(), !e.Get("target").Get("checked").Bool())
	}
	a.writeAddress(id != a.lastChange)
	a.lastChange = id
	a.render()
}

func (a *App) clicked(e js.Value) {
	target := e.Get("target")
	if !target.Get("closest").Truthy() {
		return
	}
	if a.compareClicked(target) || a.channelClicked(target) || a.pinClicked(target) || a.filterClicked(target) {
		return
	}
	if row, ok := rowOf(target, "row"); ok {
		if e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool() {
			a.toggleMember(row)
			return
		}
		a.choose(row)
		return
	}
	if button := target.Call("closest", "[data-act]"); button.Truthy() {
		a.act(button.Get("dataset").Get("act").String())
	}
}

func (a *App) act(name string) {
	a.lastChange = ""
	switch name {
	case state.PanelList, state.PanelTools:
		a.showPanel(name, !a.View.Shows(name))
	case state.PanelAbout:
		a.showAbout(!a.View.Shows(name))
	case "table":
		a.View.Table = !a.View.Table
		a.surface.showTable(a.View.Table)
		a.writeAddress(true)
	case "unpin":
		a.setPinned(nil)
		announce("Nothing is pinned")
	case "close-page":
		a.closePage()
	case "dismiss":
		a.notices = nil
	case "retry":
		a.retry()
	case "zoom-in":
		a.surface.zoom(1.3)
	case "zoom-out":
		a.surface.zoom(1 / 1.3)
	case "fit":
		a.surface.fit()
	default:
		a.setting(name)
		a.tourAct(name)
		a.embedding.act(name)
	}
	a.render()
}

func (a *App) retry() {
	a.trouble = nil
	if a.phase != "ready" {
		go a.load()
		return
	}
	a.request()
}
