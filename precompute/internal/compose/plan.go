package compose

import (
	"fmt"

	"summit/precompute/internal/topology"
)

// plan is what a link's composition needs to know, whatever the class.
type plan struct {
	link    *topology.Link
	sources [][]topology.Source // [step][candidate]
	sums    [][][]sum           // [unit][channel]; the sums into a channel
	oneStep []bool              // [channels of the later layer]; it has candidates, and all are of earlier layers
	first   []int               // [earlier layers]; each one's first channel, counted through them
	earlier int                 // channels of the earlier layers
}

// sum is an output of a step.
type sum struct{ step, output int }

func newPlan(link *topology.Link) plan {
	p := plan{link: link, sums: make([][][]sum, len(link.Units))}
	for u, unit := range link.Units {
		p.sums[u] = make([][]sum, unit.Channels)
	}
	for u := range link.From {
		p.first = append(p.first, p.earlier)
		p.earlier += link.Units[u].Channels
	}
	last := len(link.Units) - 1
	p.oneStep = make([]bool, link.Units[last].Channels)
	inner := make([]bool, len(p.oneStep))
	for k := range link.Steps {
		step := &link.Steps[k]
		p.sources = append(p.sources, candidates(step))
		for output, channel := range step.Outputs {
			p.sums[step.To][channel] = append(p.sums[step.To][channel], sum{k, output})
			if step.To == last {
				earlier, later := origins(step, output, len(link.From))
				p.oneStep[channel] = p.oneStep[channel] || earlier
				inner[channel] = inner[channel] || later
			}
		}
	}
	for channel := range inner {
		p.oneStep[channel] = p.oneStep[channel] && !inner[channel]
	}
	return p
}

func candidates(step *topology.Step) []topology.Source {
	var sources []topology.Source
	for _, term := range step.Terms {
		sources = append(sources, term.Sources...)
	}
	return sources
}

// origins tells whether output has candidates of the earlier layers, the first units, and whether it has candidates of inner units.
func origins(step *topology.Step, output, layers int) (earlier, inner bool) {
	for t := range step.Terms {
		for _, source := range termSources(&step.Terms[t], output) {
			earlier = earlier || source.Unit >= 0 && source.Unit < layers
			inner = inner || source.Unit >= layers
		}
	}
	return earlier, inner
}

// termSources are the sources that compete for output: those of its group, or the one that an identity path passes.
func termSources(term *topology.Term, output int) []topology.Source {
	if kernel := term.Kernel; kernel != nil {
		size := kernel.In / kernel.Group
		first := output / (kernel.Out / kernel.Group) * size
		return term.Sources[first : first+size]
	}
	if channel := term.Pass[output]; channel >= 0 {
		return term.Sources[channel : channel+1]
	}
	return nil
}

// rows splits the keys of a step's counts by output: output o has the entries from starts[o] up to starts[o+1].
func (p *plan) rows(step int, counts StepCounts) (starts []int, err error) {
	sources, outputs := uint64(len(p.sources[step])), uint64(len(p.link.Steps[step].Outputs))
	if len(counts.Keys) != len(counts.Counts) {
		return nil, fmt.Errorf("%d keys but %d counts", len(counts.Keys), len(counts.Counts))
	}
	starts = make([]int, 1, outputs+1)
	for k, key := range counts.Keys {
		if k > 0 && key <= counts.Keys[k-1] {
			return nil, fmt.Errorf("key %d after key %d", key, counts.Keys[k-1])
		}
		if key >= sources*outputs {
			return nil, fmt.Errorf("key %d of %d outputs with %d candidates", key, outputs, sources)
		}
		if p.sources[step][key%sources].Unit < 0 {
			return nil, fmt.Errorf("candidate %d is constant, yet counted", key%sources)
		}
		for uint64(len(starts)) <= key/sources {
			starts = append(starts, k)
		}
	}
	for uint64(len(starts)) <= outputs {
		starts = append(starts, len(counts.Keys))
	}
	return starts, nil
}
