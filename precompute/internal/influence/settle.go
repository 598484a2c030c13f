package influence

import (
	"cmp"
	"slices"
)

// settled is a candidate whose term has been computed by the definition.
type settled struct {
	value     float64
	candidate int
}

// every appends the keys of all candidates of a block.
func (r *Recorder) every(s *step, b int, keys []uint32) []uint32 {
	for l := range s.blocks[b].outputs {
		for i := range r.row {
			if candidate := r.candidate(s, b, i, l); candidate >= 0 {
				keys = append(keys, s.key(s.blocks[b].first+l, candidate))
			}
		}
	}
	return keys
}

func (s *step) key(o, candidate int) uint32 { return uint32(s.first + o*s.candidates + candidate) }

// candidate is the one of row i for output l of the block, or -1.
func (r *Recorder) candidate(s *step, b, i, l int) int {
	t := &s.terms[r.row[i].term]
	if t.pass == nil {
		return t.offset + r.row[i].channel
	}
	if o := s.blocks[b].first + l; !t.absent(o) {
		return t.offset + t.pass[o]
	}
	return -1
}

// absent reports whether an identity path adds no candidate to output o.
func (t *term) absent(o int) bool { return t.pass[o] < 0 || !t.candidate[t.pass[o]] }

// choose appends the keys of the TopK candidates with the largest of sign times the terms of each output of a block; with sign -1 only
// those above zero, which are negative terms.
//
// A lower bound of the k-th largest term of an output is the k-th largest value - error: candidates whose upper bound, value + error, is
// below it are not among the k. If no more than k are left, those are they.
func (r *Recorder) choose(s *step, b int, sign float32, keys []uint32) []uint32 {
	values := r.most
	if sign < 0 {
		values = r.least
	}
	floor := r.floor(s, b, values, sign)
	if r.refine(s, b, &floor, values, sign) {
		floor = r.floor(s, b, values, sign)
	}
	var counts [lanes]int32
	r.screen.contend(values, r.errors, &floor, r.lists, &counts)
	for l := range s.blocks[b].outputs {
		keys = r.take(s, b, l, r.lists[l*len(r.row):][:counts[l]], values, sign, keys)
	}
	return keys
}

// floor is a lower bound of the k-th largest term of each output; inhibition's is above zero.
func (r *Recorder) floor(s *step, b int, values []float32, sign float32) [lanes]float32 {
	k := r.plan.TopK
	r.screen.floors(values, r.errors, k, r.top)
	floor := [lanes]float32(r.top[(k-1)*lanes:])
	for l := range floor {
		if l >= s.blocks[b].outputs {
			floor[l] = positiveInfinity // nobody asks
		} else if sign < 0 {
			floor[l] = max(floor[l], smallest)
		}
	}
	return floor
}

// refine improves the values of spatial terms, if there are any.
func (r *Recorder) refine(s *step, b int, floor *[lanes]float32, values []float32, sign float32) (improved bool) {
	from := 0
	for i := range s.terms {
		t := &s.terms[i]
		if t.pass != nil {
			from += lanes
			continue
		}
		n := len(t.operands[b].rows) * lanes
		if t.spatial && n > 0 {
			r.screen.refine(&r.terms[i].view, &t.operands[b], floor, values[from:from+n], sign)
			improved = true
		}
		from += n
	}
	return improved
}

// take appends the keys of output l's contenders, or of the best of them.
func (r *Recorder) take(s *step, b, l int, contenders []int32, values []float32, sign float32, keys []uint32) []uint32 {
	certain := len(contenders) <= r.plan.TopK
	for _, i := range contenders {
		at := int(i)*lanes + l
		certain = certain && (sign > 0 || values[at]-r.errors[at] > 0)
	}
	o := s.blocks[b].first + l
	if !certain {
		return r.settle(s, b, l, contenders, sign, keys)
	}
	for _, i := range contenders {
		if candidate := r.candidate(s, b, int(i), l); candidate >= 0 {
			keys = append(keys, s.key(o, candidate))
		}
	}
	return keys
}

// settle computes the contenders' terms by the definition.
func (r *Recorder) settle(s *step, b, l int, contenders []int32, sign float32, keys []uint32) []uint32 {
	o := s.blocks[b].first + l
	r.settled = r.settled[:0]
	for _, i := range contenders {
		candidate := r.candidate(s, b, int(i), l)
		if candidate < 0 {
			continue
		}
		term := r.row[i].term
		t := &s.terms[term]
		value := r.exact(t, &r.terms[term], o, candidate-t.offset, float64(sign))
		if sign > 0 || value > 0 {
			r.settled = append(r.settled, settled{value, candidate})
		}
	}
	slices.SortFunc(r.settled, func(a, b settled) int {
		return cmp.Or(cmp.Compare(b.value, a.value), cmp.Compare(a.candidate, b.candidate))
	})
	for _, found := range r.settled[:min(len(r.settled), r.plan.TopK)] {
		keys = append(keys, s.key(o, found.candidate))
	}
	return keys
}

// exact is the largest of sign times the term that channel c adds to output o.
func (r *Recorder) exact(t *term, at *state, o, c int, sign float64) float64 {
	if t.spatial {
		return at.view.exact(c, t.pair(o, c), sign)
	}
	return r.closed(t, at, o, c, sign)
}

// closed is exact for a pointwise term or an identity path: both extremes of a channel occur.
func (r *Recorder) closed(t *term, at *state, o, c int, sign float64) float64 {
	weight := float32(1)
	if t.pass == nil {
		weight = t.pair(o, c)[0]
	} else if t.scale != nil {
		weight = t.scale[o]
	}
	highest, lowest := r.between(t, at, c)
	w := sign * float64(finite(weight))
	if w > 0 {
		return w * float64(highest)
	}
	return w * float64(lowest)
}
