package ui

import (
	"errors"
	"slices"

	"summit/wasm/state"
	"summit/wasm/worker"

	"github.com/vugu/vugu/js"
)

// startEngine opens the bundle in a worker; in the page where there is none.
func (a *App) startEngine(root []byte) error {
	if a.engine != nil && a.engine.worker.Truthy() {
		a.engine.worker.Call("terminate")
	}
	e := &engine{sent: map[int]sentJob{}}
	a.engine = e
	e.worker = js.Global().Call("summitWorker", a.receiver(e), a.workerFailed(e, root))
	if !e.worker.Truthy() {
		return a.computeHere(e, root)
	}
	message := js.Global().Get("Object").New()
	array := js.Global().Get("Uint8Array").New(len(root))
	js.CopyBytesToJS(array, root)
	js.Global().Get("Reflect").Call("set", message, "root", array) // Set takes no js.Value
	message.Set("base", a.base)
	e.worker.Call("postMessage", message)
	return nil
}

// computeHere makes e compute in the page.
func (a *App) computeHere(e *engine, root []byte) error {
	session, err := worker.Open(a.base, root)
	if err != nil {
		return err
	}
	e.worker = js.Undefined()
	e.queue = worker.NewQueue(session, func(answer worker.Answer) { a.receive(e, answer) })
	a.notices = append(a.notices, "This browser gave no background worker; graphs are computed in the page, which may stutter.")
	return nil
}

// workerFailed is called when the worker cannot start, or stops: its jobs go to the page.
func (a *App) workerFailed(e *engine, root []byte) js.Func {
	return js.FuncOf(func(js.Value, []js.Value) any {
		defer report("worker")
		if e != a.engine || e.queue != nil {
			return nil
		}
		if err := a.computeHere(e, root); err != nil {
			a.fail("The bundle could not be opened", err)
			return nil
		}
		if a.phase == "ready" {
			a.request()
		}
		return nil
	})
}

// receiver takes the worker's messages.
func (a *App) receiver(e *engine) js.Func {
	return js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer report("answer")
		message := args[0].Get("data")
		answer := worker.Answer{ID: message.Get("id").Int(), Trouble: message.Get("trouble").String()}
		if drawing := attached(message, "drawing"); drawing != nil {
			var err error
			if answer.Drawing, err = state.DecodeDrawing(drawing); err != nil {
				answer.Trouble = err.Error()
			}
		}
		if relations := attached(message, "relations"); relations != nil && e == a.engine {
			answer.Relations, _ = state.DecodeRelations(relations, a.bundle.Manifest.Channels())
		}
		a.receive(e, answer)
		return nil
	})
}

// attached are the bytes that a message carries under a name, nil if it has none.
func attached(message js.Value, name string) []byte {
	array := message.Get(name)
	if !array.Truthy() {
		return nil
	}
	data := make([]byte, array.Length())
	js.CopyBytesToGo(data, array)
	return data
}

// request asks for the graph of the view. While it is computed the old one stays.
func (a *App) request() {
	if a.engine == nil || a.class < 0 {
		return
	}
	if a.phase != "ready" {
		a.stay()
	}
	e := a.engine
	e.lastID++
	job := worker.Job{ID: e.lastID, Set: worker.Set{Classes: a.set, Operation: a.View.Set}, Channel: a.pageChannel(), Params: a.View.Parameters(&a.bundle.Manifest)}
	e.sent[job.ID] = sentJob{a.set, a.View}
	a.await()
	a.busy = !slices.Equal(a.drawn, a.set)
	if e.queue != nil {
		e.queue.Add(job)
		return
	}
	message := js.Global().Get("Object").New()
	for key, value := range job.Message() {
		message.Set(key, value)
	}
	e.worker.Call("postMessage", message)
}

// receive shows an answer, unless a later choice has made it stale.
func (a *App) receive(e *engine, answer worker.Answer) {
	job, known := e.sent[answer.ID]
	for id := range e.sent {
		if id <= answer.ID {
			delete(e.sent, id)
		}
	}
	if e != a.engine || known && !slices.Equal(job.set, a.set) {
		return
	}
	if answer.Drawing == nil {
		if answer.ID == e.lastID || answer.ID == 0 {
			a.fail("The graph of "+a.setName(a.set, a.View.Set)+" could not be shown", errors.New(answer.Trouble))
		}
		return
	}
	fresh := !slices.Equal(a.drawn, job.set)
	same := !fresh && a.drawnView.Graph().Query() == job.view.Graph().Query() // only relations were asked for
	waits := !fresh && a.trouble == nil                                       // the rest of the page follows once the graph stands still
	a.relations, a.busy, a.trouble = answer.Relations, false, nil
	if same {
		a.surface.aim()
		a.surface.repaint()
		a.page.update()
		a.render()
		return
	}
	a.whole, a.drawn, a.drawnView = answer.Drawing, job.set, job.view
	a.drawing = a.part()
	a.surface.show(fresh)
	a.page.update()
	if !a.picturesAsked {
		a.picturesAsked = true
		go a.loadPictures()
	}
	if answer.ID == e.lastID {
		announce(state.Announcement(a.setName(a.set, a.View.Set), &a.drawing.Graph, a.surface.changes))
	}
	if !waits {
		a.render()
	}
}
