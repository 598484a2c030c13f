package topology

// rest finds what a classifier does not consist of behind the last layer: a subgraph, an operator of another domain, or one that
// multiplies maps by each other or goes through them step by step.
func (g *graph) rest(layers []chain) *Gap {
	last := len(layers) - 1
	for _, n := range g.nodes[layers[last].last+1:] {
		reason := ""
		switch data := dataInputs(g.f, n); {
		case n.Domain != "":
			reason = "operators of domain \"" + n.Domain + "\" are not known"
		case len(n.Captures) > 0:
			reason = "subgraphs are not looked into"
		case n.Op == "MatMul" && len(data) > 1 || n.Op == "Einsum" || n.Op == "Attention":
			reason = "it mixes positions by each other, as attention does"
		case n.Op == "Loop" || n.Op == "Scan" || n.Op == "LSTM" || n.Op == "GRU" || n.Op == "RNN":
			reason = "it goes through its input step by step"
		default:
			continue
		}
		return &Gap{From: last, To: len(layers), Node: n.Label(), Op: n.Op, Reason: reason}
	}
	return nil
}
