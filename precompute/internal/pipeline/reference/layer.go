package reference

import "slices"

// Layers are the nodes that are layers: every way from the image to the classifier leads through them, and they end a run of
// normalizations and activations behind a convolution, an addition or a concatenation.
func (n *Net) Layers() []int {
	var layers []int
	for k := 1; k < len(n.Nodes); k++ {
		if n.reaches(0, k) {
			continue
		}
		switch d := n.Nodes[k]; d.Op {
		case Conv, Add, Concat:
			layers = append(layers, k)
		case Norm, Relu, Clip, Activate, Gain:
			if last := len(layers) - 1; last >= 0 && layers[last] == d.Inputs[0] {
				layers[last] = k
			}
		}
	}
	return layers
}

// reaches tells whether a way leads from the node to the last one without the node without.
func (n *Net) reaches(node, without int) bool {
	seen := map[int]bool{without: true}
	var walk func(node int) bool
	walk = func(node int) bool {
		if seen[node] {
			return false
		}
		seen[node] = true
		return node == n.Last() || slices.ContainsFunc(n.readers(node), walk)
	}
	return walk(node)
}

func (n *Net) readers(node int) []int {
	var readers []int
	for k, d := range n.Nodes {
		for _, in := range d.Inputs {
			if in == node {
				readers = append(readers, k)
			}
		}
	}
	return readers
}
