// Package worker computes attribution graphs beside the page: it gets a class's chunks, decodes them, ranks and selects
// its channels and orders the rows. It runs in a worker, or in the page where the browser gives no worker; both use a
// Session.
package worker

import (
	"context"
	"fmt"

	"summit/shared/attribution"
	"summit/shared/bundle"
	"summit/shared/layout"
	"summit/shared/zarr"
	"summit/wasm/fetch"
	"summit/wasm/state"
)

// ClassesKept is how many classes' counts stay in memory, so that going back costs no request.
const ClassesKept = 6

// Session is an open bundle. One goroutine at a time may use it.
type Session struct {
	base    string
	bundle  *bundle.Bundle
	decoder *zarr.Decoder
	network *attribution.Network
	kept    []keptClass // the latest last
}

type keptClass struct {
	class  int
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

// Graph computes the attribution graph of a class. When ctx ends before its files have come it returns ctx's error.
func (s *Session) Graph(ctx context.Context, class int, p attribution.Parameters) (*state.Drawing, error) {
	solver, err := s.solver(ctx, class)
	if err != nil {
		return nil, err
	}
	g, err := solver.Graph(p)
	if err != nil {
		return nil, err
	}
	return &state.Drawing{Graph: *g, Rows: layout.Order(rowsOf(g, len(s.network.Layers)), layout.Sweeps)}, nil
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

// solver returns the class's, from memory or from the bundle.
func (s *Session) solver(ctx context.Context, class int) (*attribution.Solver, error) {
	for k, kept := range s.kept {
		if kept.class == class {
			s.kept = append(append(s.kept[:k:k], s.kept[k+1:]...), kept)
			return kept.solver, nil
		}
	}
	if class < 0 || class >= len(s.bundle.Manifest.Classes) {
		return nil, fmt.Errorf("class %d of %d", class, len(s.bundle.Manifest.Classes))
	}
	counts, err := s.load(ctx, class)
	if err != nil {
		return nil, err
	}
	solver, err := attribution.NewSolver(s.network, counts)
	if err != nil {
		return nil, err
	}
	s.kept = append(s.kept, keptClass{class, solver})
	if len(s.kept) > ClassesKept {
		s.kept = s.kept[1:]
	}
	return solver, nil
}

// load gets and decodes a class's chunks, and the network's with the first class.
func (s *Session) load(ctx context.Context, class int) (*attribution.Counts, error) {
	paths := s.bundle.ClassFiles(class)
	own := len(paths)
	if s.network == nil {
		paths = append(paths, s.bundle.NetworkFiles()...)
	}
	urls := make([]string, len(paths))
	for k, path := range paths {
		urls[k] = s.base + path
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
	counts, err := s.bundle.DecodeClass(s.decoder, class, files[:own])
	if err != nil {
		return nil, err
	}
	return &counts, nil
}
