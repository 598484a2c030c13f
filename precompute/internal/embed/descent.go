package embed

import (
	"cmp"
	"context"
	"slices"
)

// Limits of the approximate search.
const (
	exactClasses   = 20_000 // up to here neighbours are exact
	descentRounds  = 15
	descentEnd     = 1000 // end when less than one of so many places in the lists has changed
	startChannels  = 8    // strongest channels of a class that its first candidates come from
	startPerColumn = 4    // candidates from each
)

// approximate returns nearly what exact does, in time that grows little faster than the number of classes: NN-descent (Dong,
// Charikar and Li, WWW 2011), whose idea is that neighbours of neighbours are likely neighbours. Each round looks, for
// every class on its own, at the lists of the round before, so that the result does not depend on the workers. Lists are half as long again while it searches, which finds a good part of what it would miss.
func approximate(ctx context.Context, r *Rows, wanted, workers int) ([][]Neighbour, error) {
	k := wanted + wanted/2
	lists, err := firstLists(ctx, r, k, workers)
	before := make([][]Neighbour, r.Classes())
	for round := 0; round < descentRounds && err == nil; round++ {
		around := surroundings(lists, before, k)
		next := emptyLists(r.Classes(), k)
		err = eachClass(ctx, r.Classes(), workers, func() func(int) {
			s := newSearch(r)
			return func(c int) {
				s.begin(c, append(next[c], lists[c]...))
				s.join(around)
				next[c] = s.near.list
			}
		})
		before, lists = lists, next
		if changed := changes(lists, before); changed*descentEnd < r.Classes()*k {
			break
		}
	}
	for c, list := range lists {
		lists[c] = list[:min(wanted, len(list))]
	}
	return lists, err
}

// search looks for one class's neighbours at a time.
type search struct {
	rows  *Rows
	class int
	dense []float64 // [channels] the class's row
	seen  []int32   // [classes] the last class that looked at it, plus 1
	near  nearest
}

func newSearch(r *Rows) *search {
	return &search{rows: r, class: -1, dense: make([]float64, len(r.byChannel.start)-1), seen: make([]int32, r.Classes())}
}

// begin turns to class c, whose neighbours so far are list.
func (s *search) begin(c int, list []Neighbour) {
	if s.class >= 0 {
		channels, _ := s.rows.byClass.row(s.class)
		for _, j := range channels {
			s.dense[j] = 0
		}
	}
	s.class, s.near.list = c, list
	channels, counts := s.rows.byClass.row(c)
	for k, j := range channels {
		s.dense[j] = float64(counts[k])
	}
	s.seen[c] = int32(c) + 1
	for _, near := range list {
		s.seen[near.Class] = int32(c) + 1
	}
}

// try offers another class, unless that has been done.
func (s *search) try(other int32) {
	if s.seen[other] == int32(s.class)+1 {
		return
	}
	s.seen[other] = int32(s.class) + 1
	product := 0.0
	channels, counts := s.rows.byClass.row(int(other))
	for k, j := range channels {
		product += float64(s.dense[j] * float64(counts[k]))
	}
	if product > 0 {
		s.near.offer(other, cosine(product, s.rows.length[s.class], s.rows.length[other]))
	}
}

// join tries the classes two steps away, where one of the steps is new.
func (s *search) join(around [][]step) {
	for _, first := range around[s.class] {
		s.try(first.class)
		for _, second := range around[first.class] {
			if first.fresh || second.fresh {
				s.try(second.class)
			}
		}
	}
}

// firstLists gives every class candidates that share its strongest channels: the classes that follow it there.
func firstLists(ctx context.Context, r *Rows, k, workers int) ([][]Neighbour, error) {
	lists := emptyLists(r.Classes(), k)
	err := eachClass(ctx, r.Classes(), workers, func() func(int) {
		s := newSearch(r)
		return func(c int) {
			s.begin(c, lists[c])
			for _, j := range r.strongest(c, startChannels) {
				classes, _ := r.byChannel.row(int(j))
				at, _ := slices.BinarySearch(classes, int32(c))
				for k := range startPerColumn {
					s.try(classes[(at+1+k)%len(classes)])
				}
			}
			lists[c] = s.near.list
		}
	})
	return lists, err
}

// strongest returns the channels with a class's n largest counts, equal ones by channel.
func (r *Rows) strongest(c, n int) []int32 {
	channels, counts := r.byClass.row(c)
	order := make([]int, len(channels))
	for k := range order {
		order[k] = k
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(counts[b], counts[a]) })
	top := make([]int32, 0, n)
	for _, k := range order[:min(n, len(order))] {
		top = append(top, channels[k])
	}
	return top
}

// step leads from a class to one of its neighbours, or to one whose neighbour it is.
type step struct {
	class int32
	fresh bool // it was not there the round before
}

// surroundings are each class's neighbours, and up to k classes that it is a neighbour of.
func surroundings(lists, before [][]Neighbour, k int) [][]step {
	around := make([][]step, len(lists))
	back := make([]int, len(lists))
	for c, list := range lists {
		for _, near := range list {
			fresh := find(before[c], near.Class) < 0
			around[c] = append(around[c], step{near.Class, fresh})
			if back[near.Class] < k && find(lists[near.Class], int32(c)) < 0 {
				back[near.Class]++
				around[near.Class] = append(around[near.Class], step{int32(c), fresh})
			}
		}
	}
	return around
}

// changes counts the places of lists that were not there before.
func changes(lists, before [][]Neighbour) int {
	n := 0
	for c, list := range lists {
		for _, near := range list {
			if find(before[c], near.Class) < 0 {
				n++
			}
		}
	}
	return n
}
