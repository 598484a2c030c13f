package ui

import (
	"slices"
	"time"

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

	early   early
	sources []Source
	source  Source
	bundle  *bundle.Bundle
	base    string // address of the bundle's folder
	engine  *engine

	class      int             // row of the class that was chosen; -1 before the manifest has come
	set        []int           // rows of the classes whose graph is wanted; class is the first
	rows       []int           // of the class list
	found      []int           // channels that the search names
	users      map[int]float64 // by row, how much it uses them; nil if there are none, or it is not known
	asked      string          // search that usage was asked for
	active     int             // index into rows that the keyboard is on
	listFirst  int             // index into rows of the first that one sees
	listSeen   int             // how many of them one sees
	hovered    int             // row of the class that is pointed at, in the list or in the embedding; -1: none
	homonyms   []bool          // [classes]; others have the same name
	largestBin float64
	scrollTo   float64 // where the class list has to be after the next render; below 0: where it is
	past       state.Past
	travels    bool      // undo or redo is on its way
	target     int       // where in the past it leads
	title      string    // of the document
	movedAt    time.Time // when a camera was moved last
	settling   bool      // the address is to follow
	controls   string    // what the controls show, of all that they show
	lastChange string    // control that was changed last: a run of its changes is one entry of the history

	whole     *state.Drawing // the last good one
	drawing   *state.Drawing // what is shown of it
	drawn     []int          // rows of its classes
	drawnView state.View     // whose parameters it has
	layers    []string

	relations    *state.Relations      // of the channel whose page is open, in the drawn classes; nil if there is none
	usage        map[int]*bundle.Usage // by block of channels; those that were asked for
	usageTrouble string                // why the last ones did not come

	classRows *rows
	page      *page
	embedding *embedding
	layouts   layouts
	likeness  *state.Likeness // of the chosen class in the layer of the embedding; nil: not known yet

	surface       *surface
	picturesAsked bool // examples and features have been asked for

	examples *bundle.Examples // nil while they have not come
	features *bundle.Features // the same; nil too where the cards have no feature tile
	dirty    chan struct{}    // asks the render loop for a render
	until    time.Time        // renders wait for a graph until then
}

// early is what site/shell/early.js has shown of the bundle before the program ran; it stays until the bundle is open.
type early struct {
	list                  bool // the classes
	embedding, histograms bool // that there are such
	summary               string
}

// takeEarly goes on with what the page shows.
func (a *App) takeEarly() {
	a.early.list = query("#list .row").Truthy()
	a.early.embedding = !element("embedding").Get("hidden").Bool()
	a.early.histograms = !query(".classes-foot").Get("hidden").Bool()
	a.early.summary = query(".classes-order .quiet").Get("textContent").String()
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
	set  []int
	view state.View
}

// newApp is the page before anything has come.
func newApp() *App {
	return &App{View: state.DefaultView(), phase: "loading", class: -1, hovered: -1, scrollTo: -1, dirty: make(chan struct{}, 1)}
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

// stale tells whether the drawing is of other classes than the chosen ones.
func (a *App) stale() bool { return a.drawing != nil && !slices.Equal(a.drawn, a.set) }

// fail shows what went wrong; what was shown stays.
func (a *App) fail(title string, err error) {
	detail := a.shortPaths(err.Error())
	a.trouble = &Trouble{Title: title, Detail: detail, Hint: hintFor(detail)}
	if a.stale() || a.phase == "loading" && a.drawing != nil {
		a.trouble.Hint += " Below is still the graph of " + a.setName(a.drawn, a.drawnView.Set) + "."
	}
	a.busy = false
	if a.phase == "loading" {
		a.phase = "failed"
	}
	announce(title + ". " + detail)
	a.render()
}

// setName says what is made of the classes of rows.
func (a *App) setName(rows []int, set string) string { return state.SetTitle(a.classNames(rows), set) }

// classNames are the names of the classes of rows.
func (a *App) classNames(rows []int) []string {
	names := make([]string, len(rows))
	for k, row := range rows {
		names[k] = a.bundle.Manifest.Classes[row].Name
	}
	return names
}

// viewSet puts the classes that are shown into the view.
func (a *App) viewSet() {
	classes := a.bundle.Manifest.Classes
	a.View.Class, a.View.Classes = classes[a.class].ID, nil
	for _, row := range a.set[1:] {
		a.View.Classes = append(a.View.Classes, classes[row].ID)
	}
}
