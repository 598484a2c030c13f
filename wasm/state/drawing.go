package state

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"slices"

	"summit/shared/attribution"
)

// Drawing is an attribution graph with the order in which its rows are drawn.
type Drawing struct {
	Graph  attribution.Graph
	Images int     // that its counts refer to
	Rows   [][]int // [layers]; indices into Graph.Nodes, from the left
	Hidden []bool  // [layers]; layers that are not shown have no nodes and take no room; nil: all are shown

	Classes int        // of the set that the graph is of; 1 for one class
	Own     [][]uint32 // [nodes][classes]; images of each class that record the channel; nil without Signs

	Whole *Drawing // that this is a part of, see Part; nil: it is the whole
	Index []int    // [nodes]; their index in Whole, ascending
}

const nodeBytes, edgeBytes, rowBytes, drawingMagic = 4*3 + 8*4, 4 * 4, 16, 0x64724178

// Encode writes d as bytes for another thread: little endian, floats with all their bits.
func (d *Drawing) Encode() []byte {
	g := &d.Graph
	out := make([]byte, 0, 32+len(g.Nodes)*(nodeBytes+4)+len(g.Edges)*edgeBytes+len(d.Rows)*rowBytes)
	u32 := func(v int) { out = binary.LittleEndian.AppendUint32(out, uint32(v)) }
	f64 := func(v float64) { out = binary.LittleEndian.AppendUint64(out, math.Float64bits(v)) }
	u32(drawingMagic)
	u32(d.Images)
	u32(g.Iterations)
	u32(bit(g.Converged))
	u32(len(g.Nodes))
	u32(len(g.Edges))
	u32(len(d.Rows))
	for _, n := range g.Nodes {
		u32(n.Layer)
		u32(n.Channel)
		u32(int(n.Count))
		for _, v := range []float64{n.PageRank, n.Lift, n.Score, n.Restart} {
			f64(v)
		}
	}
	for _, e := range g.Edges {
		u32(e.From)
		u32(e.To)
		u32(int(e.Count))
		u32(bit(e.Inhibits))
	}
	for l, row := range d.Rows {
		f64(g.Mass[l])
		u32(bit(d.hides(l)))
		u32(len(row))
		for _, i := range row {
			u32(i)
		}
	}
	d.encodeSet(u32)
	return out
}

// hides tells whether layer l is not shown.
func (d *Drawing) hides(l int) bool { return d.Hidden != nil && d.Hidden[l] }

func (d *Drawing) hide(l, layers int) {
	if d.Hidden == nil {
		d.Hidden = make([]bool, layers)
	}
	d.Hidden[l] = true
}

// Hide marks the layers that are not shown.
func (d *Drawing) Hide(layers []int) {
	for _, l := range layers {
		d.hide(l, len(d.Rows))
	}
}

// Inhibits tells whether an edge counts inhibition.
func (d *Drawing) Inhibits() bool {
	return slices.ContainsFunc(d.Graph.Edges, func(e attribution.Edge) bool { return e.Inhibits })
}

func bit(on bool) int {
	if on {
		return 1
	}
	return 0
}

// reader takes numbers off a byte slice; what is missing reads as 0 and sets short.
type reader struct {
	data  []byte
	short bool
}

func (r *reader) take(n int) []byte {
	if len(r.data) < n {
		r.short = true
		return make([]byte, n)
	}
	head := r.data[:n]
	r.data = r.data[n:]
	return head
}

func (r *reader) u32() int     { return int(binary.LittleEndian.Uint32(r.take(4))) }
func (r *reader) f64() float64 { return math.Float64frombits(binary.LittleEndian.Uint64(r.take(8))) }

// DecodeDrawing reads what Encode wrote, and checks every index.
func DecodeDrawing(data []byte) (*Drawing, error) {
	r := &reader{data: data}
	if r.u32() != drawingMagic {
		return nil, errors.New("not a drawing")
	}
	d := &Drawing{Images: r.u32()}
	g := &d.Graph
	g.Iterations, g.Converged = r.u32(), r.u32() == 1
	nodes, edges, rows := r.u32(), r.u32(), r.u32()
	if int64(nodes)*nodeBytes+int64(edges)*edgeBytes+int64(rows)*rowBytes > int64(len(r.data)) {
		return nil, fmt.Errorf("drawing of %d nodes, %d edges, %d rows in %d bytes", nodes, edges, rows, len(data))
	}
	for range nodes {
		n := attribution.Node{Layer: r.u32(), Channel: r.u32(), Count: uint32(r.u32())}
		n.PageRank, n.Lift, n.Score, n.Restart = r.f64(), r.f64(), r.f64(), r.f64()
		if n.Layer >= rows {
			return nil, fmt.Errorf("node of layer %d of %d", n.Layer, rows)
		}
		g.Nodes = append(g.Nodes, n)
	}
	for range edges {
		e := attribution.Edge{From: r.u32(), To: r.u32(), Count: uint32(r.u32()), Inhibits: r.u32() == 1}
		if e.From >= nodes || e.To >= nodes {
			return nil, fmt.Errorf("edge %d to %d of %d nodes", e.From, e.To, nodes)
		}
		g.Edges = append(g.Edges, e)
	}
	if err := d.decodeRows(r, rows); err != nil {
		return nil, err
	}
	if err := d.decodeSet(r); err != nil {
		return nil, err
	}
	if r.short || len(r.data) > 0 {
		return nil, errors.New("drawing of a wrong length")
	}
	return d, nil
}

func (d *Drawing) decodeRows(r *reader, rows int) error {
	for l := range rows {
		d.Graph.Mass = append(d.Graph.Mass, r.f64())
		if r.u32() == 1 {
			d.hide(l, rows)
		}
		n := r.u32()
		if n*4 > len(r.data) {
			return fmt.Errorf("row of %d nodes in %d bytes", n, len(r.data))
		}
		row := make([]int, n)
		for k := range row {
			if row[k] = r.u32(); row[k] >= len(d.Graph.Nodes) {
				return fmt.Errorf("row names node %d of %d", row[k], len(d.Graph.Nodes))
			}
		}
		d.Rows = append(d.Rows, row)
	}
	return nil
}
