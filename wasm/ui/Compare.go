package ui

import (
	"slices"
	"strconv"

	"summit/shared/attribution"
	"summit/wasm/state"

	"github.com/vugu/vugu/js"
)

// Compare lists the classes of a set and lets one choose what is made of them.
type Compare struct{ Comparison Comparison }

// Comparison is the set whose graph is shown.
type Comparison struct {
	Operations []Operation
	Members    []Member // of a set of too many the first
	More       string   // how many members are not listed
}

// Operation is something that can be made of a set.
type Operation struct {
	Value, Name, Title string
	Pressed            string // "true" or "false"
}

// Member is a class of the set.
type Member struct {
	Row        int
	Name       string
	Mark, Path string // style and shape of its sign
	First      bool
}

var operationTitles = map[string]string{
	"union": "What the classes use, added up", "intersection": "What all classes use", "difference": "What the first class uses more than each other one",
}

// comparison is the set that was chosen, of any number of classes.
func (a *App) comparison() Comparison {
	var c Comparison
	for _, set := range attribution.Sets() {
		c.Operations = append(c.Operations, Operation{set, setNames[set], operationTitles[set], strconv.FormatBool(set == a.View.Set)})
	}
	for k, row := range a.set[:min(len(a.set), state.SignsMost)] {
		m := Member{Row: row, Name: a.bundle.Manifest.Classes[row].Name, First: k == 0}
		m.Mark, m.Path = a.memberMark(k)
		c.Members = append(c.Members, m)
	}
	if more := len(a.set) - state.SignsMost; more > 0 {
		c.More = "and " + state.Count(more) + " more; colour and shape tell up to " + state.Count(state.SignsMost) + " apart"
	}
	return c
}

// memberMark is the sign of member k of the set, a plain one where there are too many.
func (a *App) memberMark(k int) (style, path string) {
	if len(a.set) > state.SignsMost {
		return "sign-none", state.Marks[0]
	}
	return "sign-" + markClass(state.Sign(k)), state.Marks[k]
}

// toggleMember takes a class into the set, or out of it.
func (a *App) toggleMember(row int) {
	set, active := slices.Clone(a.set), a.active
	k := slices.Index(set, row)
	switch {
	case k < 0 && len(set) >= state.SignsMost:
		a.notice("Up to " + state.Count(state.SignsMost) + " classes can be compared. Remove one to add another.")
		return
	case k < 0:
		set = append(set, row)
	case len(set) == 1:
		return
	default:
		set = slices.Delete(set, k, k+1)
	}
	a.chooseSet(set)
	a.active = active
}

// notice says something above the graph, once.
func (a *App) notice(text string) {
	if !slices.Contains(a.notices, text) {
		a.notices = append(a.notices, text)
	}
	a.render()
}

// compareClicked follows clicks on what compares classes; false if target is nothing of it.
func (a *App) compareClicked(target js.Value) bool {
	if button := target.Call("closest", "[data-set]"); button.Truthy() {
		a.View.Set = button.Get("dataset").Get("set").String()
		a.writeAddress(true)
		a.request()
		a.render()
		return true
	}
	if row, ok := rowOf(target, "first"); ok {
		set := slices.DeleteFunc(slices.Clone(a.set), func(member int) bool { return member == row })
		a.chooseSet(append([]int{row}, set...))
		return true
	}
	for _, name := range []string{"remove", "member"} {
		if row, ok := rowOf(target, name); ok {
			a.toggleMember(row)
			if name == "remove" && len(a.set) == 1 {
				element("list").Call("focus") // the bar goes
			}
			return true
		}
	}
	return false
}

// rowOf is the row that an attribute of target, or of what it is in, names.
func rowOf(target js.Value, name string) (row int, ok bool) {
	e := target.Call("closest", "[data-"+name+"]")
	if !e.Truthy() {
		return 0, false
	}
	row, err := strconv.Atoi(e.Get("dataset").Get(name).String())
	return row, err == nil
}
