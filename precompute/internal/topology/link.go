package topology

import (
	"slices"

	"summit/precompute/internal/onnx"
)

// linker assembles one link.
type linker struct {
	resolver
	layers []Layer // the earlier and the later one
	inner  map[int]bool
	units  map[int]int // site -> unit, known when all inner sites are
}

// link analyses the range between layers to-1 and to.
func (g *graph) link(layers []Layer, to int) (*Link, *failure) {
	l := &linker{layers: layers[to-1 : to+1], inner: map[int]bool{}, units: map[int]int{},
		resolver: resolver{g: g, earlier: layers[to-1].Tensor, known: map[string][]origin{}}}
	later, err := l.origins(layers[to].Tensor)
	if err != nil {
		return nil, err
	}
	steps, err := l.laterSteps(later)
	if err != nil {
		return nil, err
	}
	if len(steps) == 0 {
		n := g.f.Model.Producer(layers[to].Tensor)
		return nil, fail(n, "its channels do not depend on the earlier layer")
	}
	inner, err := l.innerSteps(steps)
	if err != nil {
		return nil, err
	}
	link := &Link{From: to - 1, To: to, Units: l.numberUnits()}
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

const laterSite = -2

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

// readSites marks the sum sites that the drafts read as inner units.
func (l *linker) readSites(steps []draft) {
	for _, s := range steps {
		for _, t := range s.terms {
			for c, o := range t.sources {
				if o.site >= firstSum && (t.only == nil || t.only[c]) {
					l.inner[o.site] = true
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

func (l *linker) numberUnits() []Unit {
	units := []Unit{{Name: l.layers[0].Name, Channels: l.layers[0].Channels}}
	l.units[earlierSite] = 0
	for _, site := range sortedSites(l.inner) {
		n := l.g.f.Model.Nodes[site-firstSum]
		l.units[site] = len(units)
		units = append(units, Unit{Name: n.Label(), Channels: l.g.f.Shape(n.Outputs[0])[1]})
	}
	l.units[laterSite] = len(units)
	return append(units, Unit{Name: l.layers[1].Name, Channels: l.layers[1].Channels})
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
	for tensor != l.layers[1].Tensor {
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
