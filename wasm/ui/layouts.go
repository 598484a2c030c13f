package ui

import (
	"context"

	"summit/shared/bundle"
	"summit/shared/zarr"
	"summit/wasm/fetch"
	"summit/wasm/state"
)

// layouts is what has been got of the bundle's embedding. Similar classes are large; those of one layer are kept.
type layouts struct {
	points  [][]float32 // [layers]
	similar bundle.Layout
	of      int // layer of similar; -1: none
}

// chooseLayer shows another layer's embedding.
func (a *App) chooseLayer(l int) {
	if l < 0 || l >= len(a.layers) || l == a.embeddingLayer() {
		return
	}
	a.View.Layer = a.layers[l]
	a.lastChange = ""
	a.writeAddress(true)
	announce("Layer " + a.layers[l])
	a.showLayer()
	a.render()
}

// know drops what the bundle does not have from the view, and puts into the address what was made of it.
func (a *App) know() {
	a.notices = append(a.notices, a.View.Know(&a.bundle.Manifest)...)
	if len(a.notices) > 0 {
		a.writeAddress(false)
	}
}

// large tells whether the embedding takes the graph's place.
func (a *App) large() bool { return a.View.Large && a.hasEmbedding() }

// hover points at a class, in the embedding and in the list; below 0 at none.
func (a *App) hover(row int) {
	if row == a.hovered {
		return
	}
	for _, r := range []int{a.hovered, row} {
		if e := element(rowID(r)); e.Truthy() {
			e.Call("toggleAttribute", "data-hover", r == row)
		}
	}
	a.hovered = row
	a.embedding.repaint(false)
}

// shownRows are the classes that one sees in the list.
func (a *App) shownRows() []int {
	first := min(a.listFirst, len(a.rows))
	return a.rows[first:min(first+a.listSeen, len(a.rows))]
}

// chooseDot shows a class and where it is in the list.
func (a *App) chooseDot(row int) {
	a.chooseSet([]int{row})
	a.showSelected()
}

// showLayer gets what the chosen layer's embedding needs, and shows it as it comes.
func (a *App) showLayer() {
	if !a.hasEmbedding() {
		return
	}
	a.embedding.chooseLayer()
	go a.loadLayer(a.bundle, a.embeddingLayer())
}

func (a *App) loadLayer(b *bundle.Bundle, l int) {
	defer report("layout")
	points, err := a.layoutPoints(b, l)
	if b != a.bundle || l != a.embeddingLayer() {
		return
	}
	a.embedding.trouble(err)
	if err != nil {
		return
	}
	a.embedding.show(l, points)
	a.compareClasses()
	if a.layouts.of == l {
		return
	}
	files, err := a.getFiles(b.SimilarFiles(l))
	var similar bundle.Layout
	if err == nil {
		similar, err = b.DecodeSimilar(zarr.NewDecoder(), l, files)
	}
	if b != a.bundle || l != a.embeddingLayer() {
		return
	}
	a.embedding.trouble(err)
	if err == nil {
		a.layouts.similar, a.layouts.of = similar, l
		a.compareClasses()
	}
}

func (a *App) layoutPoints(b *bundle.Bundle, l int) ([]float32, error) {
	if points := a.layouts.points[l]; points != nil {
		return points, nil
	}
	kept := a.layouts.points
	files, err := a.getFiles(b.PointFiles(l))
	if err != nil {
		return nil, err
	}
	kept[l], err = b.DecodePoints(zarr.NewDecoder(), l, files)
	return kept[l], err
}

// getFiles gets files of the bundle.
func (a *App) getFiles(paths []string) ([][]byte, error) {
	urls := make([]string, len(paths))
	for k, path := range paths {
		urls[k] = a.base + path
	}
	return fetch.GetAll(context.Background(), urls)
}

// compareClasses finds how much like the chosen class the others are in the layer, as far as that is known.
func (a *App) compareClasses() {
	a.likeness = nil
	if !a.hasEmbedding() || a.class < 0 {
		return
	}
	l := a.embeddingLayer()
	points := a.layouts.points[l]
	if points == nil {
		return
	}
	var similar bundle.Layout
	if a.layouts.of == l {
		similar = a.layouts.similar
	}
	a.likeness = state.NewLikeness(a.class, points, similar)
	if a.View.Order == state.OrderSimilarity {
		a.filter()
		a.showSelected()
	}
	a.render()
}

// trouble shows that a layer's layout could not be got, or takes that away.
func (v *embedding) trouble(err error) {
	box := v.host.Call("querySelector", ".embedding-trouble")
	box.Set("hidden", err == nil)
	if err != nil {
		text := v.app.shortPaths(err.Error())
		box.Call("querySelector", "span").Set("textContent", "This layer's embedding could not be shown: "+text+".")
	}
}
