package attribution

import (
	"cmp"
	"slices"
)

// selection is which channels are kept: the first kept[l] of order[l] in each layer l.
type selection struct {
	order  [][]int   // [layers]; channels whose score is above 0, largest score first, ties by channel
	place  []int     // [channels]; where a channel stands in its layer's order, beyond every order where it does not
	kept   []int     // [layers]
	mass   []float64 // [layers]; the fraction that kept reaches
	scores []float64 // [channels]
	limit  int       // nodes of a layer at most
}

// selectNodes keeps in each layer the channels of largest score until their sum reaches mass of the layer's, the one that
// gets there included (section 6.3 of the paper, read as its published graphs are: layer by layer). A layer without score
// keeps none. With Together one threshold holds for all layers, as in the released code.
func selectNodes(n *Network, scores []float64, p Parameters) *selection {
	layers := len(n.Layers)
	s := &selection{scores: scores, limit: p.MaxNodes, mass: make([]float64, layers), kept: make([]int, layers)}
	s.place = make([]int, len(scores))
	for j := range s.place {
		s.place[j] = len(scores)
	}
	for l, span := range n.Layers {
		s.order = append(s.order, s.descending(span))
		for k, j := range s.order[l] {
			s.place[j] = k
		}
		s.take(l, p.Mass)
	}
	if p.Together {
		s.takeTogether(p.Mass)
	}
	return s
}

func (s *selection) descending(span Span) []int {
	order := make([]int, 0, span.Channels)
	for j := span.Offset; j < span.Offset+span.Channels; j++ {
		if s.scores[j] > 0 {
			order = append(order, j)
		}
	}
	slices.SortFunc(order, s.compare)
	return order
}

func (s *selection) compare(a, b int) int {
	return cmp.Or(cmp.Compare(s.scores[b], s.scores[a]), cmp.Compare(a, b))
}

// take keeps of layer l what reaches mass.
func (s *selection) take(l int, mass float64) {
	s.mass[l] = mass
	s.kept[l] = min(reach(s.order[l], s.scores, mass), s.most(l))
}

// most is the number of nodes that layer l can have.
func (s *selection) most(l int) int {
	if s.limit > 0 {
		return min(s.limit, len(s.order[l]))
	}
	return len(s.order[l])
}

// reach is how many channels of order it takes until their scores sum to mass of all; all of them at mass 1.
func reach(order []int, scores []float64, mass float64) int {
	if mass >= 1 {
		return len(order)
	}
	total := 0.0
	for _, j := range order {
		total += scores[j]
	}
	sum := 0.0
	for k, j := range order {
		if sum >= float64(mass*total) {
			return k
		}
		sum += scores[j]
	}
	return len(order)
}

// takeTogether keeps the channels that reach mass of the score of all layers together.
func (s *selection) takeTogether(mass float64) {
	all := slices.Concat(s.order...)
	slices.SortFunc(all, s.compare)
	all = all[:reach(all, s.scores, mass)]
	if len(all) == 0 {
		clear(s.kept)
		return
	}
	last := all[len(all)-1]
	for l, order := range s.order {
		k, exact := slices.BinarySearchFunc(order, last, s.compare)
		if exact {
			k++
		}
		s.kept[l] = min(k, s.most(l))
	}
}
