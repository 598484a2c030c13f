package ui

import (
	"fmt"

	"github.com/vugu/vugu/js"
)

func document() js.Value { return js.Global().Get("document") }

func element(id string) js.Value { return document().Call("getElementById", id) }

func query(selector string) js.Value { return document().Call("querySelector", selector) }

// create makes an element of a class and appends it to parent.
func create(parent js.Value, tag, class string) js.Value {
	e := document().Call("createElement", tag)
	e.Set("className", class)
	parent.Call("appendChild", e)
	return e
}

func setAttribute(e js.Value, name, value string) { e.Call("setAttribute", name, value) }

// announce says something to screen readers.
func announce(text string) { element("live").Set("textContent", text) }

// on listens for as long as the page lives. A panic in a listener is written to the console and ends only that event.
func on(target js.Value, event string, passive bool, listener func(event js.Value)) {
	options := js.Global().Get("Object").New()
	options.Set("passive", passive)
	target.Call("addEventListener", event, js.FuncOf(func(_ js.Value, args []js.Value) any {
		defer report(event)
		listener(args[0])
		return nil
	}), options)
}

// onResize calls back when an element has changed its size, and once at first.
func onResize(e js.Value, resized func()) {
	js.Global().Get("ResizeObserver").New(js.FuncOf(func(js.Value, []js.Value) any {
		defer report("resize")
		resized()
		return nil
	})).Call("observe", e)
}

// reducedMotion tells whether the reader wants nothing to move by itself, or would not see it.
func reducedMotion() bool {
	return js.Global().Call("matchMedia", "(prefers-reduced-motion: reduce)").Get("matches").Bool() || document().Get("hidden").Bool()
}

func report(where string) {
	if r := recover(); r != nil {
		js.Global().Get("console").Call("error", fmt.Sprintf("summit: %s: %v", where, r))
	}
}
