package ui

import (
	"strings"

	"summit/wasm/state"

	"github.com/vugu/vugu/js"
)

// pan is how far an arrow key moves the graph, in CSS pixels.
const pan = 60

// key follows the keyboard outside the outline.
func (a *App) key(e js.Value) {
	if e.Get("ctrlKey").Bool() || e.Get("metaKey").Bool() || e.Get("altKey").Bool() {
		a.undoKey(e)
		return
	}
	key, id := e.Get("key").String(), targetID(e)
	tag := e.Get("target").Get("tagName")
	typing := tag.Truthy() && (tag.String() == "INPUT" || tag.String() == "SELECT" || tag.String() == "TEXTAREA")
	handled := false
	switch {
	case key == "Escape":
		a.escape(id)
	case (id == "search" || id == "list") && key == "Enter" && e.Get("shiftKey").Bool() && a.active < len(a.rows):
		a.toggleMember(a.rows[a.active])
		handled = true
	case id == "search" || id == "list":
		handled = a.listKey(key, id == "list")
	case typing:
	default:
		handled = a.pageKey(key)
	}
	if !handled && key == "/" && !typing {
		if element("search").Call("getClientRects").Length() == 0 {
			a.showPanel(state.PanelList, true)
			setAttribute(query(".page"), "data-list", "true") // what is hidden takes no focus
		}
		element("search").Call("focus")
		element("search").Call("select")
		a.render()
		handled = true
	}
	if handled {
		e.Call("preventDefault")
	}
}

// undoKey undoes by Ctrl+Z and does again by Ctrl+Shift+Z or Ctrl+Y, but in a field whose text has an undo of its own.
func (a *App) undoKey(e js.Value) {
	if e.Get("altKey").Bool() || targetID(e) == "search" {
		return
	}
	shift := e.Get("shiftKey").Bool()
	switch key := strings.ToLower(e.Get("key").String()); {
	case key == "z" && !shift:
		a.travel(-1)
	case key == "z" || key == "y" && !shift:
		a.travel(1)
	default:
		return
	}
	e.Call("preventDefault")
}

// escape closes what is open: the search, the explanation, more settings, the pinned popup, the tour, the drawer.
func (a *App) escape(id string) {
	switch {
	case id == "search" && a.View.Search != "":
		a.View.Search = ""
		a.filter()
		a.showSelected()
		a.writeAddress(false)
	case a.View.Shows(state.PanelAbout):
		a.showAbout(false)
	case a.View.Shows(state.PanelMore):
		a.showPanel(state.PanelMore, false)
		query(".more-toggle").Call("focus")
	case a.View.Page && id != "list":
		a.closePage()
	case a.surface.at.Node >= 0:
		a.surface.hovered, a.surface.focused = -1, -1
		a.surface.setPin("")
		a.writeAddress(false)
	case a.View.Tour > 0:
		a.goTour(0)
	default:
		a.closeList()
		a.showPanel(state.PanelTools, false)
	}
	a.render()
}

// listKey moves in the class list; Home and End belong to the text while it is being typed.
func (a *App) listKey(key string, list bool) bool {
	page := max(element("list").Get("clientHeight").Int()/RowHeight-1, 1)
	switch {
	case key == "ArrowDown":
		a.moveActive(a.active + 1)
	case key == "ArrowUp":
		a.moveActive(a.active - 1)
	case key == "PageDown":
		a.moveActive(a.active + page)
	case key == "PageUp":
		a.moveActive(a.active - page)
	case key == "Home" && list:
		a.moveActive(0)
	case key == "End" && list:
		a.moveActive(len(a.rows) - 1)
	case (key == "Enter" || key == " " && list) && a.active < len(a.rows):
		a.choose(a.rows[a.active])
	default:
		return false
	}
	return true
}

// pageKey zooms and pans.
func (a *App) pageKey(key string) bool {
	s := a.surface
	if a.View.Table {
		return false
	}
	switch key {
	case "+", "=":
		s.zoom(1.3)
	case "-":
		s.zoom(1 / 1.3)
	case "0":
		s.fit()
	case "ArrowLeft":
		s.move(s.camera.Pan(pan, 0))
	case "ArrowRight":
		s.move(s.camera.Pan(-pan, 0))
	case "ArrowUp":
		s.move(s.camera.Pan(0, pan))
	case "ArrowDown":
		s.move(s.camera.Pan(0, -pan))
	default:
		return false
	}
	return true
}
