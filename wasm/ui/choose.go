package ui

import (
	"slices"

	"summit/wasm/state"
)

// choose shows the class of a row of the bundle.
func (a *App) choose(row int) {
	a.closeList()
	a.chooseSet([]int{row})
}

// chooseSet shows the set of the classes of rows; the first is the chosen one.
func (a *App) chooseSet(rows []int) {
	if a.bundle == nil || slices.Max(rows) >= len(a.bundle.Manifest.Classes) {
		return // the rows that one sees are not the bundle's
	}
	a.lastChange = ""
	if slices.Equal(rows, a.set) && a.trouble == nil {
		a.render()
		return
	}
	if !slices.Equal(rows, a.set) {
		a.View.Viewport = state.Viewport{}
	}
	a.class, a.set, a.trouble = rows[0], rows, nil
	if !a.View.Page && a.View.Node != "" {
		a.surface.setPin("")
	}
	a.viewSet()
	if k := slices.Index(a.rows, a.class); k >= 0 {
		a.active = k
	}
	a.writeAddress(true)
	a.request()
	a.compareClasses()
	a.embedding.repaint(false)
	a.render()
}

// closeList closes the drawer that the list is on narrow screens, and keeps the focus from vanishing with it.
func (a *App) closeList() {
	if a.View.Shows(state.PanelList) {
		a.showPanel(state.PanelList, false)
		query(".list-toggle").Call("focus")
	}
}

// filter recomputes the rows of the class list.
func (a *App) filter() {
	if a.bundle == nil {
		return
	}
	channels, rest := state.FindChannels(&a.bundle.Manifest, a.View.Search)
	a.rows = state.Filter(a.bundle.Manifest.Classes, rest, a.View.Order, a.likeness)
	a.narrow(channels)
	a.active = max(slices.Index(a.rows, a.class), 0)
	a.listFirst, a.scrollTo = 0, 0
	a.embedding.mark()
}

// moveActive puts the keyboard on row k of the list and scrolls there.
func (a *App) moveActive(k int) {
	if len(a.rows) == 0 {
		return
	}
	a.active = min(max(k, 0), len(a.rows)-1)
	a.scrollToActive()
	a.render()
}

// showSelected puts the keyboard on the chosen class and scrolls there.
func (a *App) showSelected() {
	if k := slices.Index(a.rows, a.class); k >= 0 {
		a.active = k
	}
	a.scrollToActive()
}

func (a *App) scrollToActive() {
	list := element("list")
	before, height := list.Get("scrollTop").Float(), list.Get("clientHeight").Float()
	top, at := before, float64(a.active*RowHeight)
	switch {
	case at < top:
		top = at
	case at+RowHeight > top+height:
		top = at + RowHeight - height
	}
	a.listFirst, a.listSeen = int(top)/RowHeight, int(height)/RowHeight
	a.scrollTo = -1
	if top != before {
		a.scrollTo = top // after the next render, when the list is long enough
	}
	a.embedding.repaint(false)
}

// scrolled follows the list's scrolling.
func (a *App) scrolled() {
	list := element("list")
	lo, hi := a.window()
	a.listFirst = list.Get("scrollTop").Int() / RowHeight
	a.listSeen = list.Get("clientHeight").Int() / RowHeight
	a.embedding.repaint(false)
	if first, last := a.window(); first != lo || last != hi {
		a.classRows.update()
	}
}
