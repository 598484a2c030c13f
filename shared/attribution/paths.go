package attribution

import (
	"cmp"
	"slices"
)

// PathCount is the number of paths that are shown of a node, each way.
const PathCount = 3

// Path is a chain of a graph's edges, those that excite, from a node down to earlier layers, or up to later ones.
type Path struct {
	Nodes []int // indices into Graph.Nodes; the node that was asked for comes first
	// Share is the product over the path's edges of their shares: of an edge in the counts of all edges into its upper
	// node on the way down, of all edges out of its lower node on the way up. A walk that picks edges with the
	// probabilities of their shares takes this path with probability Share.
	Share float64
}

// PathsDown returns the k strongest paths that lead from a node down. Each goes on until no edge leads into its last
// node. Paths that get to an earlier layer come first, among those the ones of larger share, ties by the nodes' indices.
// There is none if no edge leads into the node.
func (g *Graph) PathsDown(node, k int) []Path { return g.paths(node, k, true) }

// PathsUp is PathsDown along the edges out of nodes, to later layers.
func (g *Graph) PathsUp(node, k int) []Path { return g.paths(node, k, false) }

// step is an edge seen from one of its nodes.
type step struct {
	to    int
	share float64
}

// paths finds the k best paths of every node after those of all nodes that it leads to: edges go from layer to layer, and
// so do the nodes' indices. What makes one path better than another does so too with an edge put before both.
func (g *Graph) paths(node, k int, down bool) []Path {
	steps := g.steps(down)
	if len(steps[node]) == 0 {
		return nil
	}
	best := make([][]Path, len(g.Nodes))
	if down {
		for i := 0; i <= node; i++ {
			best[i] = g.extend(i, steps[i], best, k, down)
		}
	} else {
		for i := len(g.Nodes) - 1; i >= node; i-- {
			best[i] = g.extend(i, steps[i], best, k, down)
		}
	}
	return best[node]
}

// steps lists for each node the edges that lead on from it, in the order of the nodes they lead to.
func (g *Graph) steps(down bool) [][]step {
	steps := make([][]step, len(g.Nodes))
	total := make([]uint64, len(g.Nodes))
	ends := func(e Edge) (from, to int) {
		if down {
			return e.To, e.From
		}
		return e.From, e.To
	}
	excite := slices.DeleteFunc(slices.Clone(g.Edges), func(e Edge) bool { return e.Inhibits })
	for _, e := range excite {
		from, _ := ends(e)
		total[from] += uint64(e.Count)
	}
	for _, e := range excite {
		from, to := ends(e)
		steps[from] = append(steps[from], step{to, float64(e.Count) / float64(total[from])})
	}
	return steps
}

// extend puts node i before the best paths of the nodes that its steps lead to, and keeps the k best.
func (g *Graph) extend(i int, steps []step, best [][]Path, k int, down bool) []Path {
	if len(steps) == 0 {
		return []Path{{Nodes: []int{i}, Share: 1}}
	}
	var paths []Path // without i
	for _, s := range steps {
		for _, p := range best[s.to] {
			paths = append(paths, Path{Nodes: p.Nodes, Share: s.share * p.Share})
		}
	}
	order := sorted(len(paths), func(a, b int) int {
		return cmp.Or(g.farther(paths[a], paths[b], down), cmp.Compare(paths[b].Share, paths[a].Share))
	})
	var kept []Path
	for _, n := range order[:min(k, len(order))] {
		kept = append(kept, Path{Nodes: append([]int{i}, paths[n].Nodes...), Share: paths[n].Share})
	}
	return kept
}

// farther compares the layers in which two paths end.
func (g *Graph) farther(a, b Path, down bool) int {
	layers := cmp.Compare(g.Nodes[a.Nodes[len(a.Nodes)-1]].Layer, g.Nodes[b.Nodes[len(b.Nodes)-1]].Layer)
	if down {
		return layers
	}
	return -layers
}
