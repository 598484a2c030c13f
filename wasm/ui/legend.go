package ui

import (
	"html"
	"strings"

	"summit/wasm/state"

	"github.com/vugu/vugu/js"
)

// legend says what sizes, widths and colours mean.
type legend struct {
	box  js.Value
	text string // of the box
}

func newLegend(host js.Value) *legend {
	l := &legend{box: create(host, "div", "legend")}
	l.box.Set("id", "legend")
	return l
}

// update shows the widths of three counts of the scene, and what tells its edges apart: their direction from a node, or the
// classes of a set.
func (l *legend) update(s *state.Scene, classes []string) {
	if s == nil {
		return
	}
	var b strings.Builder
	b.WriteString(`<span class="legend-part"><svg width="30" height="18" viewBox="0 0 30 18" aria-hidden="true"><rect class="swatch" x="1" y="6" width="8" height="8" rx="1.5"/><rect class="swatch" x="13" y="2" width="14" height="14" rx="2"/></svg>score within the layer</span>`)
	if s.MaxCount > 0 {
		b.WriteString(`<span class="legend-part">influence`)
		for _, count := range s.LegendCounts() {
			width := state.Exact(s.EdgeWidth(count))
			b.WriteString(` <svg width="26" height="18" viewBox="0 0 26 18" aria-hidden="true"><path class="width" stroke-width="` + width + `" d="M2 9h22"/></svg>` + state.Count(int(count)))
		}
		b.WriteString(state.Noun(int(s.MaxCount), " image", " images") + `</span>`)
	}
	if s.Drawing.Classes > 1 {
		legendOfSet(&b, s.Drawing, classes)
	} else {
		b.WriteString(`<span class="legend-part"><svg width="26" height="18" viewBox="0 0 26 18" aria-hidden="true"><path class="up" d="M2 9h22"/></svg>to later layers</span>` +
			`<span class="legend-part"><svg width="26" height="18" viewBox="0 0 26 18" aria-hidden="true"><path class="down" d="M2 9h22"/></svg>from earlier layers</span>`)
	}
	legendOfSign(&b, s.Drawing)
	if text := b.String(); text != l.text {
		l.text = text
		l.box.Set("innerHTML", text)
	}
}

// legendOfSign shows what inhibition looks like, where there is any.
func legendOfSign(b *strings.Builder, d *state.Drawing) {
	if !d.Inhibits() {
		return
	}
	line, end := `class="inhibit"`, "inhibit-end"
	if d.Signs() { // edges look as their classes say
		line, end = `class="width" stroke-width="3"`, "of-set"
	}
	b.WriteString(`<span class="legend-part"><svg width="26" height="18" viewBox="0 0 26 18" aria-hidden="true"><path ` + line + ` d="M2 9h20"/><path class="` + end + `" d="M22 4h2v10h-2z"/></svg>inhibition</span>`)
}

// legendOfSet shows the signs of a set's classes, or says why there are none.
func legendOfSet(b *strings.Builder, d *state.Drawing, classes []string) {
	if !d.Signs() {
		b.WriteString(`<span class="legend-part">up to ` + state.Count(state.SignsMost) + ` classes are told apart by colour and shape, not ` + state.Count(d.Classes) + `</span>`)
		return
	}
	for k, name := range classes {
		sign := state.Sign(k)
		b.WriteString(`<span class="legend-part">` + mark(sign) + `<svg width="30" height="18" viewBox="0 0 30 18" aria-hidden="true"><path class="line-` +
			markClass(sign) + `" d="M1 9h28"/></svg>` + html.EscapeString(name) + `</span>`)
	}
	b.WriteString(`<span class="legend-part">` + mark(state.SignAll) + `<svg width="30" height="18" viewBox="0 0 30 18" aria-hidden="true"><path class="width" stroke-width="3" d="M1 9h28"/></svg>shared</span>`)
}
