package attribution

// Solver computes attribution graphs of one class, or of one combined set of classes. It keeps what does not depend on
// parameters, and the last solution of PageRank and order of channels, so that a change of mass or of the thresholds costs no iteration. It is
// not safe for concurrent use.
type Solver struct {
	whole    *Network
	network  *Network // whole without excluded
	excluded []int
	counts   *Counts
	matrix   *matrix
	lift     []float64
	solved   solution
	order    *order // of the last ranking
}

// solution is the last PageRank and what it was computed for.
type solution struct {
	lift    bool
	damping float64
	stop    string
	restart []float64
	scores  Scores
}

// NewSolver takes counts that it does not change and that must not change while it is in use. An error says how they do
// not fit the network.
func NewSolver(n *Network, c *Counts) (*Solver, error) {
	if err := n.Validate(); err != nil {
		return nil, err
	}
	if err := c.Validate(n); err != nil {
		return nil, err
	}
	return &Solver{whole: n, network: n, counts: c, matrix: newMatrix(n, c), lift: Lift(n, c)}, nil
}

// PageRank solves personalized PageRank on the undirected graph of the influences, with its restart vector from the
// activation counts, or from lift for RankPageRankLift. Nodes without edges restart. The stop rule is
//
//	compat     L1 change of power iteration under nodes * 1e-6, at most 100 iterations: networkx' default
//	converged  L1 change of over-relaxation under 1e-10, at most 1000 sweeps: the limit itself
//
// The slices belong to the Solver. p must be valid.
func (s *Solver) PageRank(p Parameters) (scores Scores, restartVector []float64) {
	want := solution{lift: p.Rank == RankPageRankLift, damping: p.Damping, stop: p.Stop}
	have := &s.solved
	if have.scores.Rank != nil && have.lift == want.lift && have.damping == want.damping && have.stop == want.stop {
		return have.scores, have.restart
	}
	values := s.lift
	if !want.lift {
		values = s.activation()
	}
	want.restart = restart(s.network, s.matrix.node, values)
	if p.Stop == StopCompat {
		want.scores = s.matrix.power(want.restart, p.Damping)
	} else {
		want.scores = s.matrix.relax(want.restart, p.Damping)
	}
	s.solved = want
	return want.scores, want.restart
}

func (s *Solver) activation() []float64 {
	values := make([]float64, len(s.counts.Activation))
	for j, count := range s.counts.Activation {
		values[j] = float64(count)
	}
	return values
}

// ranking gives the scores that nodes are selected by; excluded channels have 0.
func (s *Solver) ranking(p Parameters, pageRank []float64) []float64 {
	var values []float64
	switch p.Rank {
	case RankCount:
		values = s.activation()
	case RankLift:
		values = append(values, s.lift...)
	default:
		return pageRank
	}
	for _, j := range s.network.Excluded {
		values[j] = 0
	}
	return values
}
