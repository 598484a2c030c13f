package attribution

import (
	"fmt"
	"slices"
)

// The rankings that nodes can be selected by.
const (
	RankPageRank     = "pagerank"      // personalized PageRank, activation counts as restart vector
	RankCount        = "count"         // activation counts
	RankLift         = "lift"          // see Lift
	RankPageRankLift = "pagerank-lift" // personalized PageRank, lift as restart vector
)

// The stop rules of PageRank; Solver.Rank describes them.
const (
	StopConverged = "converged"
	StopCompat    = "compat"
)

// Ranks lists the values of Parameters.Rank, the default first.
func Ranks() []string { return []string{RankPageRank, RankCount, RankLift, RankPageRankLift} }

// Stops lists the values of Parameters.Stop, the default first.
func Stops() []string { return []string{StopConverged, StopCompat} }

// MaxDamping is the largest damping at which PageRank is offered: towards 1 a layered graph has no limit to converge to.
const MaxDamping = 0.99

// Parameters are all that shapes an attribution graph once the counts are given.
type Parameters struct {
	Rank     string  `json:"rank"`           // one of Ranks
	Damping  float64 `json:"damping"`        // of PageRank, 0 to MaxDamping
	Stop     string  `json:"stop"`           // one of Stops
	Mass     float64 `json:"mass"`           // fraction of a layer's score that its kept nodes reach, 0 to 1
	Together bool    `json:"together"`       // one threshold over all layers, without repair, instead of one in each
	MaxNodes int     `json:"max_nodes"`      // nodes kept in a layer at most; 0: as many as Mass asks for
	MinCount uint32  `json:"edge_threshold"` // images that an edge needs at least
	Filter   `json:"-"`
}

// DefaultParameters are those of the paper, with PageRank iterated to convergence.
func DefaultParameters() Parameters {
	return Parameters{Rank: RankPageRank, Damping: 0.85, Stop: StopConverged, Mass: 0.075, MinCount: 1}
}

// Validate names the first parameter that is out of its range.
func (p Parameters) Validate() error {
	switch {
	case !slices.Contains(Ranks(), p.Rank):
		return fmt.Errorf("rank %q is none of %q", p.Rank, Ranks())
	case !slices.Contains(Stops(), p.Stop):
		return fmt.Errorf("stop %q is none of %q", p.Stop, Stops())
	case !(p.Damping >= 0 && p.Damping <= MaxDamping):
		return fmt.Errorf("damping %v is outside 0 to %v", p.Damping, MaxDamping)
	case !(p.Mass >= 0 && p.Mass <= 1):
		return fmt.Errorf("mass %v is outside 0 to 1", p.Mass)
	case p.Sign != "" && !slices.Contains(Signs(), p.Sign):
		return fmt.Errorf("sign %q is none of %q", p.Sign, Signs())
	case p.MaxNodes < 0:
		return fmt.Errorf("max_nodes %d is negative", p.MaxNodes)
	}
	return nil
}
