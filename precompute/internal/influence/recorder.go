package influence

import (
	"fmt"
	"math"
)

var negativeInfinity = math.Inf(-1)

// Recorder computes a plan for one image after another; each worker has its own.
type Recorder struct {
	plan  *Plan
	views []view // by plan.views
	top   *topK
	queue []queued
}

// queued is a candidate whose term needs a convolution, with an upper bound of it.
type queued struct {
	bound         float64
	term, channel int
}

// NewRecorder prepares the buffers for a plan.
func NewRecorder(p *Plan) *Recorder {
	r := &Recorder{plan: p, top: newTopK(p.TopK)}
	for _, seen := range p.views {
		r.views = append(r.views, view{window: seen.window})
	}
	return r
}

// Record appends to excitation the keys of the TopK candidates of every output, in any order, and to inhibition those of the TopK
// candidates with the most negative terms, if the plan wants them. maps are those of plan.Tensors, in that order.
func (r *Recorder) Record(maps []Map, excitation, inhibition []uint32) (_, _ []uint32) {
	r.check(maps)
	for i, seen := range r.plan.views {
		r.views[i].fill(&maps[seen.tensor])
	}
	for i := range r.plan.steps {
		s := &r.plan.steps[i]
		for o := range s.outputs {
			if !r.few(s, o) {
				r.best(s, maps, o, 1)
			}
			excitation = r.keys(s, o, excitation)
			if r.plan.Inhibition {
				r.best(s, maps, o, -1)
				inhibition = r.keys(s, o, inhibition)
			}
		}
	}
	return excitation, inhibition
}

func (r *Recorder) check(maps []Map) {
	if len(maps) != len(r.plan.Tensors) {
		panic(fmt.Sprintf("influence: %d maps for %d tensors", len(maps), len(r.plan.Tensors)))
	}
	for i, t := range r.plan.Tensors {
		m := &maps[i]
		if m.Channels != t.Channels || len(m.Max) != t.Channels || t.Map && len(m.Data) != m.Channels*m.Height*m.Width {
			panic(fmt.Sprintf("influence: tensor %q of %d channels has %d maxima and %d values in %d x %d x %d",
				t.Name, t.Channels, len(m.Max), len(m.Data), m.Channels, m.Height, m.Width))
		}
	}
}

func (r *Recorder) keys(s *step, o int, keys []uint32) []uint32 {
	for _, candidate := range r.top.candidates {
		keys = append(keys, uint32(s.first+o*s.candidates+candidate))
	}
	return keys
}

// few fills r.top with all candidates of output o if they are no more than TopK: their terms do not matter then.
func (r *Recorder) few(s *step, o int) bool {
	r.top.reset()
	for i := range s.terms {
		t := &s.terms[i]
		lo, hi := t.channels(o)
		for c := lo; c < hi; c++ {
			if !t.candidate[c] || t.pass != nil && t.pass[o] != c {
				continue
			}
			if len(r.top.candidates) == r.plan.TopK {
				return false
			}
			r.top.candidates = append(r.top.candidates, t.offset+c)
		}
	}
	return true
}

// best fills r.top with the largest of sign times the terms of output o; with sign -1 only those above zero, which are negative
// terms. Terms in closed form come first: they raise the floor that spares convolutions.
func (r *Recorder) best(s *step, maps []Map, o int, sign float64) {
	r.top.reset()
	r.queue = r.queue[:0]
	for i := range s.terms {
		t := &s.terms[i]
		m := &maps[t.tensor]
		switch {
		case t.pass != nil:
			r.addPass(t, m, o, sign)
		case t.kernel == nil:
			r.addPointwise(t, m, o, sign)
		default:
			r.enqueue(t, i, o, sign)
		}
	}
	for len(r.queue) > 0 {
		q := r.next()
		if q.bound < r.top.floor() || sign < 0 && q.bound <= 0 {
			break
		}
		t := &s.terms[q.term]
		lo, _ := t.channels(o)
		value := t.kernel.term(&r.views[t.kernel.view], o*t.kernel.in+q.channel-lo, q.channel, sign, r.top.floor())
		r.add(t, q.channel, value, sign)
	}
}

// next takes the candidate with the largest bound out of the queue. Few are ever taken, which makes this cheaper than sorting.
func (r *Recorder) next() queued {
	best := 0
	for i := range r.queue {
		if r.queue[i].bound > r.queue[best].bound {
			best = i
		}
	}
	q, last := r.queue[best], len(r.queue)-1
	r.queue[best] = r.queue[last]
	r.queue = r.queue[:last]
	return q
}

func (r *Recorder) add(t *term, channel int, value, sign float64) {
	if (sign > 0 || value > 0) && value >= r.top.floor() {
		r.top.add(value, t.offset+channel)
	}
}

// addPass adds an identity path, whose term is the map itself.
func (r *Recorder) addPass(t *term, m *Map, o int, sign float64) {
	c := t.pass[o]
	if c < 0 || !t.candidate[c] {
		return
	}
	weight := float32(1)
	if t.scale != nil {
		weight = t.scale[o]
	}
	r.add(t, c, product(weight, float64(m.Max[c]), float64(m.Min[c]), sign), sign)
}

func (r *Recorder) addPointwise(t *term, m *Map, o int, sign float64) {
	lo, hi := t.channels(o)
	weights := t.weights[o*(hi-lo):][:hi-lo]
	for i, w := range weights {
		c := lo + i
		if !t.candidate[c] {
			continue
		}
		largest, smallest := float64(m.Max[c]), float64(m.Min[c])
		if t.sampled >= 0 {
			largest, smallest = r.views[t.sampled].max[c], r.views[t.sampled].min[c]
		}
		r.add(t, c, product(w, largest, smallest, sign), sign)
	}
}

// product is the largest value of sign * weight * x for x between the extremes of a channel, both of which occur.
func product(weight float32, hi, lo, sign float64) float64 {
	w := sign * float64(weight)
	if w > 0 {
		return w * hi
	}
	return w * lo
}

func (r *Recorder) enqueue(t *term, index, o int, sign float64) {
	lo, hi := t.channels(o)
	v := &r.views[t.kernel.view]
	for c := lo; c < hi; c++ {
		if t.candidate[c] {
			reach := t.kernel.reach[o*t.kernel.in+c-lo].signed(sign)
			r.queue = append(r.queue, queued{reach.bound(v.min[c], v.max[c], v.norm[c]), index, c})
		}
	}
}
