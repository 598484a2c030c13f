package ui

import (
	"html"
	"strconv"
	"strings"

	"summit/wasm/state"
)

// showAbout opens or closes the explanation, which stands in the page itself but for the figures of the bundle's quality.
func (a *App) showAbout(open bool) {
	about := element("about")
	about.Set("hidden", !open)
	if open {
		element("quality").Set("innerHTML", a.qualityHTML())
		about.Call("querySelector", "button").Call("focus")
		return
	}
	query(".about-toggle").Call("focus")
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
