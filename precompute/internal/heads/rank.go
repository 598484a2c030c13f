package heads

import (
	"fmt"
	"slices"
)

// table is one output [batch, k, outputs]: the slots of the k largest terms of outputs of several steps, largest first. That of
// inhibition has another one beside it with the terms themselves.
type table struct {
	k, outputs   int
	opposing     bool // of inhibition
	index, value int  // in Heads.Outputs
	slots, terms []string
}

// lowest stands for the term of a slot that holds no candidate. It is finite, for not every device keeps infinities.
const lowest = -3e38

// rank adds a step's terms and finds the largest, block by block.
func (h *Heads) rank(g *graph, s *step) error {
	k := min(g.options.TopK, s.slots)
	excitation, inhibition := s.slots > k, g.options.Inhibition && k > 0
	if !excitation && !inhibition {
		return nil
	}
	most, err := g.outputsPerBlock(s)
	if err != nil {
		return err
	}
	var found [2]table // of this step
	for a := 0; a < s.outputs; a += most {
		b := min(a+most, s.outputs)
		driving, opposing := g.terms(s, a, b)
		if excitation {
			g.top(&found[0], driving, k)
		}
		if inhibition {
			g.top(&found[1], opposing, k)
		}
	}
	if excitation {
		s.excitation = h.place(&found[0], k, s.outputs, false)
	}
	if inhibition {
		s.inhibition = h.place(&found[1], k, s.outputs, true)
	}
	return nil
}

// top adds the k largest of terms [batch, slots, outputs].
func (g *graph) top(t *table, terms string, k int) {
	values, slots := g.TopK("heads/top", terms, 1, k)
	t.slots = append(t.slots, g.float(slots))
	t.terms = append(t.terms, values)
}

// place appends a step's ranks to the table of their kind.
func (h *Heads) place(found *table, k, outputs int, opposing bool) place {
	i := slices.IndexFunc(h.tables, func(t *table) bool { return t.k == k && t.opposing == opposing })
	if i < 0 {
		i = len(h.tables)
		h.tables = append(h.tables, &table{k: k, opposing: opposing})
	}
	t := h.tables[i]
	p := place{t, t.outputs}
	t.slots, t.terms = append(t.slots, found.slots...), append(t.terms, found.terms...)
	t.outputs += outputs
	return p
}

// join makes each table one output, so that few transfers leave the device.
func (h *Heads) join(g *graph) {
	output := func(name string) int {
		h.Outputs = append(h.Outputs, name)
		return len(h.Outputs) - 1
	}
	for _, t := range h.tables {
		t.index = output(g.concat("heads/slots", 2, t.slots))
		if t.opposing {
			t.value = output(g.concat("heads/terms", 2, t.terms))
		}
		t.slots, t.terms = nil, nil
	}
}

// outputsPerBlock is the number of a step's outputs whose terms fit into a block.
func (g *graph) outputsPerBlock(s *step) (int, error) {
	batch := int64(max(g.options.Batch, 1))
	largest := batch * int64(s.slots) * 4
	for i := range s.terms {
		t := &s.terms[i]
		shape := g.inference.Shape(t.Tensor)
		if len(shape) != 4 || shape[1] != len(t.Sources) {
			return 0, fmt.Errorf("tensor %q has the shape %v, not that of %d channels", t.Tensor, shape, len(t.Sources))
		}
		if t.Kernel == nil {
			continue
		}
		if _, closed := g.pointwise(t.Term); !closed {
			largest = max(largest, batch*int64(t.slots)*g.mapBytes(t.Term))
		}
	}
	most := max(g.options.Block/largest, 1)
	if most > vector {
		most -= most % vector
	}
	return int(min(most, int64(s.outputs))), nil
}
