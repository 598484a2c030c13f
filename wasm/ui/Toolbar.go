package ui

import (
	"strings"

	"summit/wasm/state"
)

// Toolbar names the class that is shown and has room for the live controls, which stand in the page's own markup.
type Toolbar struct {
	Subject Subject
	More    bool // all controls are shown
}

// Subject is the class, or the set of classes, whose graph is shown.
type Subject struct {
	Name, Detail string
	ID           string // where it is not the name
}

var setNames = map[string]string{"union": "Union", "intersection": "Intersection", "difference": "Difference"}

func (a *App) subject() Subject {
	if a.bundle == nil || a.class < 0 {
		return Subject{Name: "\u00a0", Detail: map[bool]string{true: "Loading the explorer", false: "\u00a0"}[a.phase == "loading"]}
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
