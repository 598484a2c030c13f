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

// keptSet is a set with what graphs are computed of. Only sets whose classes the drawing tells apart keep these, so that
// memory is bounded.
type keptSet struct {
	set      Set
	counts   *attribution.Counts   // combined
	each     []*attribution.Counts // of the classes; nil for one class, and for more than are told apart
	combined *attribution.Set      // the same
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
	kept, err := s.keep(ctx, set, p.Inhibits())
	if err != nil {
		return nil, err
	}
	g, err := kept.solver.Graph(p)
	if err != nil {
		return nil, err
	}
	d := s.draw(kept, g)
	d.Hide(p.Hide)
	return d, nil
}

// draw puts the rows of g in order. Where the drawing tells the classes of a set apart, it says whose nodes and edges are.
func (s *Session) draw(kept keptSet, g *attribution.Graph) *state.Drawing {
	d := &state.Drawing{Graph: *g, Images: int(kept.counts.Images), Classes: len(kept.set.Classes)}
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

// keep takes the set's solver from memory, or makes it of the bundle's files, with inhibition where that is asked for.
func (s *Session) keep(ctx context.Context, set Set, inhibition bool) (keptSet, error) {
	for k, kept := range s.kept {
		if set.equal(kept.set) {
			if inhibition && kept.counts.Inhibition.Indptr == nil {
				s.kept = slices.Delete(s.kept, k, k+1)
				break
			}
			s.kept = append(append(s.kept[:k:k], s.kept[k+1:]...), kept)
			return kept, nil
		}
	}
	kept, err := s.combine(ctx, set, inhibition)
	if err != nil {
		return keptSet{}, err
	}
	s.kept = append(s.kept, kept)
	if len(s.kept) > SetsKept {
		s.kept = slices.Delete(s.kept, 0, 1)
	}
	return kept, nil
}

// combine makes the set's solver.
func (s *Session) combine(ctx context.Context, set Set, inhibition bool) (keptSet, error) {
	each, err := s.counts(ctx, set.Classes, inhibition)
	if err != nil {
		return keptSet{}, err
	}
	kept := keptSet{set: set, counts: each[0]}
	if len(each) > 1 {
		combined, err := attribution.Combine(s.network, set.Operation, each)
		if err != nil {
			return keptSet{}, err
		}
		if kept.counts = &combined.Counts; len(each) <= state.SignsMost {
			kept.each, kept.combined = each, combined
		} else {
			counts := combined.Counts
			kept.counts = &counts // lets go of the classes
		}
	}
	kept.solver, err = attribution.NewSolver(s.network, kept.counts)
	return kept, err
}
