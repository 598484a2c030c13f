package heads

import "summit/precompute/internal/topology"

// step is a step of the network. The candidates of an output stand in slots, term by term: a kernel has a slot for each input channel
// of the output's group, an identity path one.
type step struct {
	first      int // key
	outputs    int
	candidates int
	slots      int
	terms      []term

	excitation, inhibition place
}

type term struct {
	*topology.Term
	offset int // first candidate
	slots  int
}

// place is where a step's ranks are: in the columns from first on of a table; in none if all candidates are recorded anyway.
type place struct {
	table *table
	first int
}

func newStep(s *topology.Step, first int) step {
	out := step{first: first, outputs: len(s.Outputs)}
	for i := range s.Terms {
		t := term{Term: &s.Terms[i], offset: out.candidates, slots: 1}
		if k := t.Kernel; k != nil {
			t.slots = k.In / k.Group
		}
		out.terms = append(out.terms, t)
		out.candidates += len(t.Sources)
		out.slots += t.slots
	}
	return out
}

// candidate is what stands in a slot of output o; false if there is nothing that may be recorded.
func (s *step) candidate(o, slot int) (int, bool) {
	for i := range s.terms {
		t := &s.terms[i]
		if slot >= t.slots {
			slot -= t.slots
			continue
		}
		channel := t.channel(o, slot)
		if channel < 0 || t.Sources[channel].Unit < 0 {
			return 0, false
		}
		return t.offset + channel, true
	}
	return 0, false
}

func (t *term) channel(o, slot int) int {
	if t.Kernel == nil {
		return t.Pass[o]
	}
	return o/(t.Kernel.Out/t.Kernel.Group)*t.slots + slot
}
