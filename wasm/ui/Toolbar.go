package ui

import (
	"strconv"
	"strings"

	"summit/wasm/state"
)

// Toolbar names the class that is shown and holds the live controls.
type Toolbar struct {
	Subject Subject
	Tools   Tools
}

// Subject is the class, or the set of classes, whose graph is shown.
type Subject struct {
	Name, Detail string
	ID           string // where it is not the name
}

// Tools are the controls' values as text; their positions are set by syncControls.
type Tools struct {
	Rankings               []Choice
	Mass, Damping          string
	MassMin, MassMax       string
	DampingMin, DampingMax string
	Table                  string // "true" or "false", as are the next two
	OnFeatures, OnExamples string // whether nodes show these pictures
	Features               bool   // whether there are any
	AtRest                 bool   // all have their default values
}

var rankingNames = map[string]string{
	"pagerank": "PageRank", "count": "Count", "lift": "Lift", "pagerank-lift": "PageRank from lift",
}

var setNames = map[string]string{"union": "Union", "intersection": "Intersection", "difference": "Difference"}

// perCent is a mass as its slider holds it.
func perCent(mass float64) string { return state.Number(100 * mass) }

func massText(mass float64) string       { return strconv.FormatFloat(100*mass, 'f', 1, 64) + "\u2009%" }
func dampingText(damping float64) string { return strconv.FormatFloat(damping, 'f', 2, 64) }

func (a *App) tools() Tools {
	t := Tools{
		Mass: massText(a.View.Mass), Damping: dampingText(a.View.Damping), Table: strconv.FormatBool(a.View.Table),
		MassMin: perCent(state.MassMin), MassMax: perCent(state.MassMax),
		DampingMin: state.Number(state.DampingMin), DampingMax: state.Number(state.DampingMax),
		OnFeatures: strconv.FormatBool(a.View.Pictures == "features"), OnExamples: strconv.FormatBool(a.View.Pictures == "examples"),
		Features: a.bundle != nil && a.bundle.Manifest.Cards.Features(),
	}
	for _, r := range state.Rankings {
		t.Rankings = append(t.Rankings, Choice{r, rankingNames[r]})
	}
	t.AtRest = a.View.Reset().Query() == a.View.Query()
	return t
}

func (a *App) subject() Subject {
	if a.bundle == nil || a.class < 0 {
		return Subject{Name: "\u00a0", Detail: "\u00a0"}
	}
	c := a.bundle.Manifest.Classes[a.class]
	parts := []string{}
	if a.drawing != nil && !a.stale() {
		g := &a.drawing.Graph
		parts = append(parts, state.Plural(len(g.Nodes), "channel", "channels")+", "+state.Plural(len(g.Edges), "edge", "edges"))
	}
	if len(a.set) > 1 {
		parts = append([]string{setNames[a.View.Set] + " of " + state.Plural(len(a.set), "class", "classes")}, parts...)
		return Subject{Name: a.setName(a.set, a.View.Set), Detail: strings.Join(parts, " · ")}
	}
	parts = append(parts, state.Plural(c.Images, "image", "images"))
	if c.Top1 != nil {
		parts = append(parts, "accuracy "+state.Percent(*c.Top1))
	}
	s := Subject{Name: c.Name, Detail: strings.Join(parts, " · ")}
	if c.ID != c.Name {
		s.ID = c.ID
	}
	return s
}
