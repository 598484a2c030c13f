package ui

import (
	"strconv"
	"strings"

	"github.com/vugu/vugu/js"

	"summit/shared/bundle"
	"summit/wasm/state"
)

// setPictures tells the painter the nodes' pictures and texts.
func (s *surface) setPictures() {
	a := s.app
	m := &a.bundle.Manifest
	s.turned = -1
	s.galleries = s.galleries[:0]
	var urls, numbers, tiles, layers, squares []string
	for _, n := range a.drawing.Graph.Nodes {
		g := a.gallery(m.Layers[n.Layer].Offset + n.Channel)
		s.galleries = append(s.galleries, g)
		urls, numbers, tiles = append(urls, a.card(n.Layer, n.Channel)), append(numbers, strconv.Itoa(n.Channel)), append(tiles, strconv.Itoa(g.Rest(a.View.Pictures)))
	}
	if s.scene != nil && s.scene.Passage != nil {
		for _, g := range s.scene.Passage.Gone {
			rest := a.gallery(m.Layers[g.Layer].Offset + g.Channel).Rest(a.View.Pictures)
			urls, numbers, tiles = append(urls, a.card(g.Layer, g.Channel)), append(numbers, strconv.Itoa(g.Channel)), append(tiles, strconv.Itoa(rest))
		}
	}
	for _, name := range a.layers {
		layers = append(layers, state.Label(name, s.labels))
	}
	for _, t := range m.Cards.Tiles {
		squares = append(squares, strconv.Itoa(t.X), strconv.Itoa(t.Y), strconv.Itoa(t.Size))
	}
	s.painter.Call("scene", lines(urls), lines(numbers), lines(tiles), lines(layers), lines(squares))
}

func lines(list []string) string { return strings.Join(list, "\n") }

// card is the address of a channel's card, empty where there are none.
func (a *App) card(layer, channel int) string {
	if file := a.bundle.Manifest.Cards.File(a.layers[layer], channel); file != "" {
		return a.base + file
	}
	return ""
}

func array() js.Value { return js.Global().Get("Array").New() }

// gallery is that of the model-wide channel j. While the arrays of examples and features have not come, it has all that
// cards have room for.
func (a *App) gallery(j int) state.Gallery {
	pictured, examples := true, bundle.ExampleCount
	var diversity []float32
	if a.features != nil {
		_, diversity, pictured = a.features.Of(j)
	}
	if a.examples != nil {
		classes, _ := a.examples.Of(j)
		examples = len(classes)
	}
	return state.NewGallery(a.bundle.Manifest.Cards, pictured, diversity, examples)
}

// restName says which picture a node shows at rest.
func (a *App) restName(node int) string {
	g := a.surface.galleries[node]
	return g.Name(g.Rest(a.View.Pictures))
}

// turn has a node show another tile of its card; the one that was turned before shows again what it shows at rest. Below
// 0 is no node.
func (s *surface) turn(node, tile int) {
	if node == s.turned && tile == s.tile {
		return
	}
	if s.turned >= 0 && s.turned != node {
		s.painter.Call("turn", s.turned, s.galleries[s.turned].Rest(s.app.View.Pictures))
	}
	if s.turned, s.tile = node, tile; node >= 0 {
		s.painter.Call("turn", node, tile)
	}
	s.popup.mark()
	s.repaint()
}

// step turns a node to the picture that comes by places after the one it shows, and says which.
func (s *surface) step(node, by int) {
	g := s.galleries[node]
	at := g.Rest(s.app.View.Pictures)
	if s.turned == node {
		at = s.tile
	}
	s.turn(node, g.Step(s.app.View.Pictures, at, by))
	announce(g.Name(s.tile))
}

// showPictures has nodes show other pictures.
func (a *App) showPictures(pictures string) {
	a.View.Pictures = pictures
	a.writeAddress(true)
	a.surface.renewPictures()
	announce("Nodes show " + pictures)
}

// renewPictures has what is drawn follow the view's pictures, or what has come to be known of them.
func (s *surface) renewPictures() {
	if s.app.drawing != nil {
		s.setPictures()
		s.outline.update()
		s.popup.mark()
		s.repaint()
	}
}
