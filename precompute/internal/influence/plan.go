// Package influence finds, for one image, which candidates drive each output channel of every step: the k largest of
// L_ij = max over output positions of the term that candidate i alone adds to output j (Summit, arXiv 1904.02323, section 6.2),
// and the k smallest below zero of the minima (inhibition).
//
// What L_ij is to the last bit: sums are taken in float64, in the order of the kernel's weights; the product of two float32 is exact in
// it. What is found is exactly that, although nearly all of it is done in float32 (type Screen): a screen computes few of the sums,
// each with a bound of its error, and leaves out what another bound shows to be too small. Where the errors leave open which candidates
// are the k largest, those in question are computed by the definition. Of equal ones the lower candidate comes first.
package influence

import (
	"fmt"
	"math"
	"sort"

	"summit/precompute/internal/compose"
	"summit/precompute/internal/tally"
	"summit/precompute/internal/topology"
)

// Options are what Record keeps.
type Options struct {
	TopK       int  // candidates of each output channel
	Inhibition bool // the most negative terms too
	Stride     int  // look at every n-th output position only, as the released code does with 3; 1: all
}

// Tensor is a map that a plan reads.
type Tensor struct {
	Name     string
	Channels int
	Map      bool // its values are needed
	Extremes bool // each channel's maximum and minimum are needed
}

// Plan is a network's steps, prepared. It is read-only and shared by all workers.
//
// Every candidate of every output of every step has a key: a step's first key, plus output * candidates + candidate, where a
// step's candidates are numbered term by term, channel by channel (package compose).
type Plan struct {
	Options
	Tensors []Tensor
	Keys    int // keys run from 0 to Keys
	steps   []step
	views   []seen
}

// seen is a tensor's map as one kind of convolution sees it; convolutions that agree share the view.
type seen struct {
	tensor int
	window window
}

type step struct {
	link, index int // which step of the network
	first       int // first key
	outputs     int
	candidates  int
	blocks      []block
	terms       []term
}

// NewPlan prepares all steps of the network.
func NewPlan(n *topology.Network, o Options) (*Plan, error) {
	p := &Plan{Options: o}
	for l, link := range n.Links {
		for i, s := range link.Steps {
			if err := p.add(l, i, s); err != nil {
				return nil, fmt.Errorf("step %q: %w", s.Name, err)
			}
		}
	}
	return p, nil
}

func (p *Plan) add(link, index int, s topology.Step) error {
	next := step{link: link, index: index, first: p.Keys, outputs: len(s.Outputs)}
	for _, t := range s.Terms {
		next.terms = append(next.terms, p.term(t, next.candidates))
		next.candidates += len(t.Sources)
	}
	if uint64(p.Keys)+uint64(next.outputs)*uint64(next.candidates) > math.MaxUint32 {
		return fmt.Errorf("the network has more than %d pairs of channels", uint32(math.MaxUint32))
	}
	p.Keys += next.outputs * next.candidates
	next.blocks = cut(next.outputs, next.terms)
	for i := range next.terms {
		if t := &next.terms[i]; t.pass == nil {
			for _, b := range next.blocks {
				t.operands = append(t.operands, t.operand(b))
			}
		}
	}
	p.steps = append(p.steps, next)
	return nil
}

// Pairs are the keys of all candidates that compete, ascending; n is the plan's network.
func (p *Plan) Pairs(n *topology.Network) (keys []uint32) {
	for _, s := range p.steps {
		n.Links[s.link].Steps[s.index].EachPair(func(output, candidate int) {
			keys = append(keys, uint32(s.first+output*s.candidates+candidate))
		})
	}
	return keys
}

// tensor returns the index of a tensor, added where it is new; what of it is needed adds up.
func (p *Plan) tensor(want Tensor) int {
	for i := range p.Tensors {
		if have := &p.Tensors[i]; have.Name == want.Name {
			have.Map, have.Extremes = have.Map || want.Map, have.Extremes || want.Extremes
			return i
		}
	}
	p.Tensors = append(p.Tensors, want)
	return len(p.Tensors) - 1
}

// view returns the index of what is seen, added where it is new.
func (p *Plan) view(want seen) int {
	for i, have := range p.views {
		if have == want {
			return i
		}
	}
	p.views = append(p.views, want)
	return len(p.views) - 1
}

// Step finds the step of a key: the link, and which of its steps.
func (p *Plan) Step(key uint32) (link, index int) {
	at := sort.Search(len(p.steps), func(i int) bool { return p.steps[i].first > int(key) }) - 1
	return p.steps[at].link, p.steps[at].index
}

// StepCounts splits counts by key into those of each step: indexed by link, then step, with keys counted within the step. A key that no
// step has is a panic.
func (p *Plan) StepCounts(counts tally.Counts) [][]compose.StepCounts {
	var split [][]compose.StepCounts
	for _, s := range p.steps {
		for len(split) <= s.link {
			split = append(split, nil)
		}
		split[s.link] = append(split[s.link], compose.StepCounts{})
	}
	at := 0
	counts.Each(func(key, count uint32) {
		for int(key) >= p.steps[at].first+p.steps[at].outputs*p.steps[at].candidates {
			at++
		}
		s := &p.steps[at]
		found := &split[s.link][s.index]
		found.Keys = append(found.Keys, uint64(int(key)-s.first))
		found.Counts = append(found.Counts, count)
	})
	return split
}
