package onnx

// NonNegative returns tensors without a value below 0: those that an operator makes which yields none, and those that others make of them
// alone and keep so. Of other tensors nothing is known.
func (m *Model) NonNegative() map[string]bool {
	known := map[string]bool{}
	for _, n := range m.Nodes {
		if len(n.Outputs) > 0 && n.nonNegative(known) {
			known[n.Outputs[0]] = true
		}
	}
	return known
}

func (n *Node) nonNegative(known map[string]bool) bool {
	switch n.Op {
	case "Relu", "Sigmoid", "HardSigmoid", "Softmax", "Abs":
		return true
	case "MaxPool", "AveragePool", "GlobalMaxPool", "GlobalAveragePool", "Dropout", "Identity", "Transpose", "Flatten":
		return known[n.Input(0)]
	case "Concat", "Add", "Sum", "Mul", "Max":
		for _, in := range n.Inputs {
			if !known[in] {
				return false
			}
		}
		return true
	}
	return false
}
