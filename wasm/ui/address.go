package ui

import (
	"github.com/vugu/vugu/js"

	"summit/wasm/state"
)

// readAddress takes the view from the address.
func (a *App) readAddress() {
	a.View, a.notices = state.ParseView(js.Global().Get("location").Get("search").String())
}

// writeAddress puts the view into the address, as a new entry of the history or in place of the present one.
func (a *App) writeAddress(entry bool) {
	location := js.Global().Get("location")
	target := location.Get("pathname").String()
	if query := a.View.Query(); query != "" {
		target += "?" + query
	}
	if target == location.Get("pathname").String()+location.Get("search").String() {
		return
	}
	method := "replaceState"
	if entry {
		method = "pushState"
	}
	js.Global().Get("history").Call(method, nil, "", target)
}

// addressChanged follows back and forward.
func (a *App) addressChanged() {
	before := a.View
	a.lastChange = ""
	a.readAddress()
	if a.phase != "ready" || a.View.Bundle != before.Bundle {
		go a.load()
		return
	}
	a.chooseFromView()
	a.filter()
	a.showSelected()
	a.surface.setPin(a.View.Node)
	a.surface.showTable(a.View.Table)
	a.render()
	a.request()
}

// chooseFromView makes the class that the view names the chosen one; an unknown one gives way to the first.
func (a *App) chooseFromView() {
	a.class = 0
	if len(a.bundle.Manifest.Classes) == 0 {
		a.class = -1
		return
	}
	if a.View.Class == "" {
		return
	}
	row, err := a.bundle.Manifest.FindClass(a.View.Class)
	if err != nil {
		a.notices = append(a.notices, "The address asks for a class that is not here: "+err.Error()+". "+a.className()+" is shown.")
		a.View.Class = ""
		return
	}
	a.class = row
	a.View.Class = a.bundle.Manifest.Classes[row].ID
}
