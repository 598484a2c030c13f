package ui

import (
	"html"
	"strings"

	"summit/wasm/state"
)

// owned tells whose a node or an edge of the drawing is, where the drawing tells the classes of a set apart: an attribute
// with their IDs, and words.
func (a *App) owned(owners []int) (attribute, words string) {
	if !a.drawing.Signs() {
		return "", ""
	}
	var ids, names []string
	for _, c := range owners {
		class := a.bundle.Manifest.Classes[a.drawn[c]]
		ids, names = append(ids, class.ID), append(names, class.Name)
	}
	switch state.SignOf(owners, len(a.drawn)) {
	case state.SignNone:
		words = "of no class"
	case state.SignAll:
		words = "shared by all"
	default:
		words = "of " + state.SetName(names)
	}
	return ` data-classes="` + html.EscapeString(strings.Join(ids, " ")) + `"`, words
}

// mark is a sign as a picture.
func mark(sign state.Sign) string {
	return `<svg class="sign-` + markClass(sign) + `" viewBox="0 0 16 16" aria-hidden="true"><path fill-rule="evenodd" d="` + state.Marks[sign] + `"/></svg>`
}

// markClass is the part of the name of a sign's style: its number, or "all".
func markClass(sign state.Sign) string {
	if sign == state.SignAll {
		return "all"
	}
	return string(rune('1' + sign))
}

// ownCounts are what each class of a set counts of a node.
func (a *App) ownCounts(node int) string {
	if !a.drawing.Signs() {
		return ""
	}
	var b strings.Builder
	b.WriteString(`<ul class="own-counts">`)
	for k, row := range a.drawn {
		class := a.bundle.Manifest.Classes[row]
		b.WriteString("<li>" + mark(state.Sign(k)) + `<span class="own-name">` + html.EscapeString(class.Name) + "</span> <span>" +
			state.Count(int(a.drawing.Own[node][k])) + " of " + state.Plural(class.Images, "image", "images") + "</span></li>")
	}
	b.WriteString("</ul>")
	return b.String()
}
