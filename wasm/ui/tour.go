package ui

import (
	"strconv"

	"summit/wasm/state"

	"github.com/vugu/vugu/js"
)

// steps are those of the tour, in the page's own markup: each has the query of what it shows.
func steps() js.Value { return element("tour").Call("querySelectorAll", "[data-step]") }

// tourAct follows the buttons of the tour.
func (a *App) tourAct(name string) {
	switch name {
	case "tour":
		a.showAbout(false)
		a.goTour(1)
	case "tour-back":
		a.goTour(a.View.Tour - 1)
	case "tour-next":
		a.goTour((a.View.Tour + 1) % (state.TourSteps + 1))
	case "tour-end":
		a.goTour(0)
	}
}

// goTour shows a step of the tour; 0 ends it, and what was shown last stays.
func (a *App) goTour(step int) {
	if step == 0 {
		a.View.Tour = 0
		a.writeAddress(true)
		a.showTour()
		query(".about-toggle").Call("focus")
		return
	}
	v, _ := state.ParseView(steps().Index(step - 1).Get("dataset").Get("step").String())
	v.Bundle, v.Order, v.Layer, v.Embedding, v.Open, v.Tour = a.View.Bundle, a.View.Order, a.View.Layer, a.View.Embedding, a.View.Open, step
	a.View = v
	a.writeAddress(true)
	a.addressChanged()
	element("tour").Call("querySelector", "[data-step]:not([hidden]) h2").Call("focus")
}

// showTour shows the step that the view names.
func (a *App) showTour() {
	all, step := steps(), a.View.Tour
	element("tour").Set("hidden", step == 0)
	element("tour-offer").Set("hidden", a.bundle == nil || a.bundle.Manifest.Data.Name != state.TourData)
	for k := range all.Length() {
		one := all.Index(k)
		one.Set("hidden", k+1 != step)
		heading := one.Call("querySelector", "h2")
		heading.Set("tabIndex", -1)
		heading.Set("id", map[bool]string{true: "tour-title"}[k+1 == step])
	}
	setText("tour-place", strconv.Itoa(step)+" of "+strconv.Itoa(state.TourSteps))
	disabled("tour-back", step <= 1)
	setText("tour-next-text", map[bool]string{true: "Done", false: "Next"}[step == state.TourSteps])
}
