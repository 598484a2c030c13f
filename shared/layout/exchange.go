package layout

import "slices"

// exchange swaps adjacent nodes of a row while that saves crossings, row after row, in passes until none does.
func (s *search) exchange() {
	for better := true; better; {
		better = false
		for row := range s.order {
			s.sortNeighbours(row)
			for s.exchangeRow(row) {
				better = true
			}
		}
	}
}

// sortNeighbours brings the neighbours of a row's nodes into the order of their positions.
func (s *search) sortNeighbours(row int) {
	byPosition := func(a, b neighbour) int { return s.position[a.node] - s.position[b.node] }
	for _, node := range s.order[row] {
		slices.SortStableFunc(s.up[node], byPosition)
		slices.SortStableFunc(s.down[node], byPosition)
	}
}

// exchangeRow goes once along a row, from the left, and tells whether it saved crossings.
func (s *search) exchangeRow(row int) (better bool) {
	nodes := s.order[row]
	for k := 0; k+1 < len(nodes); k++ {
		a, b := nodes[k], nodes[k+1]
		kept := s.pairCrossings(s.up[a], s.up[b]) + s.pairCrossings(s.down[a], s.down[b])
		swapped := s.pairCrossings(s.up[b], s.up[a]) + s.pairCrossings(s.down[b], s.down[a])
		if swapped < kept {
			nodes[k], nodes[k+1] = b, a
			s.position[a], s.position[b] = k+1, k
			better = true
		}
	}
	return better
}

// pairCrossings counts the crossings between the edges of a left node and those of a right one; neighbours in order.
func (s *search) pairCrossings(left, right []neighbour) int {
	crossings, before := 0, 0
	for _, n := range left {
		for before < len(right) && s.position[right[before].node] < s.position[n.node] {
			before++
		}
		crossings += before
	}
	return crossings
}
