package ui

import (
	"strconv"

	"github.com/vugu/vugu"
	"github.com/vugu/vugu/domrender"
	"github.com/vugu/vugu/js"
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
	app.render()
	started := false
	for range app.dirty {
		if started {
			nextFrame()
			drain(app.dirty)
		}
		if err := renderer.Render(build.RunBuild(app)); err != nil {
			panic(err)
		}
		if !started {
			started = true
			app.start()
		}
		app.rendered()
	}
}

func drain(c chan struct{}) {
	select {
	case <-c:
	default:
	}
}

// start builds the islands, listens, and loads the bundle that the address names.
func (a *App) start() {
	a.findPast()
	a.readAddress()
	tools := element("tools")
	element("tools-host").Call("appendChild", tools)
	tools.Set("hidden", false)
	a.surface = newSurface(a, element("surface"))
	a.classRows = newRows(a, element("list"))
	a.page = newPage(a, element("surface"))
	a.embedding = newEmbedding(a, element("embedding"))
	a.listen()
	go a.load()
}

// rendered puts into the document what Vugu's attributes cannot carry.
func (a *App) rendered() {
	a.syncControls()
	a.classRows.update()
	if a.scrollTo >= 0 {
		element("list").Set("scrollTop", a.scrollTo)
		a.scrollTo = -1
	}
	expanded(".list-toggle", a.listOpen)
	expanded(".tools-toggle", a.toolsOpen)
	expanded(".more-toggle", a.moreOpen)
	setAttribute(query(`[data-act="large"]`), "aria-pressed", strconv.FormatBool(a.large()))
	expanded(".about-toggle", !element("about").Get("hidden").Bool())
	title := "Summit"
	if a.bundle != nil && a.class >= 0 {
		title = a.setName(a.set, a.View.Set) + " · Summit"
	}
	document().Set("title", title)
}

func expanded(button string, open bool) {
	setAttribute(query(button), "aria-expanded", strconv.FormatBool(open))
}

// nextFrame waits for the browser's next frame, or a tenth of a second in a hidden tab.
func nextFrame() {
	frame := make(chan struct{}, 2)
	onFrame := js.FuncOf(func(js.Value, []js.Value) any {
		frame <- struct{}{}
		return nil
	})
	defer onFrame.Release()
	request := js.Global().Call("requestAnimationFrame", onFrame)
	timer := js.Global().Call("setTimeout", onFrame, 100)
	<-frame
	js.Global().Call("cancelAnimationFrame", request)
	js.Global().Call("clearTimeout", timer)
}
