package topology

import "summit/precompute/internal/onnx"

// Cost is what a part of the model takes for one image.
type Cost struct {
	Parameters   int // trained numbers: weights, biases, scales
	MultiplyAdds int // of convolutions and matrix products
}

func (c *Cost) add(d Cost) {
	c.Parameters += d.Parameters
	c.MultiplyAdds += d.MultiplyAdds
}

// addCosts gives each layer the cost of the nodes up to it that no earlier layer has, and the network the sum of all.
func (g *graph) addCosts(net *Network) {
	layer := 0
	counted := map[string]bool{}
	for _, n := range g.nodes {
		c := g.cost(n, counted)
		net.Cost.add(c)
		if layer < len(net.Layers) {
			net.Layers[layer].Cost.add(c)
			if n == g.f.Model.Producer(net.Layers[layer].Tensor) {
				layer++
			}
		}
	}
}

func (g *graph) cost(n *onnx.Node, counted map[string]bool) Cost {
	var c Cost
	switch n.Op {
	case "Conv":
		out, w := g.f.Shape(n.Outputs[0]), g.f.Shape(n.Input(1))
		if len(out) == 4 && len(w) == 4 {
			c.MultiplyAdds = out[1] * out[2] * out[3] * w[1] * w[2] * w[3]
		}
	case "Gemm", "MatMul":
		out, a := g.f.Shape(n.Outputs[0]), g.f.Shape(n.Input(0))
		if len(out) > 0 && len(a) > 0 {
			inner := a[len(a)-1]
			if n.Op == "Gemm" && n.Int("transA", 0) != 0 {
				inner = a[0]
			}
			c.MultiplyAdds = inner
			for _, d := range out {
				c.MultiplyAdds *= d
			}
		}
	}
	for i, in := range n.Inputs {
		c.Parameters += g.parameters(n, i, in, counted)
	}
	return c
}

// parameters counts the trained numbers of an input that no other node has been charged with.
func (g *graph) parameters(n *onnx.Node, i int, in string, counted map[string]bool) int {
	trained := n.Op == "Conv" || n.Op == "Gemm" || n.Op == "MatMul" || n.Op == "PRelu" || n.Op == "Add" || n.Op == "Mul" ||
		(n.Op == "BatchNormalization" || normalizes(n.Op)) && i <= 2
	if in == "" || !trained || counted[in] || g.f.DependsOnImage(in) {
		return 0
	}
	counted[in] = true
	shape := g.f.Shape(in)
	if len(shape) == 0 {
		return 0
	}
	size := 1
	for _, d := range shape {
		size *= d
	}
	return size
}
