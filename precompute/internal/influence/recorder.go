package influence

import (
	"fmt"
	"math"
)

var (
	negativeInfinity   = math.Inf(-1)
	negativeInfinity32 = float32(math.Inf(-1))
	positiveInfinity   = float32(math.Inf(1))
)

// Recorder computes a plan for one image after another; each worker has its own.
type Recorder struct {
	plan   *Plan
	screen Screen
	maps   []Map
	terms  []state // of the terms of the step in hand

	most, least, errors []float32 // [rows of the block][lanes]
	top                 []float32 // [TopK][lanes]
	lists               []int32   // [lanes][rows of the block]
	row                 []row     // of the block
	settled             []settled
}

// state is what a term of the step in hand reads.
type state struct {
	view     view
	rows     *int32   // those of extremes; nil: none yet
	extremes extremes // [rows]
	high     []float32
	low      []float32 // [channels], of a 1x1 convolution that leaves out positions
}

// row is a candidate of a block, or one for each output of the block where the term is an identity path.
type row struct{ term, channel int }

// NewRecorder prepares a recorder that uses the fastest screen.
func NewRecorder(p *Plan) *Recorder { return NewRecorderWith(p, Screens()[0]) }

// NewRecorderWith prepares a recorder that uses the given screen.
func NewRecorderWith(p *Plan, s Screen) *Recorder {
	r := &Recorder{plan: p, screen: s, top: make([]float32, p.TopK*lanes)}
	terms := 0
	for i := range p.steps {
		terms = max(terms, len(p.steps[i].terms))
	}
	r.terms = make([]state, terms)
	for i := range r.terms {
		r.terms[i].view.seen = -1
	}
	return r
}

// Record appends to excitation the keys of the TopK candidates of every output, in any order, and to inhibition those of the TopK
// candidates with the most negative terms, if the plan wants them. maps are those of plan.Tensors, in that order.
func (r *Recorder) Record(maps []Map, excitation, inhibition []uint32) (_, _ []uint32) {
	r.check(maps)
	r.maps = maps
	for i := range r.terms {
		r.terms[i].view.seen = -1
	}
	for i := range r.plan.steps {
		s := &r.plan.steps[i]
		r.open(s)
		for b := range s.blocks {
			few := r.fill(s, b)
			if few {
				excitation = r.every(s, b, excitation)
			} else {
				excitation = r.choose(s, b, 1, excitation)
			}
			if r.plan.Inhibition {
				inhibition = r.choose(s, b, -1, inhibition)
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
		if m.Channels != t.Channels || t.Extremes && (len(m.Max) != t.Channels || len(m.Min) != t.Channels) ||
			t.Map && len(m.Data) != m.Channels*m.Height*m.Width {
			panic(fmt.Sprintf("influence: tensor %q of %d channels has %d maxima, %d minima and %d values in %d x %d x %d",
				t.Name, t.Channels, len(m.Max), len(m.Min), len(m.Data), m.Channels, m.Height, m.Width))
		}
	}
}

// open takes in the maps that the step reads.
func (r *Recorder) open(s *step) {
	for i := range s.terms {
		t, at := &s.terms[i], &r.terms[i]
		at.rows = nil
		if t.view < 0 {
			continue
		}
		w, m := &r.plan.views[t.view].window, &r.maps[t.tensor]
		switch {
		case !t.spatial:
			at.high, at.low = resize(at.high, m.Channels), resize(at.low, m.Channels)
			w.sample(m, at.high, at.low)
		case at.view.seen != t.view:
			at.view.fit(w, m)
			r.screen.pack(&at.view, m)
			at.view.seen = t.view
		}
	}
}

// fill estimates the terms of a block. It reports whether there are no more candidates than are recorded: then excitation
// does not depend on the terms, and without inhibition nothing is computed.
func (r *Recorder) fill(s *step, b int) (few bool) {
	r.row = r.row[:0]
	for i := range s.terms {
		if s.terms[i].pass != nil {
			r.row = append(r.row, row{term: i})
			continue
		}
		for _, c := range s.terms[i].operands[b].rows {
			r.row = append(r.row, row{i, int(c)})
		}
	}
	few = len(r.row) <= r.plan.TopK
	if few && !r.plan.Inhibition {
		return true
	}
	size := len(r.row) * lanes
	r.most, r.least, r.errors, r.lists = resize(r.most, size), resize(r.least, size), resize(r.errors, size), resize(r.lists, size)
	from := 0
	for i := range s.terms {
		n := lanes
		if s.terms[i].pass == nil {
			n = len(s.terms[i].operands[b].rows) * lanes
		}
		r.estimate(s, i, b, from, from+n)
		from += n
	}
	return few
}

// estimate sets the values and errors of one term, in [from, to).
func (r *Recorder) estimate(s *step, i, b, from, to int) {
	t, at := &s.terms[i], &r.terms[i]
	most, least, errors := r.most[from:to], r.least[from:to], r.errors[from:to]
	switch {
	case t.pass != nil:
		r.pass(t, s.blocks[b], most, least, errors)
	case len(t.operands[b].rows) == 0:
	case t.spatial:
		r.screen.probe(&at.view, &t.operands[b], most, least, errors)
	default:
		p := &t.operands[b]
		if at.rows != &p.rows[0] {
			at.rows = &p.rows[0]
			r.extremes(t, at, p.rows)
		}
		r.screen.scale(p.weights, &at.extremes, most, least, errors)
	}
}

// extremes collects those of the channels that a pointwise term reads.
func (r *Recorder) extremes(t *term, at *state, rows []int32) {
	e := &at.extremes
	e.highest, e.lowest, e.rounding = resize(e.highest, len(rows)), resize(e.lowest, len(rows)), resize(e.rounding, len(rows))
	for i, c := range rows {
		highest, lowest := r.between(t, at, int(c))
		e.set(i, highest, lowest, !t.wild)
	}
}

// between is the largest and the smallest value of channel c that term t sees.
func (r *Recorder) between(t *term, at *state, c int) (highest, lowest float32) {
	if t.view >= 0 {
		return at.high[c], at.low[c]
	}
	m := &r.maps[t.tensor]
	return finite(m.Max[c]), finite(m.Min[c])
}

// pass estimates an identity path, whose term is the map itself.
func (r *Recorder) pass(t *term, b block, most, least, errors []float32) {
	for l := range lanes {
		most[l], least[l], errors[l] = negativeInfinity32, negativeInfinity32, 0
		if l >= b.outputs || t.absent(b.first+l) {
			continue
		}
		most[l] = float32(r.closed(t, nil, b.first+l, t.pass[b.first+l], 1))
		least[l] = float32(r.closed(t, nil, b.first+l, t.pass[b.first+l], -1))
		errors[l] = max(abs(most[l]), abs(least[l]))*0x1p-22 + tiny
		if !(errors[l] <= wild) {
			most[l], least[l], errors[l] = 0, 0, positiveInfinity
		}
	}
}
