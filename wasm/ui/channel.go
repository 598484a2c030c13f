package ui

import (
	"html"
	"slices"
	"strconv"
	"strings"

	"summit/wasm/state"

	"github.com/vugu/vugu/js"
)

// content is a channel's page in the popup. Pictures are drawn into its elements with a data-tile.
func (p *popup) content(node int) string {
	a := p.surface.app
	n := a.drawing.Graph.Nodes[node]
	var b strings.Builder
	b.WriteString(`<p class="popup-title">` + html.EscapeString(a.layers[n.Layer]) + ` <span class="quiet">channel</span> ` + strconv.Itoa(n.Channel) + `</p><dl class="popup-facts">`)
	for _, f := range []Fact{
		{"Count", state.Count(int(n.Count)) + " of " + state.Plural(a.drawing.Images, "image", "images")},
		{"PageRank", state.Number(n.PageRank)},
		{"Lift", state.Number(n.Lift) + " \u00d7"},
	} {
		b.WriteString("<div><dt>" + f.Name + "</dt><dd>" + html.EscapeString(f.Value) + "</dd></div>")
	}
	b.WriteString("</dl>" + a.ownCounts(node))
	j := a.bundle.Manifest.Layers[n.Layer].Offset + n.Channel
	a.channelPictures(&b, j, p.surface.galleries[node])
	return b.String()
}

// channelPictures writes all pictures of the model-wide channel j. drawPictures draws them.
func (a *App) channelPictures(b *strings.Builder, j int, g state.Gallery) {
	a.channelFeatures(b, j, g)
	a.channelExamples(b, j, g)
}

// channelFeatures writes the channel's feature visualization and what is like it, and how strongly it excites the channel.
func (a *App) channelFeatures(b *strings.Builder, j int, g state.Gallery) {
	if !a.bundle.Manifest.Cards.Features() {
		return
	}
	if len(g.Feature) == 0 {
		b.WriteString(`<p class="popup-label">This channel has no feature visualization</p>`)
		return
	}
	b.WriteString(`<p class="popup-label">What the channel looks for, and varieties of it</p><div class="features">`)
	for _, tiles := range [][]int{g.Feature, g.Diversity, g.Negative} {
		for _, i := range tiles {
			picture(b, i, g.Name(i))
		}
	}
	b.WriteString("</div>")
	if a.features != nil && a.examples != nil {
		activation, _, _ := a.features.Of(j)
		_, images := a.examples.Of(j)
		b.WriteString(`<p class="popup-note">` + state.Excitement(activation, images) + "</p>")
	}
}

// channelExamples writes the channel's dataset examples with their classes.
func (a *App) channelExamples(b *strings.Builder, j int, g state.Gallery) {
	if len(g.Examples) == 0 {
		return
	}
	var rows []uint32
	if a.examples != nil {
		rows, _ = a.examples.Of(j)
	}
	b.WriteString(`<p class="popup-label">Dataset examples, strongest first</p><ul class="examples">`)
	for k, i := range g.Examples {
		name, mark := "", ""
		if k < len(rows) {
			name = a.bundle.Manifest.Classes[rows[k]].Name
			if slices.Contains(a.drawn, int(rows[k])) {
				mark = ` class="own"`
			}
		}
		b.WriteString("<li" + mark + ">")
		picture(b, i, g.Name(i))
		b.WriteString(`<span class="example-name">` + html.EscapeString(name) + `</span></li>`)
	}
	b.WriteString("</ul>")
}

func picture(b *strings.Builder, tile int, name string) {
	b.WriteString(`<span class="picture" role="img" data-tile="` + strconv.Itoa(tile) + `" aria-label="` + name + `"></span>`)
}

// seeded says of a channel's feature visualization that it began as an image, and how good those of the bundle are.
func (a *App) seeded(b *strings.Builder, j int) {
	m := &a.bundle.Manifest
	layer, channel := m.LayerOf(j)
	for _, f := range m.Features {
		if f.Layer == a.layers[layer] && slices.Contains(f.Seeded, channel) {
			b.WriteString(`<p class="popup-note">Made from its strongest example, since noise stayed grey</p>`)
		}
	}
	if q := m.Quality.Features; q != nil {
		b.WriteString(`<p class="popup-note">Of all channels with a feature visualization, ` + state.Percent(q.BeatsDataset) + ` are excited more by it than by any image</p>`)
	}
}

// drawPictures shows each picture's part of the channel's card in box.
func (a *App) drawPictures(box js.Value, layer, channel int) {
	cards := a.bundle.Manifest.Cards
	url := `url("` + a.base + cards.File(a.layers[layer], channel) + `")`
	eachPicture(box, func(picture js.Value, tile int) {
		style, t := picture.Get("style"), cards.Tiles[tile]
		style.Set("backgroundImage", url)
		style.Set("backgroundSize", share(cards.Width, t.Size)+" "+share(cards.Height, t.Size))
		style.Set("backgroundPosition", share(t.X, cards.Width-t.Size)+" "+share(t.Y, cards.Height-t.Size))
	})
}

// mark frames the picture that the channel's node shows.
func (p *popup) mark() {
	s := p.surface
	if p.node < 0 {
		return
	}
	shown := s.galleries[p.node].Rest(s.app.View.Pictures)
	if s.turned == p.node {
		shown = s.tile
	}
	eachPicture(p.box, func(picture js.Value, tile int) { picture.Get("classList").Call("toggle", "shown", tile == shown) })
}

// eachPicture calls f for every picture of box and its tile.
func eachPicture(box js.Value, f func(picture js.Value, tile int)) {
	pictures := box.Call("querySelectorAll", "[data-tile]")
	for k := range pictures.Length() {
		picture := pictures.Index(k)
		if tile, err := strconv.Atoi(picture.Get("dataset").Get("tile").String()); err == nil {
			f(picture, tile)
		}
	}
}

// share is a part of a whole in per cent, as style sheets have it.
func share(part, whole int) string {
	return state.Exact(100*float64(part)/float64(max(whole, 1))) + "%"
}
