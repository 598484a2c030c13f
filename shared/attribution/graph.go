package attribution

import (
	"cmp"
	"slices"

	"summit/shared/sparse"
)

// Graph is the attribution graph of a class or of a set of classes.
type Graph struct {
	Nodes      []Node    // by layer, then largest score first, ties by channel; in a full graph by layer and channel
	Edges      []Edge    // by To, then From, excitation first
	Mass       []float64 // [layers]; the mass that a layer's nodes were taken to, above Parameters.Mass where repaired
	Iterations int       // of PageRank
	Converged  bool      // PageRank met its stop rule
	Warnings   []Warning // by layer
}

// Node is a channel of the graph.
type Node struct {
	Layer    int     // index of the layer
	Channel  int     // within the layer
	Count    uint32  // images of the class that record it: A[c,j]
	PageRank float64 // personalized PageRank
	Lift     float64 // see Lift
	Score    float64 // what it was selected by
	Restart  float64 // its part of the restart vector
	Owners   []int   // classes of a set that it belongs to, see Set.Own; nil for one class
}

// Edge is a composed influence between two nodes.
type Edge struct {
	From, To int    // indices into Nodes; From is in the earlier layer
	Count    uint32 // images of the class: I[c,i,j]
	Owners   []int  // as in Node
	Inhibits bool   // the count is of inhibition
}

// Build computes the attribution graph of counts. Its errors say which parameter is out of range, or how counts do not
// fit the network. Use a Solver where parameters change.
func Build(n *Network, c *Counts, p Parameters) (*Graph, error) {
	s, err := NewSolver(n, c)
	if err != nil {
		return nil, err
	}
	return s.Graph(p)
}

// Graph ranks the channels, selects nodes and takes all edges between kept nodes. Its error names a parameter that is out
// of range.
func (s *Solver) Graph(p Parameters) (*Graph, error) {
	if err := s.prepare(p); err != nil {
		return nil, err
	}
	scores, restartVector := s.PageRank(p)
	ranking := s.ranking(p, scores.Rank)
	if s.order == nil || !slices.Equal(s.order.scores, ranking) {
		s.order = newOrder(s.network, ranking)
	}
	chosen := selectNodes(s.order, p)
	warnings := chosen.repair(s.network, s.counts, p.Mass, p.Together)
	g := &Graph{Mass: chosen.mass, Iterations: scores.Iterations, Converged: scores.Converged}
	for _, w := range warnings {
		if !slices.Contains(p.Hide, w.Layer) {
			g.Warnings = append(g.Warnings, w)
		}
	}
	index := missing(len(ranking))
	for l, order := range chosen.layers {
		if slices.Contains(p.Hide, l) {
			continue
		}
		for _, j := range order[:chosen.kept[l]] {
			index[j] = len(g.Nodes)
			g.Nodes = append(g.Nodes, s.nodeOf(l, j, scores.Rank, ranking, restartVector))
		}
	}
	g.Edges = s.edges(index, max(p.MinCount, 1), p.Filter)
	return g, nil
}

// Full is the whole graph that PageRank runs on: every channel that is not excluded, every influence above 0.
func (s *Solver) Full(p Parameters) (*Graph, error) {
	if err := s.prepare(p); err != nil {
		return nil, err
	}
	scores, restartVector := s.PageRank(p)
	ranking := s.ranking(p, scores.Rank)
	g := &Graph{Iterations: scores.Iterations, Converged: scores.Converged}
	index := missing(len(ranking))
	for l, span := range s.network.Layers {
		g.Mass = append(g.Mass, 1)
		if slices.Contains(p.Hide, l) {
			continue
		}
		for j := span.Offset; j < span.Offset+span.Channels; j++ {
			if s.matrix.node[j] {
				index[j] = len(g.Nodes)
				g.Nodes = append(g.Nodes, s.nodeOf(l, j, scores.Rank, ranking, restartVector))
			}
		}
	}
	g.Edges = s.edges(index, 1, p.Filter)
	return g, nil
}

func (s *Solver) nodeOf(l, j int, rank, ranking, restartVector []float64) Node {
	return Node{
		Layer: l, Channel: j - s.network.Layers[l].Offset, Count: s.counts.Activation[j],
		PageRank: rank[j], Lift: s.lift[j], Score: ranking[j], Restart: restartVector[j],
	}
}

// missing is an index in which no channel has a node.
func missing(channels int) []int {
	index := make([]int, channels)
	for j := range index {
		index[j] = -1
	}
	return index
}

// prepare checks p and leaves out what it excludes.
func (s *Solver) prepare(p Parameters) error {
	if err := p.Validate(); err != nil {
		return err
	}
	if err := p.check(s.whole, s.counts); err != nil {
		return err
	}
	s.leaveOut(p.Exclude)
	return nil
}

// edges lists the influences of at least threshold images between channels that index maps to nodes.
func (s *Solver) edges(index []int, threshold uint32, f Filter) []Edge {
	var edges []Edge
	add := func(m sparse.CSR, inhibits bool) {
		for j, to := range index {
			if to < 0 {
				continue
			}
			indices, values := m.Row(j)
			for k, i := range indices {
				if index[i] >= 0 && values[k] >= threshold {
					edges = append(edges, Edge{From: index[i], To: to, Count: values[k], Inhibits: inhibits})
				}
			}
		}
	}
	if f.Sign != SignInhibition {
		add(s.counts.Influence, false)
	}
	if f.Inhibits() {
		add(s.counts.Inhibition, true)
	}
	var ordered []Edge
	for _, k := range sorted(len(edges), func(a, b int) int { return cmp.Or(edges[a].To-edges[b].To, edges[a].From-edges[b].From) }) {
		ordered = append(ordered, edges[k])
	}
	return ordered
}
