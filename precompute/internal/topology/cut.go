package topology

import (
	"slices"

	"summit/precompute/internal/onnx"
)

// chain is a run of single-tensor cuts that carry the same channels: a convolution's, sum's or concatenation's output
// and what batch normalization, activation and dropout make of it. The last tensor is the layer.
type chain struct {
	tensor  string
	members []string     // tensors, in order; the last one is tensor
	nodes   []*onnx.Node // that make the members
	last    int          // position of the last node in graph.nodes
}

// cuts lists the tensors that every path from the image to the output passes through, in order, as positions of the
// nodes in g.nodes that make them. In topological order a tensor is a cut if nothing made before it is read after it.
func (g *graph) cuts() []int {
	position := map[*onnx.Node]int{}
	for i, n := range g.nodes {
		position[n] = i
	}
	lastRead := func(tensor string) int {
		last := -1
		for _, n := range g.readers[tensor] {
			last = max(last, position[n])
		}
		if tensor == g.output {
			last = len(g.nodes)
		}
		return last
	}
	var cuts []int
	pending := lastRead(g.f.Image.Name) // the last reader of all earlier tensors
	for i, n := range g.nodes {
		own, read := -1, 0
		for _, out := range n.Outputs {
			if last := lastRead(out); last >= 0 {
				own = max(own, last)
				read++
			}
		}
		if pending <= i && read == 1 {
			cuts = append(cuts, i)
		}
		pending = max(pending, own)
	}
	return cuts
}

// chains groups the cuts of four dimensions into layers, without the classifier's own map.
func (g *graph) chains() []chain {
	cuts := g.cuts()
	for _, i := range cuts {
		g.cut[g.readOutput(g.nodes[i])] = true
	}
	var found []chain
	for _, i := range cuts {
		n := g.nodes[i]
		tensor := g.readOutput(n)
		if !g.isMap(tensor) {
			continue
		}
		switch o := g.classify(n); o.kind {
		case affine, activate:
			if last := len(found) - 1; last >= 0 && slices.Contains(found[last].members, o.from) {
				found[last].grow(n, tensor, i, g.isFloat(tensor))
			} else if !g.cut[o.from] && o.from != g.f.Image.Name { // made of another map, beside the layers before
				found = append(found, newChain(n, tensor, i, g.isFloat(tensor)))
			}
		case convolve, sum, concat:
			found = append(found, newChain(n, tensor, i, g.isFloat(tensor)))
		}
	}
	for len(found) > 0 && g.isClassifier(found[len(found)-1]) {
		found = found[:len(found)-1]
	}
	return found
}

func newChain(n *onnx.Node, tensor string, position int, float bool) chain {
	var c chain
	c.grow(n, tensor, position, float)
	return c
}

func (c *chain) grow(n *onnx.Node, tensor string, position int, float bool) {
	if float {
		c.tensor, c.last = tensor, position
	}
	c.members = append(c.members, tensor)
	c.nodes = append(c.nodes, n)
}

// readOutput is the output of the node that is read, the first one if none is.
func (g *graph) readOutput(n *onnx.Node) string {
	for _, out := range n.Outputs {
		if len(g.readers[out]) > 0 || out == g.output {
			return out
		}
	}
	return n.Outputs[0]
}

// isClassifier tells whether the chain holds one channel a class with no weights behind it.
func (g *graph) isClassifier(c chain) bool {
	if g.f.Shape(c.tensor)[1] != g.classes {
		return false
	}
	for _, n := range g.nodes[c.last+1:] {
		if n.Op == "Conv" || n.Op == "Gemm" || n.Op == "MatMul" {
			return false
		}
	}
	return true
}
