// Package export writes attribution graphs in the formats that other programs read, for the command line and the page.
// The same graph gives the same bytes in both. docs/scripting.md has the fields of the JSON form.
package export

import (
	"strconv"

	"summit/shared/attribution"
	"summit/shared/model"
)

// MethodSummit names the method of the Summit paper: activation counts, influence counts, PageRank.
const MethodSummit = "summit"

// Document is a graph with the names that its bundle gives to layers and classes.
type Document struct {
	Bundle     string     `json:"bundle"`  // where it was read from
	Classes    []string   `json:"classes"` // ids, in the order of the set
	Parameters Parameters `json:"parameters"`
	Layers     []Layer    `json:"layers"` // all of the bundle's
	Iterations int        `json:"iterations"`
	Converged  bool       `json:"converged"`
	Nodes      []Node     `json:"nodes"`
	Edges      []Edge     `json:"edges"`
	Paths      *Paths     `json:"paths,omitempty"` // see Document.AddPaths
}

// Parameters are all that shaped the graph.
type Parameters struct {
	Method string `json:"method"`
	Set    string `json:"set,omitempty"` // absent for one class
	Full   bool   `json:"full"`
	attribution.Parameters
	Exclude []string `json:"exclude,omitempty"` // Filter.Exclude, as layer-channel
	Hide    []string `json:"hide,omitempty"`    // Filter.Hide, by name
	Sign    string   `json:"sign,omitempty"`    // Filter.Sign; absent for excitation
}

// Layer says how far a layer's selection went.
type Layer struct {
	Name    string  `json:"name"`
	Mass    float64 `json:"mass"`              // fraction of the layer's score that nodes were taken to
	Warning string  `json:"warning,omitempty"` // why it has no nodes, or no edges from below
}

// Channel names a node.
type Channel struct {
	Layer   string `json:"layer"`
	Channel int    `json:"channel"`
}

// Node is a node; Restart is absent but in a full graph, Classes but in a set.
type Node struct {
	Channel
	Count    uint32   `json:"count"`
	PageRank float64  `json:"pagerank"`
	Lift     float64  `json:"lift"`
	Score    float64  `json:"score"`
	Restart  *float64 `json:"restart,omitempty"`
	Classes  []string `json:"classes,omitempty"` // ids of the set's classes that it belongs to
}

// Edge is an edge; Classes as in Node. Inhibits is absent where the edge excites.
type Edge struct {
	From    Channel  `json:"from"` // in the earlier layer
	To      Channel  `json:"to"`
	Count   uint32   `json:"count"`
	Classes []string `json:"classes,omitempty"`

	Inhibits bool `json:"inhibits,omitempty"`
}

// New names the parts of g, which was computed from classes of m (their rows, in the order of the set), and those of
// p.Filter.
func New(bundle string, m *model.Manifest, classes []int, p Parameters, g *attribution.Graph) *Document {
	d := &Document{
		Bundle: bundle, Parameters: p, Classes: []string{},
		Iterations: g.Iterations, Converged: g.Converged, Nodes: []Node{}, Edges: []Edge{},
	}
	d.Parameters.name(m)
	for _, c := range classes {
		d.Classes = append(d.Classes, m.Classes[c].ID)
	}
	for l, mass := range g.Mass {
		d.Layers = append(d.Layers, Layer{Name: m.Layers[l].Name, Mass: mass})
	}
	for _, warning := range g.Warnings {
		d.Layers[warning.Layer].Warning = warning.Reason
	}
	for _, node := range g.Nodes {
		d.Nodes = append(d.Nodes, d.node(node))
	}
	for _, edge := range g.Edges {
		from, to := d.Nodes[edge.From].Channel, d.Nodes[edge.To].Channel
		d.Edges = append(d.Edges, Edge{From: from, To: to, Count: edge.Count, Classes: d.owners(edge.Owners), Inhibits: edge.Inhibits})
	}
	return d
}

// name fills in the names of what is filtered.
func (p *Parameters) name(m *model.Manifest) {
	for _, j := range p.Filter.Exclude {
		layer, channel := m.LayerOf(j)
		p.Exclude = append(p.Exclude, m.Layers[layer].Name+"-"+strconv.Itoa(channel))
	}
	for _, l := range p.Filter.Hide {
		p.Hide = append(p.Hide, m.Layers[l].Name)
	}
	if p.Inhibits() {
		p.Sign = p.Filter.Sign
	}
}

func (d *Document) node(n attribution.Node) Node {
	node := Node{
		Channel: Channel{Layer: d.Layers[n.Layer].Name, Channel: n.Channel},
		Count:   n.Count, PageRank: n.PageRank, Lift: n.Lift, Score: n.Score, Classes: d.owners(n.Owners),
	}
	if d.Parameters.Full {
		node.Restart = &n.Restart
	}
	return node
}

func (d *Document) owners(owners []int) []string {
	var ids []string
	for _, c := range owners {
		ids = append(ids, d.Classes[c])
	}
	return ids
}
