package topology

import (
	"summit/precompute/internal/onnx"
)

// span is a receptive field along one axis: position p sees [start + p*stride, start + p*stride + size).
type span struct{ size, stride, start int }

// spans are a tensor's receptive field along rows and columns.
type spans [2]span

func (s spans) field() Field {
	return Field{Size: [2]int{s[0].size, s[1].size}, Stride: [2]int{s[0].stride, s[1].stride}, Start: [2]int{s[0].start, s[1].start}}
}

// fields computes the receptive field of every tensor N,C,H,W of the graph: where operands meet, the smallest interval
// around all of them. What is no interval at even steps (an unknown operator, a reflection) counts as the whole image.
// What reaches a map through a gate or through a map of a single position does not count.
func (g *graph) fields() map[string]spans {
	known := map[string]spans{g.f.Image.Name: {{1, 1, 0}, {1, 1, 0}}}
	for _, n := range g.nodes {
		for _, out := range n.Outputs {
			if len(g.f.Shape(out)) == 4 {
				known[out] = g.field(n, out, known)
			}
		}
	}
	return known
}

func (g *graph) wholeImage() spans { return spans{{g.f.Height, 0, 0}, {g.f.Width, 0, 0}} }

func (g *graph) field(n *onnx.Node, out string, known map[string]spans) spans {
	switch o := g.classify(n); o.kind {
	case convolve:
		return g.windowed(n, n.Input(0), known)
	case sum, concat:
		return g.union(n, out, known)
	case affine, activate:
		return g.orWhole(known, o.from)
	case resample, renumber:
		return g.resampled(n, o, out, known)
	}
	return g.wholeImage()
}

func (g *graph) orWhole(known map[string]spans, tensor string) spans {
	if s, ok := known[tensor]; ok {
		return s
	}
	return g.wholeImage()
}

func (g *graph) windowed(n *onnx.Node, in string, known map[string]spans) spans {
	w, err := g.f.Window(n, g.f.Shape(in))
	if err != nil {
		return g.wholeImage()
	}
	s := g.orWhole(known, in)
	for a := range s {
		s[a].size += (w.Kernel[a] - 1) * w.Dilation[a] * s[a].stride
		s[a].start -= w.Pads[a] * s[a].stride
		s[a].stride *= w.Stride[a]
	}
	return s
}

func (g *graph) union(n *onnx.Node, out string, known map[string]spans) spans {
	var all []spans
	for _, in := range dataInputs(g.f, n) {
		shape, whole := g.f.Shape(in), g.f.Shape(out)
		if len(shape) == 4 && shape[2] == whole[2] && shape[3] == whole[3] {
			all = append(all, g.orWhole(known, in))
		}
	}
	if len(all) == 0 {
		return g.wholeImage()
	}
	s := all[0]
	for _, next := range all[1:] {
		for a := range s {
			if s[a].stride != next[a].stride {
				s[a] = g.wholeImage()[a]
				continue
			}
			end := max(s[a].start+s[a].size, next[a].start+next[a].size)
			s[a].start = min(s[a].start, next[a].start)
			s[a].size = end - s[a].start
		}
	}
	return s
}

func (g *graph) resampled(n *onnx.Node, o op, out string, known map[string]spans) spans {
	switch n.Op {
	case "MaxPool", "AveragePool", "LpPool":
		return g.windowed(n, o.from, known)
	case "LRN":
		return g.orWhole(known, o.from)
	case "Split":
		return g.moved(g.splitMovement(n, out), o.from, known)
	case "Resize", "Upsample":
		return g.wholeImage()
	}
	if o.move != nil {
		return g.moved(o.move, o.from, known)
	}
	return g.folded(o.from, known)
}

func (g *graph) moved(m *movement, from string, known map[string]spans) spans {
	s := g.orWhole(known, from)
	for a := range s {
		if !m.regular[a] {
			s[a] = g.wholeImage()[a]
			continue
		}
		s[a].start += m.start[a] * s[a].stride
		s[a].stride *= m.step[a]
	}
	return s
}

// folded is the field of a position that sees all of a map.
func (g *graph) folded(from string, known map[string]spans) spans {
	s := g.orWhole(known, from)
	for a := range s {
		s[a].size += (g.f.Shape(from)[2+a] - 1) * s[a].stride
		s[a].stride = 0
	}
	return s
}
