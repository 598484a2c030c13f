// Package worker computes attribution graphs beside the page: it gets a class's chunks, decodes them, ranks and selects
// its channels and orders the rows. It runs in a worker, or in the page where the browser gives no worker; both use a
// Session.
package worker

import (
	"context"
	"fmt"
	"slices"

	"summit/shared/attribution"
	"summit/shared/bundle"
	"summit/shared/layout"
	"summit/shared/zarr"
	"summit/wasm/fetch"
	"summit/wasm/state"
)

// ClassesKept is how many classes' counts, or sets', stay in memory, so that going back costs no request.
const ClassesKept = 6

// Session is an open bundle. One goroutine at a time may use it.
type Session struct {
	base    string
	bundle  *bundle.Bundle
	decoder *zarr.Decoder
	network *attribution.Network
	kept    []keptSet // the latest last
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
	set    Set
	images int // that the counts refer to
	solver *attribution.Solver
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
	return &state.Drawing{Graph: *g, Images: kept.images, Rows: layout.Order(rowsOf(g, len(s.network.Layers)), layout.Sweeps)}, nil
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
	counts, err := s.load(ctx, set)
	if err != nil {
		return keptSet{}, err
	}
	solver, err := attribution.NewSolver(s.network, counts)
	if err != nil {
		return keptSet{}, err
	}
	kept := keptSet{set, int(counts.Images), solver}
	s.kept = append(s.kept, kept)
	if len(s.kept) > ClassesKept {
		s.kept = s.kept[1:]
	}
	return kept, nil
}

// load gets and decodes the classes' chunks, and the network's the first time. Several classes are combined.
func (s *Session) load(ctx context.Context, set Set) (*attribution.Counts, error) {
	files, err := s.get(ctx, set.Classes)
	if err != nil {
		return nil, err
	}
	each := len(files) / len(set.Classes)
	counts := make([]*attribution.Counts, len(set.Classes))
	for k, class := range set.Classes {
		c, err := s.bundle.DecodeClass(s.decoder, class, files[k*each:][:each])
		if err != nil {
			return nil, err
		}
		counts[k] = &c
	}
	if len(counts) == 1 {
		return counts[0], nil
	}
	combined, err := attribution.Combine(s.network, set.Operation, counts)
	if err != nil {
		return nil, err
	}
	return &combined.Counts, nil
}

// get gets the classes' files, one class after the other, and decodes the network's the first time.
func (s *Session) get(ctx context.Context, classes []int) ([][]byte, error) {
	var urls []string
	for _, class := range classes {
		if class < 0 || class >= len(s.bundle.Manifest.Classes) {
			return nil, fmt.Errorf("class %d of %d", class, len(s.bundle.Manifest.Classes))
		}
		for _, path := range s.bundle.ClassFiles(class) {
			urls = append(urls, s.base+path)
		}
	}
	own := len(urls)
	if s.network == nil {
		for _, path := range s.bundle.NetworkFiles() {
			urls = append(urls, s.base+path)
		}
	}
	files, err := fetch.GetAll(ctx, urls)
	if err != nil {
		return nil, err
	}
	if s.network == nil {
		network, err := s.bundle.DecodeNetwork(s.decoder, files[own:])
		if err != nil {
			return nil, err
		}
		s.network = &network
	}
	return files[:own], nil
}
