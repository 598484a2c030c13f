package topology

import "slices"

// EachPair calls do for every output of the step and every candidate that competes for it, both ascending. Candidates are numbered term by
// term, channel by channel.
func (s Step) EachPair(do func(output, candidate int)) {
	for o := range s.Outputs {
		first := 0
		for _, t := range s.Terms {
			t.each(o, func(channel int) { do(o, first+channel) })
			first += len(t.Sources)
		}
	}
}

// each calls do for every channel that the term adds to output o.
func (t Term) each(o int, do func(channel int)) {
	if t.Kernel == nil {
		if t.Pass[o] >= 0 {
			do(t.Pass[o])
		}
		return
	}
	per := t.Kernel.In / t.Kernel.Group
	first := o / (t.Kernel.Out / t.Kernel.Group) * per
	for channel := first; channel < first+per; channel++ {
		if t.Sources[channel].Unit >= 0 {
			do(channel)
		}
	}
}

// Candidates is the least and the largest number of channels that compete for an output of the step.
func (s Step) Candidates() [2]int {
	if len(s.Outputs) == 0 {
		return [2]int{}
	}
	number := make([]int, len(s.Outputs))
	s.EachPair(func(output, _ int) { number[output]++ })
	return [2]int{slices.Min(number), slices.Max(number)}
}
