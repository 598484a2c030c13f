package ui

import (
	"html"
	"strconv"
	"strings"

	"summit/wasm/state"

	"github.com/vugu/vugu/js"
)

// page is the island that shows a channel's page beside the graph: who uses it, and what it is linked with.
type page struct {
	app              *App
	box, title, body js.Value
}

func newPage(a *App, host js.Value) *page {
	p := &page{app: a, box: create(host, "section", "page-panel")}
	p.box.Set("id", "page")
	p.box.Set("hidden", true)
	setAttribute(p.box, "aria-labelledby", "page-title")
	head := create(p.box, "div", "page-head")
	p.title = create(head, "h2", "page-title")
	p.title.Set("id", "page-title")
	p.title.Set("tabIndex", -1)
	button := create(head, "button", "button")
	button.Set("type", "button")
	button.Set("textContent", "Close")
	setAttribute(button, "data-act", "close-page")
	setAttribute(button, "aria-label", "Close the channel's page")
	p.body = create(p.box, "div", "page-body")
	return p
}

// keyOf names a node of the drawing as the address does.
func (a *App) keyOf(node int) string {
	n := a.drawing.Graph.Nodes[node]
	return state.NodeKey(a.layers[n.Layer], n.Channel)
}

// channelOf is the model-wide number of the channel that key names, -1 if there is none.
func (a *App) channelOf(key string) int {
	layer, channel, err := a.bundle.Manifest.FindChannel(key)
	if err != nil {
		return -1
	}
	return a.bundle.Manifest.Layers[layer].Offset + channel
}

// pageChannel is the channel whose page the view shows, -1 if it shows none.
func (a *App) pageChannel() int {
	if !a.View.Page {
		return -1
	}
	return a.channelOf(a.View.Node)
}

// openPage picks the channel that key names and shows its page.
func (a *App) openPage(key string) {
	a.View.Node, a.View.Page, a.lastChange = key, true, ""
	a.writeAddress(true)
	a.followPage()
	a.page.box.Set("scrollTop", 0)
	a.page.title.Call("focus")
}

// closePage puts the keyboard back on the channel's node, or where one finds channels.
func (a *App) closePage() {
	a.View.Page = false
	a.writeAddress(true)
	a.followPage()
	if node := a.drawing.FindNode(a.layers, a.View.Node); node >= 0 {
		a.surface.outline.focus(node)
		return
	}
	element("search").Call("focus")
}

// followPage shows the page that the view asks for, and gets what it lacks.
func (a *App) followPage() {
	j := a.pageChannel()
	if a.drawing != nil {
		a.surface.setPin(a.View.Node)
	}
	a.page.update()
	if j >= 0 {
		a.request()
		go a.loadUsage([]int{j}, a.page.update)
	}
	a.render()
}

// update writes the page anew, or hides it. The keyboard stays in it.
func (p *page) update() {
	a := p.app
	j := a.pageChannel()
	p.box.Set("hidden", j < 0)
	if j < 0 {
		return
	}
	layer, channel := a.bundle.Manifest.LayerOf(j)
	p.title.Set("innerHTML", html.EscapeString(a.layers[layer])+` <span class="quiet">channel</span> `+strconv.Itoa(channel))
	buttons := p.body.Call("querySelectorAll", "button")
	focus := -1
	for k := range buttons.Length() {
		if buttons.Index(k).Call("isSameNode", document().Get("activeElement")).Bool() {
			focus = k
		}
	}
	p.body.Set("innerHTML", p.content(j))
	a.drawPictures(p.body, layer, channel)
	if focus < 0 {
		return
	}
	if again := p.body.Call("querySelectorAll", "button"); again.Length() == buttons.Length() {
		again.Index(focus).Call("focus")
		return
	}
	p.title.Call("focus")
}

// content is the page of the model-wide channel j.
func (p *page) content(j int) string {
	var b strings.Builder
	p.facts(&b, j)
	p.app.channelPictures(&b, j, p.app.gallery(j))
	p.app.seeded(&b, j)
	p.users(&b, j)
	p.relations(&b, j)
	p.paths(&b)
	return b.String()
}

// channelClicked follows clicks on links to channels and classes; false if target is none.
func (a *App) channelClicked(target js.Value) bool {
	if link := target.Call("closest", "[data-open]"); link.Truthy() {
		a.openPage(link.Get("dataset").Get("open").String())
		return true
	}
	row, ok := rowOf(target, "choose")
	if ok {
		a.choose(row)
	}
	return ok
}
