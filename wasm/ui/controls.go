package ui

import (
	"fmt"
	"html"
	"slices"
	"strconv"
	"strings"

	"summit/shared/attribution"
	"summit/wasm/state"

	"github.com/vugu/vugu/js"
)

// slider is a live control: an input of type range, with its value in words beside it.
type slider struct {
	id     string
	layout bool // it changes where nodes lie, and no node
	get    func(*state.View) float64
	set    func(*state.View, float64)
	text   func(float64) string
}

func spacingText(percent float64) string { return state.Number(percent) + "\u2009%" }

var sliders = []slider{
	{"mass", false, func(v *state.View) float64 { return 100 * v.Mass }, func(v *state.View, x float64) { v.Mass = x / 100 },
		func(x float64) string { return strconv.FormatFloat(x, 'f', 1, 64) + "\u2009%" }},
	{"damping", false, func(v *state.View) float64 { return v.Damping }, func(v *state.View, x float64) { v.Damping = x },
		func(x float64) string { return strconv.FormatFloat(x, 'f', 2, 64) }},
	{"threshold", false, func(v *state.View) float64 { return float64(v.Threshold) }, func(v *state.View, x float64) { v.Threshold = int(x) },
		func(x float64) string { return state.Plural(int(x), "image", "images") }},
	{"nodes", false, nodesOf, func(v *state.View, x float64) { v.Nodes = int(x) % (state.NodesMax + 1) }, nodesText},
	{"rows", true, func(v *state.View) float64 { return 100 * v.Rows }, func(v *state.View, x float64) { v.Rows = x / 100 }, spacingText},
	{"columns", true, func(v *state.View) float64 { return 100 * v.Columns }, func(v *state.View, x float64) { v.Columns = x / 100 }, spacingText},
}

// nodesOf is the most nodes of a layer as the slider has it: its right end is no limit.
func nodesOf(v *state.View) float64 {
	if v.Nodes == 0 {
		return state.NodesMax + 1
	}
	return float64(v.Nodes)
}

func nodesText(x float64) string {
	if x > state.NodesMax {
		return "all"
	}
	return state.Count(int(x))
}

// sliderOf is the place of a slider in sliders, below 0 if id is none.
func sliderOf(id string) int {
	return slices.IndexFunc(sliders, func(s slider) bool { return s.id == id })
}

// slide follows a slider, live, if id is one.
func (a *App) slide(id string, e js.Value) {
	k := sliderOf(id)
	if k < 0 {
		return
	}
	s := sliders[k]
	s.set(&a.View, number(e, s.get(&a.View)))
	a.showSlider(s)
	if s.layout {
		a.relayout()
	} else {
		a.request()
	}
}

func (a *App) showSlider(s slider) {
	x := s.get(&a.View)
	setValue(s.id, state.Number(x))
	setText(s.id+"-value", s.text(x))
	setAttribute(element(s.id), "aria-valuetext", s.text(x))
}

// setting follows the buttons of the settings.
func (a *App) setting(name string) {
	switch name {
	case "more":
		a.showPanel(state.PanelMore, !a.View.Shows(state.PanelMore))
	case "undo":
		a.travel(-1)
	case "redo":
		a.travel(1)
	case "features", "examples":
		a.showPictures(name)
	case "include-all":
		a.setExcluded(nil)
		query(".more-toggle").Call("focus")
		announce("No channel is excluded")
	case "reset":
		a.View = a.View.Reset()
		a.writeAddress(true)
		a.relayout()
		a.surface.renewPictures()
		a.request()
	}
}

// relayout lays out what is drawn anew.
func (a *App) relayout() {
	if a.drawing != nil {
		a.surface.arrange()
		a.surface.popup.show(a.surface.at.Node)
		a.surface.repaint()
	}
}

