package attribution

import (
	"fmt"
	"slices"
)

// The influences that can be the edges of a graph.
const (
	SignExcitation = "excitation" // terms that add most to a channel: what PageRank runs on
	SignInhibition = "inhibition" // terms that take most from it
	SignBoth       = "both"
)

// Signs lists the values of Filter.Sign, the default first.
func Signs() []string { return []string{SignExcitation, SignInhibition, SignBoth} }

// Filter is what a graph leaves out, and which influences are its edges. The zero value leaves out nothing.
type Filter struct {
	Exclude []int  // model-wide channels that are no nodes, besides those of the network: PageRank runs without them
	Hide    []int  // layers whose nodes and edges are left out when all nodes are selected, so that no other node changes
	Sign    string // one of Signs, empty for SignExcitation; it changes edges only
}

// Inhibits tells whether inhibition is needed.
func (f Filter) Inhibits() bool { return f.Sign == SignInhibition || f.Sign == SignBoth }

// check reports what f names that n does not have, or c lacks.
func (f Filter) check(n *Network, c *Counts) error {
	for _, j := range f.Exclude {
		if j < 0 || j >= n.Channels() {
			return fmt.Errorf("excluded channel %d of %d", j, n.Channels())
		}
	}
	for _, l := range f.Hide {
		if l < 0 || l >= len(n.Layers) {
			return fmt.Errorf("hidden layer %d of %d", l, len(n.Layers))
		}
	}
	if f.Inhibits() && c.Inhibition.Indptr == nil {
		return fmt.Errorf("sign %q, but inhibition was not recorded", f.Sign)
	}
	return nil
}

// without is n with more channels excluded.
func (n *Network) without(channels []int) *Network {
	if len(channels) == 0 {
		return n
	}
	fewer := *n
	fewer.Excluded = slices.Concat(n.Excluded, channels)
	return &fewer
}

// leaveOut excludes these channels and no others but the network's own.
func (s *Solver) leaveOut(channels []int) {
	if !slices.Equal(channels, s.excluded) {
		s.excluded = slices.Clone(channels)
		s.network = s.whole.without(channels)
		s.matrix, s.solved = newMatrix(s.network, s.counts), solution{}
	}
}
