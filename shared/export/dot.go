package export

import (
	"bufio"
	"io"
	"strconv"
)

// WriteDOT writes d in the language of Graphviz: a row for each layer, the first at the bottom, edges as wide as their
// share of the largest count, inhibition dashed with a bar at its end.
func WriteDOT(w io.Writer, d *Document) error {
	b := bufio.NewWriter(w)
	b.WriteString("digraph attribution {\n  rankdir=BT;\n  node [shape=box];\n  edge [arrowhead=none];\n")
	for _, layer := range d.Layers {
		b.WriteString("  { rank=same;")
		for _, n := range d.Nodes {
			if n.Layer == layer.Name {
				b.WriteString(" " + dotName(n.Channel) + ";")
			}
		}
		b.WriteString(" }\n")
	}
	for _, n := range d.Nodes {
		b.WriteString("  " + dotName(n.Channel) + " [count=" + count(n.Count) + ", score=\"" + number(n.Score) + "\"];\n")
	}
	largest := uint32(1)
	for _, e := range d.Edges {
		largest = max(largest, e.Count)
	}
	for _, e := range d.Edges {
		look := ""
		if e.Inhibits {
			look = ", style=dashed, arrowhead=tee"
		}
		width := number(0.25 + float64(4*float64(e.Count)/float64(largest)))
		b.WriteString("  " + dotName(e.From) + " -> " + dotName(e.To) + " [count=" + count(e.Count) + ", penwidth=" + width + look + "];\n")
	}
	b.WriteString("}\n")
	return b.Flush()
}

// dotName is the quoted name of a node; layers' names have no character that needs more than quotes.
func dotName(c Channel) string { return `"` + c.Layer + "-" + strconv.Itoa(c.Channel) + `"` }
