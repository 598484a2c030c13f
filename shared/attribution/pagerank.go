package attribution

// Scores is a solution of personalized PageRank.
type Scores struct {
	Rank       []float64 // [channels]; sums to 1 over the nodes, 0 for excluded channels
	Iterations int       // passes over the influences
	Converged  bool      // the stop rule was met within the bound of iterations
}

// matrix is the undirected graph of a class's influences, kept as the directed matrix that Counts hold: one pass over it
// serves both directions, because a row is read once to gather from the earlier layer and to scatter back to it. Channels
// that are no nodes have strength 0 and a value that stays 0.
type matrix struct {
	counts   *Counts
	node     []bool    // [channels]
	nodes    int       // channels that are nodes
	strength []float64 // [channels]; sum of the weights of a node's edges; 0: no edges
}

func newMatrix(n *Network, c *Counts) *matrix {
	g := &matrix{counts: c, node: make([]bool, n.Channels()), strength: make([]float64, n.Channels())}
	for j := range g.node {
		g.node[j] = true
	}
	for _, j := range n.Excluded {
		g.node[j] = false
	}
	for j, is := range g.node {
		if !is {
			continue
		}
		g.nodes++
		indices, values := c.Influence.Row(j)
		for k, i := range indices {
			if g.node[i] {
				weight := float64(values[k])
				g.strength[j] += weight
				g.strength[i] += weight
			}
		}
	}
	return g
}
