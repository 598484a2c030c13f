package attribution

import "math"

// The slow, obvious implementations that the package is compared with. Matrices are dense, [later channel][earlier channel].

// referenceSteps gives the transition probabilities [from][to] of the undirected graph; a node without edges restarts.
func referenceSteps(n *Network, c *Counts, p []float64) (node []bool, steps [][]float64) {
	influence := denseOf(c.Influence)
	node = make([]bool, len(p))
	for j := range node {
		node[j] = true
	}
	for _, j := range n.Excluded {
		node[j] = false
	}
	for i := range p {
		row := make([]float64, len(p))
		sum := 0.0
		for j := range p {
			if node[i] && node[j] {
				row[j] = float64(influence[i][j]) + float64(influence[j][i])
				sum += row[j]
			}
		}
		for j := range p {
			if sum > 0 {
				row[j] /= sum
			} else {
				row[j] = p[j]
			}
		}
		steps = append(steps, row)
	}
	return node, steps
}

// referencePageRank solves (1 - damping * steps^T) x = (1 - damping) p by Gaussian elimination.
func referencePageRank(n *Network, c *Counts, p []float64, damping float64) []float64 {
	_, steps := referenceSteps(n, c, p)
	size := len(p)
	rows := make([][]float64, size)
	for j := range rows {
		rows[j] = make([]float64, size+1)
		for i := range steps {
			rows[j][i] = -damping * steps[i][j]
		}
		rows[j][j]++
		rows[j][size] = (1 - damping) * p[j]
	}
	for k := range rows { // the matrix is dominated by its diagonal, column by column: no pivots needed
		for j := range rows {
			factor := rows[j][k] / rows[k][k]
			for i := k; j != k && i <= size; i++ {
				rows[j][i] -= factor * rows[k][i]
			}
		}
	}
	x := make([]float64, size)
	for j := range x {
		x[j] = rows[j][size] / rows[j][j]
	}
	return x
}

// referencePower is networkx' iteration.
func referencePower(n *Network, c *Counts, p []float64, damping float64) (x []float64, iterations int, converged bool) {
	node, steps := referenceSteps(n, c, p)
	nodes := 0.0
	for _, is := range node {
		if is {
			nodes++
		}
	}
	x = make([]float64, len(p))
	for j, is := range node {
		if is {
			x[j] = 1 / nodes
		}
	}
	for iterations = 1; iterations <= 100; iterations++ {
		next := make([]float64, len(p))
		change := 0.0
		for j := range next {
			for i := range steps {
				if node[i] {
					next[j] += damping * x[i] * steps[i][j]
				}
			}
			next[j] += (1 - damping) * p[j]
			change += math.Abs(next[j] - x[j])
		}
		x = next
		if change < nodes*1e-6 {
			return x, iterations, true
		}
	}
	return x, 100, false
}

// referenceKept marks the channels that a layer keeps at a mass: the largest one left, again and again.
func referenceKept(span Span, scores []float64, mass float64, limit int) map[int]bool {
	total := 0.0
	for _, j := range referenceOrder(span, scores) {
		total += scores[j]
	}
	kept, sum := map[int]bool{}, 0.0
	for _, j := range referenceOrder(span, scores) {
		reached := mass < 1 && sum >= mass*total
		if reached || limit > 0 && len(kept) == limit {
			break
		}
		kept[j] = true
		sum += scores[j]
	}
	return kept
}

func referenceOrder(span Span, scores []float64) []int {
	var order []int
	taken := map[int]bool{}
	for {
		best := -1
		for j := span.Offset; j < span.Offset+span.Channels; j++ {
			if !taken[j] && scores[j] > 0 && (best < 0 || scores[j] > scores[best]) {
				best = j
			}
		}
		if best < 0 {
			return order
		}
		taken[best] = true
		order = append(order, best)
	}
}

// referenceSelection follows the text: while some layer has no edge from below, raise its mass and that of the one below.
func referenceSelection(n *Network, c *Counts, scores []float64, p Parameters) []map[int]bool {
	influence := denseOf(c.Influence)
	joined := func(from, to map[int]bool) bool {
		for j := range to {
			for i := range from {
				if influence[j][i] > 0 {
					return true
				}
			}
		}
		return false
	}
	raised := make([]int, len(n.Layers))
	kept := func(l int) map[int]bool {
		mass := (float64(1000*p.Mass) + float64(5*raised[l])) / 1000
		return referenceKept(n.Layers[l], scores, mass, p.MaxNodes)
	}
	all := func(l int) map[int]bool { return referenceKept(n.Layers[l], scores, 1, p.MaxNodes) }
	for again := p.Mass > 0; again; {
		again = false
		for to := range n.Layers {
			now, possible := false, false
			for _, link := range n.Links {
				if link.To == to {
					now = now || joined(kept(link.From), kept(to))
					possible = possible || joined(all(link.From), all(to))
				}
			}
			if now || !possible {
				continue
			}
			for _, link := range n.Links {
				if link.To == to {
					raised[link.From]++
				}
			}
			raised[to]++
			again = true
			break
		}
	}
	var selected []map[int]bool
	for l := range n.Layers {
		selected = append(selected, kept(l))
	}
	return selected
}
