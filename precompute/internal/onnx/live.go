package onnx

// Live is how many numbers a model's tensors take at most at one time while it computes a batch, node after node: each from the node
// that makes it to the last one that reads it, and those that are kept to the end. Weights do not count.
func (f *Inference) Live(keep []string) int {
	last := map[string]int{} // node that reads a tensor last
	for at, n := range f.Model.Nodes {
		for _, inputs := range [][]string{n.Inputs, n.Captures} {
			for _, in := range inputs {
				last[in] = at
			}
		}
	}
	for _, tensor := range keep {
		last[tensor] = len(f.Model.Nodes)
	}
	now := f.numbers(f.Image.Name)
	ending := make([]int, len(f.Model.Nodes)+1) // numbers that a node is the last to read
	ending[last[f.Image.Name]] = now
	most := now
	for at, n := range f.Model.Nodes {
		for _, out := range n.Outputs {
			if f.fromImage[out] {
				now += f.numbers(out)
				ending[max(last[out], at)] += f.numbers(out)
			}
		}
		most = max(most, now)
		now -= ending[at]
	}
	return most
}

// numbers is how many a tensor has, 0 where that is not known.
func (f *Inference) numbers(tensor string) int {
	shape := f.Shape(tensor)
	if shape == nil {
		return 0
	}
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}
