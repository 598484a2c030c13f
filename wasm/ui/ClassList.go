package ui

import (
	"cmp"
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

// List is what stands around the rows of the class list, which are an island: see rows.
type List struct {
	ActiveID   string
	Summary    string
	Note       string // what the order means, where its name does not tell
	Orders     []Choice
	Histograms bool
	Loading    bool
}

// Choice is an option of a select element.
type Choice struct{ Value, Name string }

var orderNames = map[string]string{
	"bundle": "As in the bundle", "name": "By name", "accuracy": "Accuracy, best first", "accuracy-up": "Accuracy, worst first",
	"images": "Images, most first", state.OrderSimilarity: "Most similar first",
}

func rowID(row int) string { return "class-" + strconv.Itoa(row) }

// list is what the class list shows now.
func (a *App) list() List {
	var l List
	for _, o := range state.Orders {
		l.Orders = append(l.Orders, Choice{o, orderNames[o]})
	}
	if a.bundle == nil {
		l.Summary = "No classes"
		if a.phase == "loading" {
			l.Loading = true
			l.Summary, l.Histograms = cmp.Or(a.early.summary, "Loading classes"), a.early.histograms
		}
		return l
	}
	l.ActiveID = a.activeID()
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
		" by cosine (figure and bar, 0 to 1), then by distance in the embedding."
}
