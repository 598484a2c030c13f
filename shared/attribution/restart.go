package attribution

// restart makes the restart vector of personalized PageRank from one value of each channel (activation counts or lift):
// each value divided by the largest one of its layer, so that every layer weighs by its own scale, then all divided by
// their sum. Channels that are no nodes get 0. A layer whose values are all 0 gets no restart; where every layer is so,
// all nodes get the same.
func restart(n *Network, node []bool, values []float64) []float64 {
	p := make([]float64, len(values))
	total, nodes := 0.0, 0
	for _, span := range n.Layers {
		largest := 0.0
		for j := span.Offset; j < span.Offset+span.Channels; j++ {
			if node[j] {
				largest = max(largest, values[j])
				nodes++
			}
		}
		if largest == 0 {
			continue
		}
		for j := span.Offset; j < span.Offset+span.Channels; j++ {
			if node[j] {
				p[j] = values[j] / largest
				total += p[j]
			}
		}
	}
	for j := range p {
		switch {
		case !node[j]:
		case total > 0:
			p[j] /= total
		default:
			p[j] = 1 / float64(nodes)
		}
	}
	return p
}
