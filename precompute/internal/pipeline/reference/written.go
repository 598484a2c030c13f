package reference

import "summit/precompute/internal/onnx/onnxtest"

// emitter adds ONNX nodes called name over the tensors in, and returns what they make.
type emitter = func(m *onnxtest.Model, name string, in []string) string

// Activate adds a function of each channel by itself; the nodes gates take part, and say nothing about which channel it is.
func (n *Net) Activate(in int, emit emitter, gates ...int) int {
	d := n.like(Activate, in)
	d.Inputs = append(d.Inputs, gates...)
	d.Emit = emit
	return n.add(d)
}

// Gain adds a normalization by statistics of the image whose channels have the gains factor; nil: 1.
func (n *Net) Gain(in int, factor []float64, emit emitter) int {
	d := n.like(Gain, in)
	d.Factor, d.Emit = factor, emit
	for len(d.Factor) < d.Channels {
		d.Factor = append(d.Factor, 1)
	}
	return n.add(d)
}

// Sample adds a pooling or another map of each channel, of the given size; curved: it is not linear.
func (n *Net) Sample(in, height, width int, curved bool, emit emitter) int {
	d := n.like(Sample, in)
	d.Height, d.Width, d.Curved, d.Emit = height, width, curved, emit
	return n.add(d)
}

// Written adds a convolution that emit writes, such as a matrix product over the last axis; last: it makes N,H,W,C.
func (n *Net) Written(in int, weights, bias []float64, last bool, emit emitter) int {
	c := n.Conv(in, Window{}, 1, weights, bias)
	n.Nodes[c].Emit, n.Nodes[c].Last = emit, last
	return c
}

// Show says which tensor is reported for the node, where the model transposes it further.
func (n *Net) Show(node int, tensor string) { n.Nodes[node].shown = tensor }

// Shown is the tensor that is reported for a node.
func (n *Net) Shown(node int) string {
	if shown := n.Nodes[node].shown; shown != "" {
		return shown
	}
	return n.Tensor(node)
}
