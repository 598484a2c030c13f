package ui

import (
	"slices"
	"strconv"

	"summit/wasm/state"
)

// RowHeight is that of a row of the class list, in CSS pixels; site/style.css sets the same.
const RowHeight = 40

// ClassList shows the classes that fit the search.
type ClassList struct {
	List  List
	Found Found
}

// List is what the class list shows: a window of all rows that fit.
type List struct {
	Rows         []Row
	Total        int
	Above, Below int    // pixels that stand for the rows outside the window
	ActiveID     string // element of the row that the keyboard is on
	Summary      string
	Note         string // what the order means, where its name does not tell
	Orders       []Choice
	Histograms   bool
}

// Row is a class.
type Row struct {
	Row        int // of the bundle
	Position   int // in the list, from 1
	ElementID  string
	ID, Name   string
	Accuracy   string
	Homonym    bool // another class has the same name
	Title      string
	Similarity string // SVG path of the bar; empty: not known
	Histogram  string // SVG path
	Selected   string // "true" or "false", as ARIA wants it
	Mark, Path string // style and shape of the class's sign in the set; of a plus outside
	Compare    string // what a click on it does
	Active     bool
}

// Choice is an option of a select element.
type Choice struct{ Value, Name string }

var orderNames = map[string]string{
	"bundle": "As in the bundle", "name": "By name", "accuracy": "Accuracy, best first", "accuracy-up": "Accuracy, worst first",
	"images": "Images, most first", state.OrderSimilarity: "Similarity",
}

func rowID(row int) string { return "class-" + strconv.Itoa(row) }

// list is what the class list shows now.
func (a *App) list() List {
	l := List{Total: len(a.rows)}
	for _, o := range state.Orders {
		l.Orders = append(l.Orders, Choice{o, orderNames[o]})
	}
	if a.bundle == nil {
		l.Summary = map[bool]string{false: "Loading classes", true: "No classes"}[a.phase == "failed"]
		return l
	}
	lo, hi := state.Window(a.listFirst, len(a.rows))
	l.Above, l.Below = lo*RowHeight, (len(a.rows)-hi)*RowHeight
	for k := lo; k < hi; k++ {
		l.Rows = append(l.Rows, a.row(k))
	}
	if a.active >= lo && a.active < hi {
		l.ActiveID = rowID(a.rows[a.active])
	}
	l.Histograms = a.largestBin > 0
	l.Summary = state.Plural(len(a.rows), "class", "classes")
	if len(a.rows) < len(a.bundle.Manifest.Classes) {
		l.Summary = state.Count(len(a.rows)) + " of " + state.Count(len(a.bundle.Manifest.Classes)) + " classes"
	}
	if len(a.rows) == 0 {
		l.Summary = "No class fits the search"
	}
	l.Note = a.orderNote()
	return l
}

// orderNote says what the order by similarity means.
func (a *App) orderNote() string {
	switch {
	case a.View.Order != state.OrderSimilarity:
		return ""
	case !a.hasEmbedding():
		return "This bundle does not say which classes are similar."
	case a.likeness == nil:
		return "Loading similar classes"
	}
	return "Most like " + a.bundle.Manifest.Classes[a.class].Name + " in " + a.layers[a.embeddingLayer()] + ": " + state.Count(a.likeness.Known()) +
		" by cosine (the bars), then by distance in the embedding."
}

func (a *App) row(k int) Row {
	row := a.rows[k]
	c := a.bundle.Manifest.Classes[row]
	r := Row{
		Row: row, Position: k + 1, ElementID: rowID(row), ID: c.ID, Name: c.Name, Active: k == a.active,
		Selected: strconv.FormatBool(slices.Contains(a.set, row)), Histogram: state.HistogramPath(c, a.largestBin),
	}
	r.Mark, r.Path, r.Compare = "sign-add", "M7 3h2v4h4v2H9v4H7V9H3V7h4z", "Compare with "+a.bundle.Manifest.Classes[a.class].Name
	if k := slices.Index(a.set, row); k >= 0 && len(a.set) > 1 {
		r.Mark, r.Path = a.memberMark(k)
		r.Compare = "Remove from the comparison"
	}
	if use, ok := a.users[row]; ok {
		r.Accuracy = state.Percent(use)
	} else if c.Top1 != nil {
		r.Accuracy = state.Percent(*c.Top1)
	}
	r.Homonym, r.Title = a.homonyms[row], c.ID
	if a.likeness != nil && a.likeness.Cosine[row] > 0 {
		cosine := float64(a.likeness.Cosine[row])
		width := strconv.Itoa(int(100*cosine + 0.5))
		r.Similarity = "M0 0h" + width + "v3h-" + width + "z"
		r.Title += ", cosine " + state.Number(cosine) + " to " + a.bundle.Manifest.Classes[a.class].Name
	}
	return r
}
