package topology

import (
	"slices"

	"summit/precompute/internal/onnx"
)

// Sites that a channel can come from; a sum site is its node's index plus firstSum, layer l is earlierSite - l.
const (
	constantSite = -1
	laterSite    = -2 // that steps into the later layer sum into
	earlierSite  = -3
	firstSum     = 1
)

func isEarlier(site int) bool { return site <= earlierSite }

// origin is where a channel of a tensor comes from.
type origin struct {
	site, channel int
	factor        scale  // from the site to the tensor
	via           string // the first concatenation's operand that the channel is in, "" before any
	viaChannel    int
	viaFactor     scale // from via to the tensor
}

// scale is the product of the factors up to the first operator that is not linear.
type scale struct {
	factor float32
	closed bool
}

func (s scale) times(f float32) scale {
	if !s.closed {
		s.factor *= f
	}
	return s
}

// failure is why a link cannot be analysed.
type failure struct{ node, op, reason string }

func fail(n *onnx.Node, reason string) *failure { return &failure{n.Label(), n.Op, reason} }

// resolver finds the origins of tensors' channels back to the nearest layers before.
type resolver struct {
	g       *graph
	earlier map[string]int // tensor of a layer before the later one -> the layer
	known   map[string][]origin
}

func (r *resolver) isLayer(tensor string) bool {
	_, is := r.earlier[tensor]
	return is
}

// origins is the origin of each of the tensor's channels.
func (r *resolver) origins(tensor string) ([]origin, *failure) {
	if o, ok := r.known[tensor]; ok {
		return o, nil
	}
	o, err := r.find(tensor)
	if err == nil {
		r.known[tensor] = o
	}
	return o, err
}

func (r *resolver) find(tensor string) ([]origin, *failure) {
	shape := r.g.f.Shape(tensor)
	n := r.g.f.Model.Producer(tensor)
	switch {
	case r.isLayer(tensor):
		return fresh(earlierSite-r.earlier[tensor], shape[1]), nil
	case !r.g.f.DependsOnImage(tensor) && len(shape) == 4:
		return fresh(constantSite, shape[1]), nil
	case n == nil:
		return nil, &failure{tensor, "input", "it is reached around the layers before"}
	case len(shape) != 4:
		return nil, fail(n, "it makes a tensor that is not N,C,H,W")
	}
	switch o := r.g.classify(n); o.kind {
	case convolve, sum:
		return fresh(firstSum+n.Index, shape[1]), nil
	case concat:
		return r.joined(n)
	case unknown:
		return nil, fail(n, o.reason)
	default:
		return r.passed(n, o, tensor)
	}
}

func fresh(site, channels int) []origin {
	out := make([]origin, channels)
	for c := range out {
		out[c] = origin{site: site, channel: c, factor: scale{factor: 1}, viaFactor: scale{factor: 1}}
	}
	return out
}

// passed carries the origins of the operator's source over to its output.
func (r *resolver) passed(n *onnx.Node, o op, tensor string) ([]origin, *failure) {
	from, err := r.origins(o.from)
	if err != nil {
		return nil, err
	}
	if n.Op == "Split" {
		o.channels = r.g.splitMovement(n, tensor).channels
	}
	out := slices.Clone(from)
	switch {
	case o.kind == renumber:
		out = renumbered(from, o.channels)
	case len(from) == 1 && r.g.f.Shape(tensor)[1] != 1:
		return nil, fail(n, "it spreads one channel over several")
	}
	for c := range out {
		out[c] = out[c].through(o, c)
	}
	return out, nil
}

func renumbered(from []origin, channels []int) []origin {
	out := fresh(constantSite, len(channels))
	for c, source := range channels {
		if source >= 0 {
			out[c] = from[source]
		}
	}
	return out
}

func (s origin) through(o op, channel int) origin {
	if o.kind == activate || o.curved {
		s.factor.closed, s.viaFactor.closed = true, true
	}
	if o.factor != nil {
		s.factor, s.viaFactor = s.factor.times(o.factor[channel]), s.viaFactor.times(o.factor[channel])
	}
	return s
}

func (r *resolver) joined(n *onnx.Node) ([]origin, *failure) {
	var out []origin
	for _, operand := range n.Inputs {
		part, err := r.origins(operand)
		if err != nil {
			return nil, err
		}
		for c, s := range part {
			if s.via == "" {
				s.via, s.viaChannel, s.viaFactor = operand, c, scale{factor: 1}
			}
			out = append(out, s)
		}
	}
	return out, nil
}
