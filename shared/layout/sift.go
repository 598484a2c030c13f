package layout

// siftLimit is the number of nodes beyond which a row is not sifted: its cost grows with the square.
const siftLimit = 256

// siftRows sifts row after row, upwards, until none changes. A row that was sifted stays as it is until one beside it changes.
func (s *search) siftRows() {
	done := make([]bool, len(s.order))
	for better := true; better; {
		better = false
		for row := range s.order {
			if done[row] || len(s.order[row]) > siftLimit {
				continue
			}
			done[row] = true
			if s.sift(row) {
				better = true
				for _, beside := range []int{row - 1, row + 1} {
					if beside >= 0 && beside < len(done) {
						done[beside] = false
					}
				}
			}
		}
	}
}

// sift moves each node of a row to the place in it where crossings weigh least, the other rows staying as they are, again
// and again until no move helps (Matuszewski, Schoenfeld, Molitor 1999). It tells whether it moved a node.
func (s *search) sift(row int) (moved bool) {
	nodes := s.order[row]
	excess := s.excess(row)
	order := make([]int, len(nodes)) // indices into nodes
	for k := range order {
		order[k] = k
	}
	for again := true; again; {
		again = false
		for node := range nodes {
			if moveBest(order, node, excess[node]) {
				again, moved = true, true
			}
		}
	}
	sifted := make([]int, len(nodes))
	for k, node := range order {
		sifted[k] = nodes[node]
		s.position[sifted[k]] = k
	}
	s.order[row] = sifted
	return moved
}

// moveBest moves node within order to where it saves most, the nearest of equal places. excess[b] is what it weighs more
// to have the node left of b than right of it.
func moveBest(order []int, node int, excess []int64) bool {
	from := 0
	for order[from] != node {
		from++
	}
	best, least := from, int64(0)
	change := int64(0)
	for k := from + 1; k < len(order); k++ {
		change -= excess[order[k]]
		if change < least {
			best, least = k, change
		}
	}
	change = 0
	for k := from - 1; k >= 0; k-- {
		change += excess[order[k]]
		if change < least {
			best, least = k, change
		}
	}
	for k := from; k < best; k++ {
		order[k] = order[k+1]
	}
	for k := from; k > best; k-- {
		order[k] = order[k-1]
	}
	order[best] = node
	return best != from
}

// excess compares for each pair of the row's nodes, by index into it, what their edges' crossings weigh with the first on
// the left and with the first on the right.
func (s *search) excess(row int) [][]int64 {
	nodes := s.order[row]
	excess := make([][]int64, len(nodes))
	for a := range excess {
		excess[a] = make([]int64, len(nodes))
	}
	if row > 0 {
		s.addExcess(excess, nodes, s.down, len(s.order[row-1]))
	}
	if row+1 < len(s.order) {
		s.addExcess(excess, nodes, s.up, len(s.order[row+1]))
	}
	return excess
}

// addExcess adds that of the edges to the neighbours, which stand in a row of so many nodes.
func (s *search) addExcess(excess [][]int64, nodes []int, neighbours [][]neighbour, width int) {
	before := make([]int64, width+1)
	for b, right := range nodes {
		if len(neighbours[right]) == 0 {
			continue
		}
		s.before(before, neighbours[right])
		for a, left := range nodes {
			weight := int64(0)
			for _, n := range neighbours[left] {
				weight += int64(n.weight) * before[s.position[n.node]]
			}
			excess[a][b] += weight
			excess[b][a] -= weight
		}
	}
}

// before sets for each position the weight of the neighbours that stand left of it.
func (s *search) before(before []int64, neighbours []neighbour) {
	clear(before)
	for _, n := range neighbours {
		before[s.position[n.node]+1] += int64(n.weight)
	}
	for k := 1; k < len(before); k++ {
		before[k] += before[k-1]
	}
}
