package attribution

import "math"

const (
	compatTolerance  = 1e-6 // times the number of nodes
	compatIterations = 100
)

// power solves personalized PageRank as networkx.pagerank does with its default arguments: power iteration from the
// uniform vector, mass of nodes without edges spread by the restart vector, until the L1 change is under
// nodes * 1e-6, 100 iterations at most. On thousands of nodes this stops early, far from the limit.
func (g *matrix) power(p []float64, damping float64) Scores {
	channels := len(p)
	x, y, z := make([]float64, channels), make([]float64, channels), make([]float64, channels)
	for j := range x {
		if g.node[j] {
			x[j] = 1 / float64(g.nodes)
		}
	}
	tolerance := float64(float64(g.nodes) * compatTolerance)
	for iteration := 1; iteration <= compatIterations; iteration++ {
		stuck := g.share(x, y, z)
		g.spread(y, z)
		change := 0.0
		for j, is := range g.node {
			if !is {
				continue
			}
			next := float64(damping*(z[j]+float64(stuck*p[j]))) + float64((1-damping)*p[j])
			change += math.Abs(next - x[j])
			x[j] = next
		}
		if change < tolerance {
			return Scores{Rank: x, Iterations: iteration, Converged: true}
		}
	}
	return Scores{Rank: x, Iterations: compatIterations}
}

// share sets y to what each node passes along an edge of weight 1, clears z, and returns the mass of nodes without edges.
func (g *matrix) share(x, y, z []float64) (stuck float64) {
	for j, strength := range g.strength {
		z[j] = 0
		if strength > 0 {
			y[j] = x[j] / strength
		} else {
			stuck += x[j]
		}
	}
	return stuck
}

// spread adds to z what every node receives from its neighbours.
func (g *matrix) spread(y, z []float64) {
	for j, strength := range g.strength {
		if strength == 0 {
			continue
		}
		indices, values := g.counts.Influence.Row(j)
		z[j] += gather(indices, values, y)
		scatter(indices, values, y[j], z)
	}
}
