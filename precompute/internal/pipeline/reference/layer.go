package reference

import "slices"

// Layers are the nodes that are layers: every way from the image to the classifier leads through them, and they end a run of
// normalizations and activations behind a convolution, an addition or a concatenation. Inner ones end such a run behind a node of
// Inner. They come in the order of their nodes.
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
	for _, k := range n.Inner {
		if end := n.end(k); !slices.Contains(layers, end) {
			layers = append(layers, end)
		}
	}
	slices.Sort(layers)
	return layers
}

// end follows a node over normalizations and activations that all ways from it to the classifier lead through.
func (n *Net) end(node int) int {
	for k := node + 1; k < len(n.Nodes); k++ {
		switch d := n.Nodes[k]; d.Op {
		case Norm, Relu, Clip, Activate, Gain:
			if d.Inputs[0] == node && !n.reaches(node, k) {
				node = k
			}
		}
	}
	return node
}

// ends are nodes that influence runs from: the layers before one.
type ends map[int]bool

// before are the layers before the one at the given place.
func before(layers []int, place int) ends {
	e := ends{}
	for _, node := range layers[:place] {
		e[node] = true
	}
	return e
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
