package topology

import (
	"fmt"
	"slices"

	"summit/precompute/internal/onnx"
)

// way is where a chain of moves comes from.
type way struct {
	source string    // tensor N,C,H,W
	index  []int     // for each element of the chain's end the element of source, -1: padding
	gains  []float32 // for each element of the chain's end what normalizations multiply it by; nil: none
}

// followBack returns the nearest map before node n in the chain of moving operators that ends in n, else the first tensor of
// four dimensions. Where there is no map it says what is in the way.
func (g *graph) followBack(n *onnx.Node) (w way, reason string) {
	var moved []int
	var gains []float32
	for p := n; ; {
		from := p.Input(0)
		in := g.f.Shape(from)
		if in == nil {
			return w, fmt.Sprintf("the shape of tensor %q is not known", from)
		}
		if elements(in) > maxMoved {
			return w, fmt.Sprintf("a tensor of shape %v is too large to be followed", in)
		}
		if normalizes(p.Op) {
			if gains, reason = g.gainAlong(p, moved, gains); reason != "" {
				return w, reason
			}
		} else {
			r, err := g.f.Rearrange(p, in)
			if err != nil {
				return w, fmt.Sprintf("node %q (%s) before it: %v", p.Label(), p.Op, err)
			}
			moved = composed(moved, r.Index())
		}
		if len(in) == 4 {
			w = way{from, slices.Clone(moved), slices.Clone(gains)}
			if g.isMap(from) {
				return w, ""
			}
		}
		if p = g.f.Model.Producer(from); p == nil || p.Domain != "" || !moves(p.Op) && !normalizes(p.Op) {
			if p != nil {
				reason = fmt.Sprintf("node %q (%s) before it is more than a move of elements", p.Label(), p.Op)
			}
			return w, reason
		}
	}
}

// gainAlong multiplies the gains of the chain's elements, which normalization p has at the positions moved, by its own.
func (g *graph) gainAlong(p *onnx.Node, moved []int, gains []float32) ([]float32, string) {
	own, reason := g.gain(p)
	if reason != "" {
		return nil, fmt.Sprintf("node %q (%s) before it: %s", p.Label(), p.Op, reason)
	}
	if gains == nil {
		gains = repeat(1, len(moved))
	}
	for i, at := range moved {
		if at >= 0 && own != nil {
			gains[i] *= own.at(at)
		}
	}
	return gains, ""
}

// isMap tells whether a tensor's four dimensions are known to be N,C,H,W: what operators that are not known make of a map
// may be anything.
func (g *graph) isMap(tensor string) bool {
	is, done := g.maps[tensor]
	if !done {
		is = len(g.f.Shape(tensor)) == 4 && g.isMapNew(tensor)
		g.maps[tensor] = is
	}
	return is
}

func (g *graph) isMapNew(tensor string) bool {
	n := g.f.Model.Producer(tensor)
	if n == nil {
		return tensor == g.f.Image.Name
	}
	switch o := g.classify(n); o.kind {
	case unknown:
		return false
	case convolve:
		return true
	case sum, concat:
		return slices.ContainsFunc(dataInputs(g.f, n), g.isMap)
	default:
		return g.isMap(o.from)
	}
}
