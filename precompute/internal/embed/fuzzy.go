package embed

import "math"

// edge joins two classes of the fuzzy graph; each pair is there in both directions.
type edge struct {
	head, tail int32
	weight     float32 // membership, above 0 and at most 1
}

// fuzzyGraph is section 3.1: a class's neighbours are members of its fuzzy set, and the sets of the two directions of a
// pair are united, a + b - ab. Edges come by head.
func fuzzyGraph(lists [][]Neighbour) []edge {
	weights := make([][]float64, len(lists))
	for c, list := range lists {
		weights[c] = memberships(list)
	}
	unanswered := make([][]edge, len(lists)) // by head: from those that list the head without being listed
	var edges []edge
	for c, list := range lists {
		for k, near := range list {
			a := weights[c][k]
			if find(lists[near.Class], int32(c)) < 0 {
				unanswered[near.Class] = append(unanswered[near.Class], edge{near.Class, int32(c), float32(a)})
			}
		}
	}
	for c, list := range lists {
		for k, near := range list {
			w := weights[c][k]
			if back := find(lists[near.Class], int32(c)); back >= 0 {
				b := weights[near.Class][back]
				w = w + b - float64(w*b)
			}
			edges = append(edges, edge{int32(c), near.Class, float32(w)})
		}
		edges = append(edges, unanswered[c]...)
	}
	return edges
}

// find is the place of class c in a list, or -1.
func find(list []Neighbour, c int32) int {
	for k, near := range list {
		if near.Class == c {
			return k
		}
	}
	return -1
}

// Limits of the search for a class's bandwidth, umap-learn's.
const (
	bandwidthSteps     = 64
	bandwidthTolerance = 1e-5
	leastBandwidth     = 1e-3 // of the mean distance, the class itself included
)

// memberships are exp(-(d - ρ) / σ) of a class's neighbours at distance d = 1 - cosine, where ρ is the smallest distance
// above 0 and σ makes them add up to log2(k+1): algorithm 3, SmoothKNNDist, with the class itself as one of the
// k+1 neighbours.
func memberships(list []Neighbour) []float64 {
	weights := make([]float64, len(list))
	nearest, mean := 0.0, 0.0
	for k := range list {
		d := 1 - list[k].Cosine
		weights[k] = d
		mean += d / float64(len(list)+1)
		if nearest == 0 {
			nearest = d
		}
	}
	sigma := max(bandwidth(weights, nearest), leastBandwidth*mean)
	for k, d := range weights {
		weights[k] = membership(d-nearest, sigma)
	}
	return weights
}

func membership(beyond, sigma float64) float64 {
	if beyond <= 0 || sigma == 0 {
		return 1
	}
	return math.Exp(-beyond / sigma)
}

// bandwidth halves the interval in which σ lies.
func bandwidth(distances []float64, nearest float64) float64 {
	target := math.Log2(float64(len(distances) + 1))
	low, high, sigma := 0.0, math.Inf(1), 1.0
	for range bandwidthSteps {
		sum := 0.0
		for _, d := range distances {
			sum += membership(d-nearest, sigma)
		}
		switch {
		case math.Abs(sum-target) < bandwidthTolerance:
			return sigma
		case sum > target:
			high = sigma
			sigma = (low + high) / 2
		case math.IsInf(high, 1):
			low = sigma
			sigma *= 2
		default:
			low = sigma
			sigma = (low + high) / 2
		}
	}
	return sigma
}
