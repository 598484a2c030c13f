package embed

import (
	"fmt"
	"math"
	"slices"
)

// Rows are one layer's counts, [classes, channels] without the zeros, by class and by channel.
type Rows struct {
	byClass, byChannel entries
	length             []float64 // [classes] Euclidean length of the row
}

// entries is a sparse matrix, compressed by its first dimension.
type entries struct {
	start []int // [rows+1] where each row's entries begin
	index []int32
	value []float32
}

// row returns the numbers and values of row r's entries, by number.
func (e *entries) row(r int) ([]int32, []float32) {
	lo, hi := e.start[r], e.start[r+1]
	return e.index[lo:hi], e.value[lo:hi]
}

// Collect reads the counts of a network's layers, which have that many channels each. row gives class c's, of all layers
// one after the other; the slice is not kept. Counts from 2²⁴ on are rounded to 24 bits.
func Collect(classes int, channels []int, row func(c int) ([]uint32, error)) ([]*Rows, error) {
	layers := make([]*Rows, len(channels))
	used := make([][]int, len(channels)) // by layer and channel, from 1: entries
	for l, n := range channels {
		layers[l] = &Rows{byClass: entries{start: make([]int, 1, classes+1)}, length: make([]float64, 0, classes)}
		used[l] = make([]int, n+1)
	}
	for c := range classes {
		counts, err := row(c)
		if err != nil {
			return nil, err
		}
		for l, n := range channels {
			layers[l].add(counts[:n], used[l])
			counts = counts[n:]
		}
		if len(counts) > 0 {
			panic(fmt.Sprintf("embed: a row of %d channels more than the layers have", len(counts)))
		}
	}
	for l := range layers {
		layers[l].transpose(used[l])
	}
	return layers, nil
}

// add appends a class's row and counts its entries.
func (r *Rows) add(counts []uint32, used []int) {
	var squares float64
	for j, n := range counts {
		if n == 0 {
			continue
		}
		r.byClass.index = append(r.byClass.index, int32(j))
		r.byClass.value = append(r.byClass.value, float32(n))
		used[j+1]++
		squares += float64(float64(n) * float64(n))
	}
	r.byClass.start = append(r.byClass.start, len(r.byClass.index))
	r.length = append(r.length, math.Sqrt(squares))
}

// transpose fills byChannel; used[j+1] is the number of entries of channel j.
func (r *Rows) transpose(used []int) {
	for j := 1; j < len(used); j++ {
		used[j] += used[j-1]
	}
	t := entries{start: used, index: make([]int32, len(r.byClass.index)), value: make([]float32, len(r.byClass.index))}
	next := slices.Clone(used)
	for c := range r.length {
		channels, counts := r.byClass.row(c)
		for k, j := range channels {
			t.index[next[j]], t.value[next[j]] = int32(c), counts[k]
			next[j]++
		}
	}
	r.byChannel = t
}

// Classes is the number of rows.
func (r *Rows) Classes() int { return len(r.length) }

// products adds up the scalar products of class c's row with those of all classes, [classes], in the order of the
// channels, so that the product of two classes is the same from both sides.
func (r *Rows) products(c int, sum []float64) {
	clear(sum)
	channels, counts := r.byClass.row(c)
	for k, j := range channels {
		n := float64(counts[k])
		classes, others := r.byChannel.row(int(j))
		for m, other := range classes {
			sum[other] += float64(n * float64(others[m]))
		}
	}
}

// cosines turns products of class c into cosines, 0 for rows of zeros and at most 1.
func (r *Rows) cosines(c int, sum []float64) {
	for other, product := range sum {
		if product != 0 {
			sum[other] = cosine(product, r.length[c], r.length[other])
		}
	}
}

// cosine is 1 for rows that rounding alone tells from multiples of each other.
func cosine(product, a, b float64) float64 {
	if x := product / float64(a*b); x < 1-1e-12 {
		return x
	}
	return 1
}
