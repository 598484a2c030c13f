package layout

// siftLimit is the number of nodes beyond which a row is not sifted: its cost grows with the square.
const siftLimit = 256

// siftRows sifts row after row, upwards, until none changes.
func (s *search) siftRows() {
	for better := true; better; {
		better = false
		for row := range s.order {
			if len(s.order[row]) <= siftLimit && s.sift(row) {
				better = true
			}
		}
	}
}

// sift moves each node of a row to the place in it where crossings weigh least, the other rows staying as they are, again
// and again until no move helps (Matuszewski, Schoenfeld, Molitor 1999). It tells whether it moved a node.
func (s *search) sift(row int) (moved bool) {
	nodes := s.order[row]
	excess := s.excess(nodes)
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

// excess compares for each pair of a row's nodes, by index into nodes, what their edges' crossings weigh with the first on
// the left and with the first on the right.
func (s *search) excess(nodes []int) [][]int64 {
	excess := make([][]int64, len(nodes))
	for a := range excess {
		excess[a] = make([]int64, len(nodes))
	}
	for _, neighbours := range [][][]neighbour{s.up, s.down} {
		for b, right := range nodes {
			before := s.before(neighbours[right])
			for a, left := range nodes {
				weight := int64(0)
				for _, n := range neighbours[left] {
					if at := s.position[n.node]; at < len(before) {
						weight += int64(n.weight) * before[at]
					} else if len(before) > 0 {
						weight += int64(n.weight) * before[len(before)-1]
					}
				}
				excess[a][b] += weight
				excess[b][a] -= weight
			}
		}
	}
	return excess
}

// before gives for each position the weight of the neighbours that stand left of it, up to one place after the last.
func (s *search) before(neighbours []neighbour) []int64 {
	last := -1
	for _, n := range neighbours {
		last = max(last, s.position[n.node])
	}
	if last < 0 {
		return nil
	}
	before := make([]int64, last+2)
	for _, n := range neighbours {
		before[s.position[n.node]+1] += int64(n.weight)
	}
	for k := 1; k < len(before); k++ {
		before[k] += before[k-1]
	}
	return before
}