// syncControls shows the view's values in the controls, if they are others than last time.
func (a *App) syncControls() {
	v, images := a.View, 0
	v.Class, v.Classes, v.Node, v.Page = "", nil, "", false
	if a.drawing != nil {
		images = a.drawing.Images
	}
	shown := fmt.Sprint(a.phase, a.source.Name, images, a.past.Undoes(), a.past.Redoes(), v.Query())
	if shown == a.controls {
		return
	}
	a.controls = shown
	setValue("search", a.View.Search)
	setValue("order", a.View.Order)
	setValue("rank", a.View.Rank)
	setValue("bundle", a.source.Name)
	element("pinned-only").Set("checked", a.View.PinnedOnly)
	if a.drawing != nil {
		element("threshold").Set("max", max(a.drawing.Images, a.View.Threshold))
	}
	for _, s := range sliders {
		a.showSlider(s)
	}
	pressed("features", a.View.Pictures == state.Pictures[0])
	pressed("examples", a.View.Pictures == state.Pictures[1])
	pressed("table", a.View.Table)
	disabled("undo", !a.past.Undoes())
	disabled("redo", !a.past.Redoes())
	disabled("reset", a.View.Reset().Query() == a.View.Query())
	element("pictures").Set("hidden", a.bundle == nil || !a.bundle.Manifest.Cards.Features())
	a.syncFilter()
}

// syncFilter shows what is left out.
func (a *App) syncFilter() {
	inhibition := a.bundle != nil && a.bundle.Manifest.Parameters.Inhibition
	for _, sign := range attribution.Signs() {
		button := query(`[data-sign="` + sign + `"]`)
		setAttribute(button, "aria-pressed", strconv.FormatBool(sign == a.View.Sign))
		button.Set("disabled", !inhibition && sign != attribution.SignExcitation)
	}
	element("signs-note").Set("hidden", inhibition)
	boxes := element("layers-shown").Call("querySelectorAll", "input")
	for k := range boxes.Length() {
		box := boxes.Index(k)
		box.Set("checked", !slices.Contains(a.View.Hide, box.Get("value").String()))
	}
	if list, keys := element("excluded"), strings.Join(a.View.Exclude, " "); list.Get("dataset").Get("keys").String() != keys {
		focused := list.Call("contains", document().Get("activeElement")).Bool()
		list.Get("dataset").Set("keys", keys)
		list.Set("innerHTML", a.excludedHTML())
		if focused {
			query(".more-toggle").Call("focus") // what had the focus is gone
		}
	}
	none := len(a.View.Exclude) == 0
	element("excluded-note").Set("hidden", !none)
	query(`[data-act="include-all"]`).Set("hidden", none)
}

// excludedHTML lists the excluded channels.
func (a *App) excludedHTML() string {
	var b strings.Builder
	for _, key := range a.View.Exclude {
		name := html.EscapeString(strings.Replace(key, ":", " ", 1))
		b.WriteString(`<li class="member"><button class="link" type="button" data-open="` + html.EscapeString(key) + `" aria-label="Page of ` + name + `">` + name +
			`</button><button class="member-act" type="button" data-exclude="` + html.EscapeString(key) + `" aria-label="Take ` + name + ` back" title="Take back">&#215;</button></li>`)
	}
	return b.String()
}

// listLayers makes the check boxes of the bundle's layers, the last on top.
func (a *App) listLayers() {
	var b strings.Builder
	for l := len(a.layers) - 1; l >= 0; l-- {
		name := html.EscapeString(a.layers[l])
		b.WriteString(`<label class="check"><input type="checkbox" name="layer" value="` + name + `"> ` + name + `</label>`)
	}
	element("layers-shown").Set("innerHTML", b.String())
	a.syncFilter()
}

func pressed(act string, on bool) {
	setAttribute(query(`[data-act="`+act+`"]`), "aria-pressed", strconv.FormatBool(on))
}

func disabled(act string, off bool) { query(`[data-act="`+act+`"]`).Set("disabled", off) }

func setText(id, text string) {
	if e := element(id); e.Get("textContent").String() != text {
		e.Set("textContent", text)
	}
}

func setValue(id, value string) {
	if e := element(id); e.Get("value").String() != value {
		e.Set("value", value)
	}
}
