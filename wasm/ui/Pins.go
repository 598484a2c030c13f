package ui

import (
	"html"
	"slices"
	"strings"

	"summit/wasm/state"

	"github.com/vugu/vugu/js"
)

// Pins lists the pinned channels.
type Pins struct{ Pinned []Pinned }

// Pinned is a pinned channel.
type Pinned struct {
	Key, Name, Title string
	Missing          bool // from the graph of the class
}

// pinned are the channels that the view pins.
func (a *App) pinned() []Pinned {
	var pins []Pinned
	for _, key := range a.View.Pins {
		p := Pinned{Key: key, Name: strings.Replace(key, ":", " ", 1), Title: "Show its paths"}
		if p.Missing = a.whole.FindNode(a.layers, key) < 0; p.Missing {
			p.Title = "Not in this graph"
		}
		pins = append(pins, p)
	}
	return pins
}

// togglePinned pins the channel that key names, or frees it.
func (a *App) togglePinned(key string) {
	pins := slices.Clone(a.View.Pins)
	if k := slices.Index(pins, key); k >= 0 {
		pins = slices.Delete(pins, k, k+1)
		announce(key + " is no longer pinned")
	} else {
		pins = append(pins, key)
		announce(key + " is pinned")
	}
	a.setPinned(pins)
}

// setPinned pins these channels and no others.
func (a *App) setPinned(keys []string) {
	a.View.Pins, a.lastChange = keys, ""
	a.View.PinnedOnly = a.View.PinnedOnly && len(keys) > 0
	a.writeAddress(true)
	a.showPinned()
}

// showPinned draws the whole graph, or what the pinned channels and their paths make of it.
func (a *App) showPinned() {
	if a.whole != nil {
		a.drawing = a.part()
		a.surface.show(false)
		a.page.update()
	}
	a.render()
}

// part is what the view shows of the whole graph.
func (a *App) part() *state.Drawing {
	if !a.View.PinnedOnly {
		return a.whole
	}
	var nodes []int
	for _, key := range a.View.Pins {
		if node := a.whole.FindNode(a.layers, key); node >= 0 {
			nodes = append(nodes, node)
		}
	}
	return a.whole.Part(nodes)
}

// pinnedNodes marks the nodes of the drawing that are pinned.
func (a *App) pinnedNodes() []bool {
	pinned := make([]bool, len(a.drawing.Graph.Nodes))
	for _, key := range a.View.Pins {
		if node := a.drawing.FindNode(a.layers, key); node >= 0 {
			pinned[node] = true
		}
	}
	return pinned
}

// pinState says of a node of the drawing that it is pinned, if it is.
func (a *App) pinState(node int) string {
	if slices.Contains(a.View.Pins, a.keyOf(node)) {
		return "pinned"
	}
	return ""
}

// pinText is what a button does that pins a channel or frees it.
func (a *App) pinText(key string) string {
	if slices.Contains(a.View.Pins, key) {
		return "Unpin"
	}
	return "Pin"
}

// channelActions are buttons for a channel's page, for pinning and for excluding it.
func (a *App) channelActions(node int) string {
	key := a.keyOf(node)
	return `<p class="popup-actions"><button class="button" type="button" data-open="` + html.EscapeString(key) + `">Channel page</button>` +
		a.channelButtons(key) + `</p>`
}

// pinClicked follows clicks on pins; false if target is none.
func (a *App) pinClicked(target js.Value) bool {
	if pin := target.Call("closest", "[data-pin]"); pin.Truthy() {
		a.togglePinned(pin.Get("dataset").Get("pin").String())
		return true
	}
	pick := target.Call("closest", "[data-pick]")
	if pick.Truthy() {
		a.surface.togglePin(a.drawing.FindNode(a.layers, pick.Get("dataset").Get("pick").String()))
	}
	return pick.Truthy()
}
