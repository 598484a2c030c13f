package ui

import (
	"slices"
	"time"

	"github.com/vugu/vugu/js"

	"summit/wasm/state"
)

// readAddress takes the view from the address.
func (a *App) readAddress() {
	a.View, a.notices = state.ParseView(js.Global().Get("location").Get("search").String())
}

// writeAddress puts the view into the address, as a new entry of the history or in place of the present one.
func (a *App) writeAddress(entry bool) { a.write(a.View, entry) }

func (a *App) write(v state.View, entry bool) {
	location := js.Global().Get("location")
	target := location.Get("pathname").String()
	if query := v.Query(); query != "" {
		target += "?" + query
	}
	if target == location.Get("pathname").String()+location.Get("search").String() {
		return
	}
	method := "replaceState"
	if entry {
		method, a.travels = "pushState", false
		a.past.Push()
	}
	js.Global().Get("history").Call(method, map[string]any{"at": a.past.At}, "", target)
}

// settleTime is how long a camera has to stand still before the address tells where it looks: browsers allow few changes a second.
const settleTime = 250 * time.Millisecond

// settle puts the cameras into the address once they stand still; what else has changed, as a slider that is being moved, is not decided yet.
func (a *App) settle() {
	a.movedAt = time.Now()
	if a.settling {
		return
	}
	a.settling = true
	go func() {
		defer report("address")
		for left := settleTime; left > 0; left = settleTime - time.Since(a.movedAt) {
			time.Sleep(left)
		}
		a.settling = false
		v, _ := state.ParseView(js.Global().Get("location").Get("search").String())
		v.Viewport, v.Embedding = a.View.Viewport, a.View.Embedding
		a.write(v, false)
	}()
}

// findPast takes from the history where the page is in it.
func (a *App) findPast() {
	at := 0
	if state := js.Global().Get("history").Get("state"); state.Truthy() && state.Get("at").Truthy() {
		at = state.Get("at").Int()
	}
	a.past.Go(at)
}

// travel undoes what made the last entry of the history, or does it again.
func (a *App) travel(by int) {
	from := a.past.At
	if a.travels {
		from = a.target // that is not reached yet
	}
	if target := from + by; target >= 0 && target <= a.past.Last {
		a.travels, a.target = true, target
		js.Global().Get("history").Call("go", by)
	}
}

// addressChanged follows back and forward.
func (a *App) addressChanged() {
	before := a.View
	a.lastChange = ""
	a.findPast()
	a.readAddress()
	a.View.Open = before.Open // panels are no step of the history
	if a.travels {
		a.View.Stand(before)
		a.travels = a.past.At != a.target
	}
	a.writeAddress(false)
	if a.phase != "ready" || a.View.Bundle != before.Bundle {
		go a.load()
		return
	}
	a.chooseFromView()
	a.know()
	a.filter()
	a.showSelected()
	a.showLayer()
	a.surface.showTable(a.View.Table)
	a.embedding.aim()
	a.openAbout()
	a.showPinned()
	a.surface.renewPictures()
	a.showTour()
	a.followPage()
	if !a.View.Page {
		a.request()
	}
}

// chooseFromView makes the classes that the view names the chosen ones; where none of them is known the first is shown.
func (a *App) chooseFromView() {
	a.class, a.set = -1, nil
	if len(a.bundle.Manifest.Classes) == 0 {
		return
	}
	var unknown []string
	for _, key := range append([]string{a.View.Class}, a.View.Classes...) {
		row, err := 0, error(nil)
		if key != "" {
			row, err = a.bundle.Manifest.FindClass(key)
		}
		switch {
		case err != nil:
			unknown = append(unknown, "The address asks for a class that is not here: "+err.Error()+". ")
		case !slices.Contains(a.set, row):
			a.set = append(a.set, row)
		}
	}
	if len(a.set) == 0 {
		a.set = []int{0}
	}
	a.class = a.set[0]
	if a.View.Class != "" || len(a.set) > 1 {
		a.viewSet()
	}
	for _, notice := range unknown {
		a.notices = append(a.notices, notice+a.setName(a.set, a.View.Set)+" is shown.")
	}
}
