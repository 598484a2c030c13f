package embed

import (
	"context"
	"math"
)

// trustSample bounds the classes over which trustworthiness is averaged.
const trustSample = 2048

// TrustNeighbours is the number of neighbours at which the trustworthiness of a layout of n classes is measured: 15, as
// far as that is less than half of them, and 0 where there is nothing to measure.
func TrustNeighbours(n int) int { return max(min(15, (n-1)/2), 0) }

// trustworthiness is that of Venna and Kaski (2001) at k neighbours, from 0 to 1: classes that are among a class's k
// nearest in the plane, but not by cosine, cost as many places as they are away; of equal
// cosines each takes the mean place. It is the mean over the classes with a count, evenly spaced ones where there are more
// than trustSample; nil if there are none.
func trustworthiness(ctx context.Context, r *Rows, points []Point, workers int) (*float64, error) {
	n, k := r.Classes(), TrustNeighbours(r.Classes())
	sampled := r.sample(trustSample)
	if k == 0 || len(sampled) == 0 {
		return nil, ctx.Err()
	}
	lost := make([]float64, len(sampled))
	err := eachClass(ctx, len(sampled), workers, func() func(int) {
		sum := make([]float64, n)
		near := nearest{make([]Neighbour, 0, k)}
		return func(s int) {
			c := sampled[s]
			r.products(c, sum)
			r.cosines(c, sum)
			near.list = near.list[:0]
			for other, p := range points {
				if other != c {
					near.offer(int32(other), -squaredDistance(points[c], p))
				}
			}
			lost[s] = misplaced(sum, c, near.list)
		}
	})
	total := 0.0
	for _, places := range lost {
		total += places
	}
	scale := 2 / (float64(len(sampled)) * float64(k) * float64(2*n-3*k-1))
	trust := 1 - float64(scale*total)
	return &trust, err
}

// sample returns the classes with counts, evenly spaced ones where there are more than most.
func (r *Rows) sample(most int) []int {
	var counted []int
	for c, length := range r.length {
		if length > 0 {
			counted = append(counted, c)
		}
	}
	for n := len(counted); n > most; n = most {
		for s := range most {
			counted[s] = counted[s*n/most]
		}
		counted = counted[:most]
	}
	return counted
}

func squaredDistance(p, q Point) float64 {
	x, y := p[0]-q[0], p[1]-q[1]
	return float64(x*x) + float64(y*y)
}

// misplaced adds up by how many places the classes of a list lie beyond the len(list) nearest of class c by cosine.
func misplaced(cosines []float64, c int, list []Neighbour) (sum float64) {
	closer, equal := make([]int, len(list)), make([]int, len(list))
	cosines[c] = math.Inf(-1)
	for _, cosine := range cosines {
		for k, near := range list {
			switch own := cosines[near.Class]; {
			case cosine > own:
				closer[k]++
			case cosine == own:
				equal[k]++
			}
		}
	}
	for k := range list {
		sum += meanExcess(closer[k], equal[k], len(list))
	}
	return sum
}

// meanExcess is the mean of max(place - k, 0) over the places first+1 to first+n.
func meanExcess(first, n, k int) float64 {
	upTo := func(place int) int { return max(place-k, 0) * (max(place-k, 0) + 1) / 2 }
	return float64(upTo(first+n)-upTo(first)) / float64(n)
}
