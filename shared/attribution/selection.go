package attribution

import "slices"

// order is the channels of each layer by score.
type order struct {
	scores []float64 // [channels]
	layers [][]int   // [layers]; channels whose score is above 0, largest score first, ties by channel
	place  []int     // [channels]; where a channel stands in its layer, beyond every layer where it does not
}

func newOrder(n *Network, scores []float64) *order {
	o := &order{scores: slices.Clone(scores), place: make([]int, len(scores))}
	for j := range o.place {
		o.place[j] = len(scores)
	}
	for _, span := range n.Layers {
		list := make([]int, 0, span.Channels)
		for j := span.Offset; j < span.Offset+span.Channels; j++ {
			if scores[j] > 0 {
				list = append(list, j)
			}
		}
		slices.SortFunc(list, o.compare)
		for k, j := range list {
			o.place[j] = k
		}
		o.layers = append(o.layers, list)
	}
	return o
}

func (o *order) compare(a, b int) int {
	switch x, y := o.scores[a], o.scores[b]; {
	case x > y:
		return -1
	case x < y:
		return 1
	}
	return a - b
}

// selection is which channels are kept: the first kept[l] of each layer l.
type selection struct {
	*order
	kept  []int     // [layers]
	mass  []float64 // [layers]; the fraction that kept reaches
	limit int       // nodes of a layer at most
}

// selectNodes keeps in each layer the channels of largest score until their sum reaches mass of the layer's, the one that
// gets there included (section 6.3 of the paper, read as its published graphs are: layer by layer). A layer without score
// keeps none. With Together one threshold holds for all layers, as in the released code.
func selectNodes(o *order, p Parameters) *selection {
	s := &selection{order: o, limit: p.MaxNodes, mass: make([]float64, len(o.layers)), kept: make([]int, len(o.layers))}
	for l := range o.layers {
		s.take(l, p.Mass)
	}
	if p.Together {
		s.takeTogether(p.Mass)
	}
	return s
}

// take keeps of layer l what reaches mass.
func (s *selection) take(l int, mass float64) {
	s.mass[l] = mass
	s.kept[l] = min(reach(s.layers[l], s.scores, mass), s.most(l))
}

// most is the number of nodes that layer l can have.
func (s *selection) most(l int) int {
	if s.limit > 0 {
		return min(s.limit, len(s.layers[l]))
	}
	return len(s.layers[l])
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
	all := slices.Concat(s.layers...)
	slices.SortFunc(all, s.compare)
	all = all[:reach(all, s.scores, mass)]
	if len(all) == 0 {
		clear(s.kept)
		return
	}
	last := all[len(all)-1]
	for l, order := range s.layers {
		k, exact := slices.BinarySearchFunc(order, last, s.compare)
		if exact {
			k++
		}
		s.kept[l] = min(k, s.most(l))
	}
}
