package ui

import (
	"html"
	"strconv"
	"strings"

	"summit/wasm/state"
)

// tableHTML is the graph as two tables: channels, best first in each layer from the last, and edges, strongest first.
func (a *App) tableHTML() string {
	d, layers := a.drawing, a.layers
	column := "" // of a set
	if d.Signs() {
		column = `<th scope="col">Classes</th>`
	}
	var b strings.Builder
	a.pathTable(&b)
	b.WriteString(`<table class="nodes"><caption>Channels</caption><thead><tr><th scope="col">Layer</th><th scope="col">Channel</th><th scope="col">Count</th>` +
		`<th scope="col">PageRank</th><th scope="col">Lift</th>` + column + `</tr></thead><tbody>`)
	for l := len(layers) - 1; l >= 0; l-- {
		for _, n := range d.Graph.Nodes {
			if n.Layer == l {
				_, whose := a.owned(n.Owners)
				row(&b, "", `<th scope="row">`+html.EscapeString(layers[l])+`</th>`, strconv.Itoa(n.Channel), strconv.Itoa(int(n.Count)), state.Number(n.PageRank), state.Number(n.Lift), whose)
			}
		}
	}
	b.WriteString(`</tbody></table>`)
	a.edgeTable(&b, column)
	return b.String()
}

// edgeTable lists the edges; column heads the classes of a set.
func (a *App) edgeTable(b *strings.Builder, column string) {
	d, layers := a.drawing, a.layers
	inhibition, signs := d.Inhibits(), ""
	if inhibition {
		signs = `<th scope="col">Sign</th>`
	}
	b.WriteString(`<table class="edges"><caption>Edges</caption><thead><tr><th scope="col">From</th><th scope="col">To</th><th scope="col">Influence (images)</th>` + signs + column + `</tr></thead><tbody>`)
	order := (&state.Scene{Drawing: d}).Strongest()
	for _, k := range order {
		e := d.Graph.Edges[k]
		from, to := d.Graph.Nodes[e.From], d.Graph.Nodes[e.To]
		classes, whose := a.owned(e.Owners)
		data := classes + ` data-edge="` + strconv.Itoa(k) + `" data-from-layer="` + html.EscapeString(layers[from.Layer]) + `" data-from-channel="` + strconv.Itoa(from.Channel) +
			`" data-to-layer="` + html.EscapeString(layers[to.Layer]) + `" data-to-channel="` + strconv.Itoa(to.Channel) + `" data-count="` + strconv.Itoa(int(e.Count)) + `"`
		sign := ""
		if e.Inhibits {
			sign = "inhibits"
			data += ` data-inhibits`
		} else if inhibition {
			sign = "excites"
		}
		row(b, data, "<td>"+html.EscapeString(state.NodeKey(layers[from.Layer], from.Channel))+"</td>", state.NodeKey(layers[to.Layer], to.Channel), strconv.Itoa(int(e.Count)), sign, whose)
	}
	b.WriteString("</tbody></table>")
}

// pathTable lists the paths of the picked channel.
func (a *App) pathTable(b *strings.Builder) {
	for _, way := range a.ways() {
		b.WriteString(`<table class="path-table"><caption>` + html.EscapeString(a.View.Node+": "+strings.ToLower(way.title)) +
			`</caption><thead><tr><th scope="col">Share</th><th scope="col">Channels</th></tr></thead><tbody>`)
		for _, path := range way.paths {
			var keys []string
			for _, i := range path.Nodes {
				n := a.whole.Graph.Nodes[i]
				keys = append(keys, state.NodeKey(a.layers[n.Layer], n.Channel))
			}
			row(b, ` data-share="`+state.Exact(path.Share)+`"`, "<td>"+state.Percent(path.Share)+"</td>", strings.Join(keys, " \u2192 "))
		}
		b.WriteString("</tbody></table>")
	}
}

func row(b *strings.Builder, data, first string, cells ...string) {
	b.WriteString("<tr" + data + ">" + first)
	for _, c := range cells {
		if c != "" {
			b.WriteString("<td>" + html.EscapeString(c) + "</td>")
		}
	}
	b.WriteString("</tr>")
}
