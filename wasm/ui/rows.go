package ui

import (
	"html"
	"slices"
	"strconv"

	"summit/wasm/state"

	"github.com/vugu/vugu/js"
)

// rows is the island of the class list: of all classes that fit, those around the ones that one sees are elements, and two spaces stand
// for the others. An element that has left at one end comes back at the other.
type rows struct {
	app          *App
	host         js.Value
	above, below js.Value // spaces
	lo           int      // index into the app's rows of the first element
	lines        []line   // in the document's order
}

// line is an element, and what it shows.
type line struct {
	element js.Value
	row     classRow
}

// classRow is a class as the list shows it.
type classRow struct {
	number           int // in the bundle
	place, of        int // in the list, from 1
	selected, active bool
	title, content   string // content is HTML
}

func newRows(a *App, host js.Value) *rows {
	return &rows{app: a, host: host}
}

// begin takes the place of what site/shell/early.js has drawn.
func (l *rows) begin() {
	l.host.Call("replaceChildren")
	for _, space := range []*js.Value{&l.above, &l.below} {
		*space = create(l.host, "li", "list-space")
		setAttribute(*space, "role", "presentation")
	}
}

// update shows the window that the app is at.
func (l *rows) update() {
	a := l.app
	if a.bundle == nil && a.phase == "loading" {
		return
	}
	if !l.above.Truthy() {
		l.begin()
	}
	lo, hi := a.window()
	if a.bundle == nil {
		hi = lo
	}
	l.turn(lo - l.lo)
	l.lo = lo
	for len(l.lines) < hi-lo {
		e := create(l.host, "li", "row")
		setAttribute(e, "role", "option")
		l.host.Call("insertBefore", e, l.below)
		l.lines = append(l.lines, line{e, classRow{number: -1}})
	}
	for _, surplus := range l.lines[hi-lo:] {
		surplus.element.Call("remove")
	}
	l.lines = slices.Delete(l.lines, hi-lo, len(l.lines))
	for k := range l.lines {
		l.lines[k].show(a.row(lo + k))
	}
	for _, e := range []js.Value{l.host, element("search")} { // scrolling renders nothing that would
		setAttribute(e, "aria-activedescendant", a.activeID())
	}
	setHeight(l.above, lo)
	setHeight(l.below, len(a.rows)-hi)
}

// window is the range of rows that are in the document.
func (a *App) window() (lo, hi int) { return state.Window(a.listFirst, a.listSeen, len(a.rows)) }

// activeID is the element of the row that the keyboard is on; empty where it is not in the document.
func (a *App) activeID() string {
	if lo, hi := a.window(); a.active >= lo && a.active < hi {
		return rowID(a.rows[a.active])
	}
	return ""
}

// turn moves elements from one end to the other, so that those which stay in the document stay what they are.
func (l *rows) turn(by int) {
	for ; by > 0 && by < len(l.lines); by-- {
		first := l.lines[0]
		l.host.Call("insertBefore", first.element, l.below)
		l.lines = append(slices.Delete(l.lines, 0, 1), first)
	}
	for ; by < 0 && -by < len(l.lines); by++ {
		last := l.lines[len(l.lines)-1]
		l.host.Call("insertBefore", last.element, l.lines[0].element)
		l.lines = slices.Insert(l.lines[:len(l.lines)-1], 0, last)
	}
}

func setHeight(space js.Value, rows int) {
	space.Get("style").Set("height", strconv.Itoa(rows*RowHeight)+"px")
}

// show has the element show r.
func (l *line) show(r classRow) {
	old := l.row
	if r == old {
		return
	}
	l.row = r
	if e := l.element; r.number != old.number {
		e.Set("id", rowID(r.number))
		setAttribute(e, "data-row", strconv.Itoa(r.number))
		e.Call("removeAttribute", "data-hover")
	}
	if r.place != old.place || r.of != old.of {
		setAttribute(l.element, "aria-posinset", strconv.Itoa(r.place))
		setAttribute(l.element, "aria-setsize", strconv.Itoa(r.of))
	}
	setAttribute(l.element, "aria-selected", strconv.FormatBool(r.selected))
	l.element.Call("toggleAttribute", "data-active", r.active)
	if r.title != old.title {
		l.element.Set("title", r.title)
	}
	if r.content != old.content {
		l.element.Set("innerHTML", r.content)
	}
}

// row is the k-th of the list.
func (a *App) row(k int) classRow {
	number := a.rows[k]
	c := a.bundle.Manifest.Classes[number]
	r := classRow{number: number, place: k + 1, of: len(a.rows), active: k == a.active, selected: slices.Contains(a.set, number), title: c.ID}
	name := `<span class="row-name"><span>` + html.EscapeString(c.Name) + "</span>"
	figure, bar := a.similarity(number)
	name += figure
	if a.homonyms[number] {
		name += ` <span class="row-id row-second">` + html.EscapeString(c.ID) + "</span>"
	}
	r.content = a.compareButton(number) + name + bar + "</span>"
	if path := state.HistogramPath(c, a.largestBin); path != "" {
		r.content += `<svg class="histogram" viewBox="0 0 200 103" preserveAspectRatio="none" aria-hidden="true"><path class="ground" d="M0 101h200"></path><path d="` + path + `"></path></svg>`
	}
	share := ""
	if use, ok := a.users[number]; ok {
		share = state.Percent(use)
	} else if c.Top1 != nil {
		share = state.Percent(*c.Top1)
	}
	r.content += `<span class="row-accuracy">` + share + "</span>"
	return r
}

// similarity is the cosine of a class with the chosen one, as a figure and as a bar; nothing in another order of the list, or where it is
// not known.
func (a *App) similarity(number int) (figure, bar string) {
	if a.View.Order != state.OrderSimilarity || a.likeness == nil || a.likeness.Cosine[number] <= 0 {
		return "", ""
	}
	cosine := float64(a.likeness.Cosine[number])
	return ` <span class="row-id"><span class="visually-hidden">cosine </span>` + strconv.FormatFloat(cosine, 'f', 2, 64) + `</span>`,
		`<svg class="similarity" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><path class="ground" d="M0 0h100v4H0z"></path><path d="M0 0h` + state.Number(100*cosine) + `v4H0z"></path></svg>`
}

// compareButton takes a class into the comparison, or out of it.
func (a *App) compareButton(number int) string {
	style, path, does := "sign-add", "M7 3h2v4h4v2H9v4H7V9H3V7h4z", "Compare with the class that is shown"
	if k := slices.Index(a.set, number); k >= 0 && len(a.set) > 1 {
		style, path = a.memberMark(k)
		does = "Remove from the comparison"
	}
	return `<span class="row-compare" data-member="` + strconv.Itoa(number) + `" title="` + html.EscapeString(does) + `"><svg class="` + style +
		`" viewBox="0 0 16 16" aria-hidden="true"><path fill-rule="evenodd" d="` + path + `"></path></svg></span>`
}
