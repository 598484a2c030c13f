package layout

import (
	"cmp"
	"slices"
)

// patience is the number of sweeps without a better order after which the search ends.
const patience = 3

// Order looks for an order within each row in which few edges cross, strong ones above all, in the given number of sweeps
// at most. A sweep sorts each row by the weighted mean position (barycentre) of its nodes' neighbours in the row before,
// going up and then down (Sugiyama, Tagawa, Toda 1981), and then sifts each row. The best order met is returned, so that
// its crossings never weigh more than those of the order in which the nodes are given. It panics where a row or an edge is out
// of range.
func Order(g Graph, sweeps int) [][]int {
	g.check()
	s := newSearch(g)
	best := s.copyOrder()
	_, least := Crossings(g, s.order)
	for sweep, idle := 0, 0; sweep < sweeps && least > 0 && idle < patience; sweep++ {
		for row := 1; row < g.Rows; row++ {
			s.sortRow(row, s.down, len(s.order[row-1]))
		}
		for row := g.Rows - 2; row >= 0; row-- {
			s.sortRow(row, s.up, len(s.order[row+1]))
		}
		s.siftRows()
		idle++
		if _, weight := Crossings(g, s.order); weight < least {
			best, least, idle = s.copyOrder(), weight, 0
		}
	}
	return best
}

// search is an order that is being improved.
type search struct {
	order    [][]int
	position []int
	up, down [][]neighbour // [nodes]; neighbours in the next row, and in the row before

	// Room for what sortRow and sift compute.
	centre []float64 // [nodes]
	places []int
	matrix []int64
	before []int64
	joined []join
	ends   []end
}

type neighbour struct {
	node   int
	weight uint32
}

func newSearch(g Graph) *search {
	s := &search{order: make([][]int, g.Rows), up: make([][]neighbour, len(g.Nodes)), down: make([][]neighbour, len(g.Nodes))}
	for k, node := range g.Nodes {
		s.order[node.Row] = append(s.order[node.Row], k)
	}
	longest, sifted := 0, 0
	for _, row := range s.order {
		longest = max(longest, len(row))
		if len(row) <= siftLimit {
			sifted = max(sifted, len(row))
		}
	}
	s.centre, s.before = make([]float64, len(g.Nodes)), make([]int64, longest+1)
	s.places, s.matrix = make([]int, sifted), make([]int64, sifted*sifted)
	s.position = positions(s.order, len(g.Nodes))
	for _, edge := range g.Edges {
		if g.Nodes[edge.To].Row == g.Nodes[edge.From].Row+1 {
			s.up[edge.From] = append(s.up[edge.From], neighbour{edge.To, edge.Weight})
			s.down[edge.To] = append(s.down[edge.To], neighbour{edge.From, edge.Weight})
		}
	}
	return s
}

func (s *search) copyOrder() [][]int {
	order := make([][]int, len(s.order))
	for row := range order {
		order[row] = slices.Clone(s.order[row])
	}
	return order
}

// sortRow sorts a row by barycentre; a node without neighbours counts with its own place, in the other row's scale.
func (s *search) sortRow(row int, neighbours [][]neighbour, width int) {
	nodes, centre := s.order[row], s.centre
	for k, node := range nodes {
		centre[node] = (float64(k) + 0.5) * float64(width) / float64(len(nodes))
		sum, weight := 0.0, 0.0
		for _, n := range neighbours[node] {
			sum += float64(float64(n.weight) * (float64(s.position[n.node]) + 0.5))
			weight += float64(n.weight)
		}
		if weight > 0 {
			centre[node] = sum / weight
		}
	}
	// Not by a stable sort, which would be a second one in the page's download.
	slices.SortFunc(nodes, func(a, b int) int { return cmp.Or(cmp.Compare(centre[a], centre[b]), s.position[a]-s.position[b]) })
	for k, node := range nodes {
		s.position[node] = k
	}
}
