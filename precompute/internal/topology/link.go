package topology

import (
	"slices"

	"summit/precompute/internal/onnx"
)

// linker assembles one link.
type linker struct {
	resolver
	later Layer
	from  map[int]bool // earlier layers that the steps read
	inner map[int]bool
	units map[int]int // site -> unit, known when all inner sites are
}

// link analyses the range before layer to.
func (g *graph) link(layers []Layer, to int) (*Link, *failure) {
	l := &linker{later: layers[to], from: map[int]bool{}, inner: map[int]bool{}, units: map[int]int{},
		resolver: resolver{g: g, earlier: map[string]int{}, known: map[string][]origin{}}}
	for k, layer := range layers[:to] {
		l.earlier[layer.Tensor] = k
	}
	later, err := l.origins(l.later.Tensor)
	if err != nil {
		return nil, err
	}
	steps, err := l.laterSteps(later)
	if err != nil {
		return nil, err
	}
	inner, err := l.innerSteps(steps)
	if err != nil {
		return nil, err
	}
	if len(l.from) == 0 {
		return nil, fail(g.f.Model.Producer(l.later.Tensor), "its channels do not depend on an earlier layer")
	}
	link := &Link{To: to}
	link.From, link.Units = l.numberUnits(layers)
	for _, s := range append(inner, steps...) {
		link.Steps = append(link.Steps, l.step(s))
	}
	return link, nil
}

// draft is a step whose sources are sites yet.
type draft struct {
	name    string
	site    int // that it sums into, laterSite for the later layer
	outputs []int
	terms   []draftTerm
}

type draftTerm struct {
	term    Term
	sources []origin
	only    []bool // channels of the term's tensor that are read; nil: all
}

// innerSteps makes the steps of the sites that the drafts read, and of those that these read, in topological order.
func (l *linker) innerSteps(steps []draft) ([]draft, *failure) {
	made := map[int]draft{}
	for pending := steps; len(pending) > 0; {
		l.readSites(pending)
		pending = nil
		for _, site := range sortedSites(l.inner) {
			if _, done := made[site]; done {
				continue
			}
			n := l.g.f.Model.Nodes[site-firstSum]
			d, err := l.sumStep(n, site, nil, l.forwardFactor(n))
			if err != nil {
				return nil, err
			}
			made[site] = d
			pending = append(pending, d)
		}
	}
	var out []draft
	for _, site := range sortedSites(l.inner) {
		out = append(out, made[site])
	}
	return out, nil
}

// readSites marks the sum sites that the drafts read as inner units, and the layers that they read.
func (l *linker) readSites(steps []draft) {
	for _, s := range steps {
		for _, t := range s.terms {
			for c, o := range t.sources {
				switch read := t.only == nil || t.only[c]; {
				case read && o.site >= firstSum:
					l.inner[o.site] = true
				case read && isEarlier(o.site):
					l.from[earlierSite-o.site] = true
				}
			}
		}
	}
}

func sortedSites(set map[int]bool) []int {
	var out []int
	for s := range set {
		out = append(out, s)
	}
	slices.Sort(out)
	return out
}

func (l *linker) numberUnits(layers []Layer) (from []int, units []Unit) {
	from = sortedSites(l.from)
	for _, k := range from {
		l.units[earlierSite-k] = len(units)
		units = append(units, Unit{Name: layers[k].Name, Channels: layers[k].Channels})
	}
	for _, site := range sortedSites(l.inner) {
		n := l.g.f.Model.Nodes[site-firstSum]
		l.units[site] = len(units)
		units = append(units, Unit{Name: n.Label(), Channels: l.g.f.Shape(n.Outputs[0])[1]})
	}
	l.units[laterSite] = len(units)
	return from, append(units, Unit{Name: l.later.Name, Channels: l.later.Channels})
}

func (l *linker) step(d draft) Step {
	s := Step{Name: d.name, To: l.units[d.site], Outputs: d.outputs}
	for _, t := range d.terms {
		for c, o := range t.sources {
			source := Source{Unit: -1}
			if o.site != constantSite && (t.only == nil || t.only[c]) {
				source = Source{Unit: l.units[o.site], Channel: o.channel}
			}
			t.term.Sources = append(t.term.Sources, source)
		}
		s.Terms = append(s.Terms, t.term)
	}
	return s
}

// forwardFactor is the product of the factors that follow a sum on its only way.
func (l *linker) forwardFactor(n *onnx.Node) []float32 {
	tensor := n.Outputs[0]
	factor := repeat(1, l.g.f.Shape(tensor)[1])
	for tensor != l.later.Tensor {
		r := l.g.onward(tensor)
		if r == nil {
			break
		}
		o := l.g.classify(r)
		if o.kind != affine || o.from != tensor {
			break
		}
		multiply(factor, o.factor)
		tensor = r.Outputs[0]
	}
	return factor
}

// multiply scales factors in place; nil stands for ones.
func multiply(factor, by []float32) {
	for c := range by {
		factor[c] *= by[c]
	}
}
