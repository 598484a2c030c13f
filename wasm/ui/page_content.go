package ui

import (
	"html"
	"slices"
	"strconv"
	"strings"

	"summit/shared/attribution"
	"summit/shared/bundle"
	"summit/wasm/state"
)

// facts are the channel's figures in the class, and in the whole data set.
func (p *page) facts(b *strings.Builder, j int) {
	a := p.app
	m := &a.bundle.Manifest
	var facts []Fact
	if r := a.relations; r != nil && r.Channel == j {
		facts = append(facts, Fact{a.setName(a.drawn, a.drawnView.Set), state.PartOf(int(r.Count), int(r.Images), "image", "images")})
		for k, count := range r.Own {
			class := m.Classes[a.drawn[k]]
			facts = append(facts, Fact{"\u2013 " + class.Name, state.PartOf(int(count), class.Images, "image", "images")})
		}
	}
	if u := a.usage[j/bundle.UsageBlock]; u != nil {
		facts = append(facts, Fact{"Whole data set", state.PartOf(int(u.Images[j]), m.Data.Images, "image", "images")},
			Fact{"Recorded by", state.PartOf(int(u.Classes[j]), len(m.Classes), "class", "classes")},
			Fact{"In the graphs of", state.PartOf(int(u.Graphs[j]), len(m.Classes), "class", "classes")})
	}
	switch {
	case slices.Contains(a.View.Exclude, a.View.Node):
		b.WriteString(`<p class="quiet">The channel is excluded: graphs are computed without it.</p>`)
	case a.whole.FindNode(a.layers, a.View.Node) < 0:
		b.WriteString(`<p class="quiet">The graph that is shown does not have this channel.</p>`)
	}
	b.WriteString(`<p class="page-actions">` + a.channelButtons(a.View.Node) + `</p>`)
	b.WriteString(`<dl class="page-facts">`)
	for _, f := range facts {
		b.WriteString("<div><dt>" + html.EscapeString(f.Name) + "</dt><dd>" + html.EscapeString(f.Value) + "</dd></div>")
	}
	b.WriteString("</dl>")
}

// users are the classes that use the channel most.
func (p *page) users(b *strings.Builder, j int) {
	a := p.app
	b.WriteString("<h3>Classes that use it most</h3>")
	u := a.usage[j/bundle.UsageBlock]
	if u == nil {
		b.WriteString(`<p class="quiet">` + html.EscapeString(a.usageLacks()) + "</p>")
		return
	}
	classes, counts := u.Of(j)
	if len(classes) == 0 {
		b.WriteString(`<p class="quiet">No class records it.</p>`)
	}
	b.WriteString(`<ol class="ranks">`)
	for k, row := range classes {
		class := a.bundle.Manifest.Classes[row]
		x := float64(counts[k]) / float64(class.Images)
		b.WriteString(`<li><button class="link" type="button" data-choose="` + strconv.Itoa(int(row)) + `">` + html.EscapeString(class.Name) + `</button>` +
			bar(x) + "<span>" + state.Percent(x) + "</span></li>")
	}
	b.WriteString("</ol>")
}

// bar is a fraction as a bar.
func bar(x float64) string {
	return `<svg class="bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><path class="ground" d="M0 0h100v10H0z"/><path d="M0 0h` + state.Number(100*x) + `v10H0z"/></svg>`
}

// relations are what is strongest linked with the channel in the class, drawn or not.
func (p *page) relations(b *strings.Builder, j int) {
	r := p.app.relations
	if r == nil || r.Channel != j {
		return
	}
	for _, list := range []struct {
		title, none string
		relations   []attribution.Relation
	}{
		{"Strongest inputs", "Nothing influences it in this class.", r.Inputs}, {"Strongest outputs", "It influences nothing in this class.", r.Outputs},
	} {
		b.WriteString("<h3>" + list.title + "</h3>")
		if len(list.relations) == 0 {
			b.WriteString(`<p class="quiet">` + list.none + "</p>")
		}
		b.WriteString(`<ol class="ranks">`)
		for _, one := range list.relations {
			layer, channel := p.app.bundle.Manifest.LayerOf(one.Channel)
			b.WriteString("<li>" + p.app.channelLink(layer, channel) + bar(float64(one.Count)/float64(max(r.Images, 1))) + "<span>" + state.Plural(int(one.Count), "image", "images") + "</span></li>")
		}
		b.WriteString("</ol>")
	}
}

// channelLink leads to a channel's page.
func (a *App) channelLink(layer, channel int) string {
	return `<button class="link" type="button" data-open="` + html.EscapeString(state.NodeKey(a.layers[layer], channel)) + `">` +
		html.EscapeString(a.layers[layer]) + " " + strconv.Itoa(channel) + "</button>"
}

// way is one direction of a channel's paths.
type way struct {
	title string
	paths []attribution.Path
}

// ways are the strongest paths of the picked channel in the whole graph, as far as there are any.
func (a *App) ways() []way {
	node := a.whole.FindNode(a.layers, a.View.Node)
	if node < 0 {
		return nil
	}
	t := a.whole.Trail(node)
	return slices.DeleteFunc([]way{{"Strongest paths up to the last layer", t.Up}, {"Strongest paths down to the first layer", t.Down}},
		func(w way) bool { return len(w.paths) == 0 })
}

// paths are the picked channel's, in words.
func (p *page) paths(b *strings.Builder) {
	a := p.app
	for _, way := range a.ways() {
		b.WriteString("<h3>" + way.title + `</h3><ol class="paths">`)
		for _, path := range way.paths {
			b.WriteString("<li><span>" + state.Percent(path.Share) + "</span><span>")
			for k, i := range path.Nodes[1:] {
				if k > 0 {
					b.WriteString(" \u2192 ")
				}
				n := a.whole.Graph.Nodes[i]
				b.WriteString(a.channelLink(n.Layer, n.Channel))
			}
			b.WriteString("</span></li>")
		}
		b.WriteString("</ol>")
	}
}
