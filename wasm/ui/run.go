package ui

import (
	"strconv"
	"time"

	"github.com/vugu/vugu"
	"github.com/vugu/vugu/domrender"
	"github.com/vugu/vugu/js"

	"summit/wasm/state"
)

// Run shows the page in #app until it is closed.
func Run() {
	renderer, err := domrender.New("#app")
	if err != nil {
		panic(err)
	}
	defer renderer.Release()
	build, err := vugu.NewBuildEnv(renderer.EventEnv())
	if err != nil {
		panic(err)
	}
	app := newApp()
	app.start()
	frames := newFrames()
	for range app.dirty {
		if app.drawing != nil || app.awaited() {
			frames.wait(app.awaited)
			drain(app.dirty)
		}
		if err := renderer.Render(build.RunBuild(app)); err != nil {
			panic(err)
		}
		app.rendered()
	}
}

// await has the text around a graph wait for the graph that is asked for, but not for long.
func (a *App) await() {
	switch {
	case a.drawing != nil:
		a.until = time.Now().Add(100 * time.Millisecond)
	case a.early.list && !a.View.Page && !a.large() && len(a.View.Pins)+len(a.notices) == 0: // what the reader sees is right already
		a.until = time.Now().Add(500 * time.Millisecond)
	}
}

// awaited tells whether the text has to wait: a graph is being computed, or about to be painted.
func (a *App) awaited() bool {
	return time.Now().Before(a.until) && (a.surface.pending || len(a.engine.sent) > 0)
}

func drain(c chan struct{}) {
	select {
	case <-c:
	default:
	}
}

// start builds the islands in the page as Static wrote it, listens, and loads the bundle that the address names.
func (a *App) start() {
	a.takeEarly()
	a.findPast()
	a.readAddress()
	if typed := element("search").Get("value").String(); typed != "" {
		a.View.Search = typed
		a.writeAddress(false)
	}
	tools := element("tools")
	element("tools-host").Call("appendChild", tools)
	tools.Set("hidden", false)
	a.surface = newSurface(a, element("surface"))
	a.classRows = newRows(a, element("list"))
	a.page = newPage(a, element("surface"))
	a.embedding = newEmbedding(a, element("embedding"))
	a.listen()
	a.syncControls()
	a.openAbout()
	go a.load()
}

// rendered puts into the document what Vugu's attributes cannot carry.
func (a *App) rendered() {
	if a.phase != "loading" {
		a.early = early{}
	}
	a.syncControls()
	a.classRows.update()
	if a.scrollTo >= 0 {
		element("list").Set("scrollTop", a.scrollTo)
		a.scrollTo = -1
	}
	expanded(".list-toggle", a.View.Shows(state.PanelList))
	expanded(".tools-toggle", a.View.Shows(state.PanelTools))
	expanded(".more-toggle", a.View.Shows(state.PanelMore))
	setAttribute(query(`[data-act="large"]`), "aria-pressed", strconv.FormatBool(a.large()))
	expanded(".about-toggle", a.View.Shows(state.PanelAbout))
	title := "Summit"
	if a.bundle != nil && a.class >= 0 {
		title = a.setName(a.set, a.View.Set) + " · Summit"
	}
	if title != a.title { // the browser tells its other processes
		a.title = title
		document().Set("title", title)
	}
}

func expanded(button string, open bool) {
	setAttribute(query(button), "aria-expanded", strconv.FormatBool(open))
}

// frames lets the render loop wait until the browser has painted its next frame, so that a graph is seen before the text around it is renewed.
type frames struct {
	painted         chan struct{}
	onFrame, onTask js.Func
}

func newFrames() *frames {
	f := &frames{painted: make(chan struct{}, 1)}
	f.onTask = js.FuncOf(func(js.Value, []js.Value) any {
		select {
		case f.painted <- struct{}{}:
		default:
		}
		return nil
	})
	f.onFrame = js.FuncOf(func(js.Value, []js.Value) any {
		js.Global().Call("setTimeout", f.onTask) // a frame is painted before the next task
		return nil
	})
	return f
}

// wait waits for the next frame, and for more of them while more is true.
func (f *frames) wait(more func() bool) {
	for again := true; again; again = more() {
		drain(f.painted)
		request := js.Global().Call("requestAnimationFrame", f.onFrame)
		timer := js.Global().Call("setTimeout", f.onTask, 100) // in a hidden tab there are no frames
		<-f.painted
		js.Global().Call("cancelAnimationFrame", request)
		js.Global().Call("clearTimeout", timer)
	}
}
