package ui

import (
	"html"
	"strconv"
	"strings"

	"summit/wasm/state"
)

// showAbout opens or closes the explanation, which stands in the page itself but for the figures of the bundle's quality.
func (a *App) showAbout(open bool) {
	a.showPanel(state.PanelAbout, open)
	a.openAbout()
	if open {
		element("about").Call("querySelector", "button").Call("focus")
		return
	}
	query(".about-toggle").Call("focus")
}

// openAbout shows the explanation if the view asks for it.
func (a *App) openAbout() {
	open := a.View.Shows(state.PanelAbout)
	element("about").Set("hidden", !open)
	if open {
		element("quality").Set("innerHTML", a.qualityHTML())
	}
}

// showPanel opens or closes a panel.
func (a *App) showPanel(name string, open bool) {
	a.View.Show(name, open)
	a.writeAddress(false)
	a.render()
}

// qualityHTML lists the bundle's figures of quality.
func (a *App) qualityHTML() string {
	var b strings.Builder
	if a.bundle == nil {
		return ""
	}
	for _, f := range state.Quality(&a.bundle.Manifest) {
		b.WriteString("<dt>" + f.Name + "</dt><dd>" + f.Text)
		if len(f.Layers) > 0 {
			b.WriteString(`<ul class="ranks">`)
			for l, x := range f.Layers {
				figure, drawn := "nothing to measure", ""
				if x != nil {
					figure, drawn = strconv.FormatFloat(*x, 'f', 2, 64), bar(*x)
				}
				b.WriteString("<li>" + html.EscapeString(a.layers[l]) + drawn + `<span>` + figure + "</span></li>")
			}
			b.WriteString("</ul>")
		}
		b.WriteString("</dd>")
	}
	if b.Len() == 0 {
		return "<dd>This bundle holds no figures.</dd>"
	}
	return b.String()
}
