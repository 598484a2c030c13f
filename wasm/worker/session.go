// Package worker computes attribution graphs beside the page: it gets a class's chunks, decodes them, ranks and selects
// its channels and orders the rows. It runs in a worker, or in the page where the browser gives no worker; both use a
// Session.
package worker

import (
	"context"
	"slices"

	"summit/shared/attribution"
	"summit/shared/bundle"
	"summit/shared/layout"
	"summit/shared/zarr"
	"summit/wasm/state"
)

// SetsKept is how many sets stay in memory that graphs were computed of, and the counts that they were combined to.
const SetsKept = 6

// Session is an open bundle. One goroutine at a time may use it.
type Session struct {
	base    string
	bundle  *bundle.Bundle
	decoder *zarr.Decoder
	network *attribution.Network
	kept    []keptSet   // the latest last
	classes []keptClass // the same
}

// Set is a class, or several and what is made of them.
type Set struct {
	Classes   []int
	Operation string // one of attribution.Sets(); of no account for one class
}

func (s Set) equal(other Set) bool {
	return slices.Equal(s.Classes, other.Classes) && (s.Operation == other.Operation || len(s.Classes) == 1)
}

type keptSet struct {
	set      Set
	each     []*attribution.Counts // of the classes
	combined *attribution.Set      // nil for one class
	images   int                   // that the counts refer to
	solver   *attribution.Solver
}

// Open takes the address of a bundle's folder, with its closing slash, and its zarr.json.
func Open(base string, root []byte) (*Session, error) {
	b, err := bundle.Parse(root)
	if err != nil {
		return nil, err
	}
	return &Session{base: base, bundle: b, decoder: zarr.NewDecoder()}, nil
}

// Graph computes the attribution graph of a class, or of a set of several. When ctx ends before their files have come it
// returns ctx's error.
func (s *Session) Graph(ctx context.Context, set Set, p attribution.Parameters) (*state.Drawing, error) {
	kept, err := s.keep(ctx, set)
	if err != nil {
		return nil, err
	}
	g, err := kept.solver.Graph(p)
	if err != nil {
		return nil, err
	}
	return s.draw(kept, g), nil
}

// draw puts the rows of g in order. Where the drawing tells the classes of a set apart, it says whose nodes and edges are.
func (s *Session) draw(kept keptSet, g *attribution.Graph) *state.Drawing {
	d := &state.Drawing{Graph: *g, Images: kept.images, Classes: len(kept.each)}
	d.Rows = layout.Order(rowsOf(g, len(s.network.Layers)), layout.Sweeps)
	if !d.Signs() {
		return d
	}
	kept.combined.Own(s.network, &d.Graph)
	for _, n := range d.Graph.Nodes {
		own := make([]uint32, len(kept.each))
		for k, c := range kept.each {
			own[k] = c.Activation[s.network.Layers[n.Layer].Offset+n.Channel]
		}
		d.Own = append(d.Own, own)
	}
	d.Align()
	return d
}

func rowsOf(g *attribution.Graph, layers int) layout.Graph {
	rows := layout.Graph{Rows: layers}
	for _, n := range g.Nodes {
		rows.Nodes = append(rows.Nodes, layout.Node{Row: n.Layer})
	}
	for _, e := range g.Edges {
		rows.Edges = append(rows.Edges, layout.Edge{From: e.From, To: e.To, Weight: e.Count})
	}
	return rows
}

// keep takes the set's solver from memory, or makes it of the bundle's files.
func (s *Session) keep(ctx context.Context, set Set) (keptSet, error) {
	for k, kept := range s.kept {
		if set.equal(kept.set) {
			s.kept = append(append(s.kept[:k:k], s.kept[k+1:]...), kept)
			return kept, nil
		}
	}
	kept, err := s.combine(ctx, set)
	if err != nil {
		return keptSet{}, err
	}
	s.kept = append(s.kept, kept)
	if len(s.kept) > SetsKept {
		s.kept = s.kept[1:]
	}
	return kept, nil
}

// combine makes the set's solver.
func (s *Session) combine(ctx context.Context, set Set) (kept keptSet, err error) {
	kept.set = set
	if kept.each, err = s.counts(ctx, set.Classes); err != nil {
		return kept, err
	}
	counts := kept.each[0]
	if len(kept.each) > 1 {
		if kept.combined, err = attribution.Combine(s.network, set.Operation, kept.each); err != nil {
			return kept, err
		}
		counts = &kept.combined.Counts
	}
	kept.images = int(counts.Images)
	kept.solver, err = attribution.NewSolver(s.network, counts)
	return kept, err
}
