package ui

import (
	"summit/shared/bundle"
	"summit/wasm/state"
	"summit/wasm/worker"

	"github.com/vugu/vugu/js"
)

// App is the root component and all that the page knows.
type App struct {
	View state.View

	phase   string // loading, ready, failed
	loads   int    // how many bundles were asked for: only the last is opened
	notices []string
	trouble *Trouble
	busy    bool // a graph is being computed and none for the class is shown yet

	sources []Source
	source  Source
	bundle  *bundle.Bundle
	base    string // address of the bundle's folder
	engine  *engine

	class      int   // row of the class that was chosen; -1 before the manifest has come
	rows       []int // of the class list
	active     int   // index into rows that the keyboard is on
	listFirst  int   // index into rows of the first that one sees
	largestBin float64
	scrollTo   float64 // where the class list has to be after the next render; below 0: where it is
	listOpen   bool    // on narrow screens
	toolsOpen  bool
	lastChange string // control that was changed last: a run of its changes is one entry of the history

	drawing    *state.Drawing // the last good one
	drawnClass int
	drawnView  state.View // whose parameters the drawing has
	layers     []string

	surface  *surface
	examples *bundle.Examples
	dirty    chan struct{} // asks the render loop for a render
}

// engine computes graphs: a worker, or a queue in the page.
type engine struct {
	worker js.Value
	queue  *worker.Queue
	lastID int
	sent   map[int]sentJob // that have no answer yet, by ID
}

// sentJob is what a job was for.
type sentJob struct {
	class int
	view  state.View
}

// newApp is the page before anything has come.
func newApp() *App {
	return &App{View: state.DefaultView(), phase: "loading", class: -1, drawnClass: -1, scrollTo: -1, dirty: make(chan struct{}, 1)}
}

// render asks for a render of the components; several calls before the next frame are one render.
func (a *App) render() {
	select {
	case a.dirty <- struct{}{}:
	default:
	}
}

// facts are the figures of the header.
func (a *App) facts() []Fact {
	if a.bundle == nil {
		return nil
	}
	m := &a.bundle.Manifest
	facts := []Fact{{"Model", modelName(m.Model.Name)}, {"Data set", m.Data.Name}, {"Classes", state.Count(len(m.Classes))}, {"Images", state.Count(m.Data.Images)}}
	if m.Quality.Top1 != nil {
		facts = append(facts, Fact{"Accuracy", state.Percent(*m.Quality.Top1)})
	}
	return facts
}

func modelName(file string) string {
	if n := len(file) - len(".onnx"); n > 0 && file[n:] == ".onnx" {
		return file[:n]
	}
	return file
}

// stale tells whether the drawing is of another class than the chosen one.
func (a *App) stale() bool { return a.drawing != nil && a.drawnClass != a.class }

// fail shows what went wrong; what was shown stays.
func (a *App) fail(title string, err error) {
	detail := a.shortPaths(err.Error())
	a.trouble = &Trouble{Title: title, Detail: detail, Hint: hintFor(detail)}
	if a.stale() || a.phase == "loading" && a.drawing != nil {
		a.trouble.Hint += " Below is still the graph of " + a.bundle.Manifest.Classes[a.drawnClass].Name + "."
	}
	a.busy = false
	if a.phase == "loading" {
		a.phase = "failed"
	}
	announce(title + ". " + detail)
	a.render()
}

// className is the name of the chosen class.
func (a *App) className() string { return a.bundle.Manifest.Classes[a.class].Name }
