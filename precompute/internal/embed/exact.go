package embed

import (
	"context"
	"sync"
	"sync/atomic"
)

// Neighbour is a class near another one.
type Neighbour struct {
	Class  int32
	Cosine float64 // of the two rows, above 0 and at most 1
}

// nearest holds up to k neighbours, largest cosine first, equal ones by class.
type nearest struct {
	list []Neighbour // capacity k
}

// offer inserts a class if it is among the k nearest. Of equal cosines the one offered first stays before the other.
func (n *nearest) offer(class int32, cosine float64) bool {
	at := len(n.list)
	if at == cap(n.list) {
		if at == 0 || cosine <= n.list[at-1].Cosine {
			return false
		}
		at--
	} else {
		n.list = n.list[:at+1]
	}
	for at > 0 && n.list[at-1].Cosine < cosine {
		n.list[at] = n.list[at-1]
		at--
	}
	n.list[at] = Neighbour{class, cosine}
	return true
}

// exact returns each class's k nearest others among those that share a channel with it, from all scalar products.
func exact(ctx context.Context, r *Rows, k, workers int) ([][]Neighbour, error) {
	lists := emptyLists(r.Classes(), k)
	err := eachClass(ctx, r.Classes(), workers, func() func(c int) {
		sum := make([]float64, r.Classes())
		return func(c int) {
			r.products(c, sum)
			r.cosines(c, sum)
			near := nearest{lists[c]}
			for other, cosine := range sum {
				if cosine > 0 && other != c {
					near.offer(int32(other), cosine)
				}
			}
			lists[c] = near.list
		}
	})
	return lists, err
}

// emptyLists are lists of capacity k, one for each class.
func emptyLists(classes, k int) [][]Neighbour {
	lists := make([][]Neighbour, classes)
	all := make([]Neighbour, classes*k)
	for c := range lists {
		lists[c] = all[c*k : c*k : (c+1)*k]
	}
	return lists
}

// eachClass calls a worker's function for classes 0 to n-1, each once; worker is called once by each of the workers.
func eachClass(ctx context.Context, n, workers int, worker func() func(c int)) error {
	var next atomic.Int64
	var group sync.WaitGroup
	for range max(min(workers, n), 1) {
		group.Go(func() {
			do := worker()
			for c := int(next.Add(1) - 1); c < n && ctx.Err() == nil; c = int(next.Add(1) - 1) {
				do(c)
			}
		})
	}
	group.Wait()
	return ctx.Err()
}
