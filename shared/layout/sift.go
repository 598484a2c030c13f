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
	excess, order := s.excess(row), s.places[:len(nodes)] // order has indices into nodes
	for k := range order {
		order[k] = k
	}
	for again := true; again; {
		again = false
		for node, id := range nodes {
			if len(s.up[id])+len(s.down[id]) > 0 && moveBest(order, node, excess[node*len(nodes):][:len(nodes)]) {
				again, moved = true, true
			}
		}
	}
	if !moved {
		return false
	}
	sifted := make([]int, len(nodes))
	for k, node := range order {
		sifted[k] = nodes[node]
		s.position[sifted[k]] = k
	}
	s.order[row] = sifted
	return true
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
// the left and with the first on the right: a square matrix, row by row, which is good until the next call.
func (s *search) excess(row int) []int64 {
	nodes := s.order[row]
	excess := s.matrix[:len(nodes)*len(nodes)]
	clear(excess)
	if row > 0 {
		s.addExcess(excess, nodes, s.down, len(s.order[row-1]))
	}
	if row+1 < len(s.order) {
		s.addExcess(excess, nodes, s.up, len(s.order[row+1]))
	}
	return excess
}

// addExcess adds that of the edges to the neighbours, which stand in a row of so many nodes.
func (s *search) addExcess(excess []int64, nodes []int, neighbours [][]neighbour, width int) {
	joined, ends := s.joined[:0], s.ends[:0]
	for k, node := range nodes {
		if len(neighbours[node]) == 0 {
			continue
		}
		for _, n := range neighbours[node] {
			ends = append(ends, end{s.position[n.node], int64(n.weight)})
		}
		joined = append(joined, join{k, len(ends)})
	}
	s.joined, s.ends = joined, ends
	before := s.before[:width+1]
	first := 0
	for _, right := range joined {
		weighBefore(before, ends[first:right.last])
		first = right.last
		from := 0
		for _, left := range joined {
			weight := int64(0)
			for _, e := range ends[from:left.last] {
				weight += e.weight * before[e.position]
			}
			from = left.last
			excess[left.node*len(nodes)+right.node] += weight
			excess[right.node*len(nodes)+left.node] -= weight
		}
	}
}

// join is a node of a row that has edges, by index into the row: those to last, from the last of the node before it.
type join struct{ node, last int }

// end is an edge by where it ends in the row beside.
type end struct {
	position int
	weight   int64
}

// weighBefore sets for each position the weight of the edges that end left of it.
func weighBefore(before []int64, ends []end) {
	clear(before)
	for _, e := range ends {
		before[e.position+1] += e.weight
	}
	sum := int64(0)
	for k, weight := range before {
		sum += weight
		before[k] = sum
	}
}
