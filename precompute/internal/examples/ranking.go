// Package examples finds the dataset examples of every channel, the images that activate it most, and makes a card of each: a
// strip of the crops that the channel sees.
package examples

import (
	"math"
	"slices"
	"sync"
	"sync/atomic"
)

// Example is an image that activates a channel, and where.
type Example struct {
	Activation float32 // the channel's maximum over the image, above zero
	Item       int     // number of the image in its data set
	Y, X       int     // position of the maximum in the layer's map, the first in reading order
}

// Ranking keeps the strongest examples of every channel. It may be used by several goroutines; the result does not depend on the order
// in which images come.
type Ranking struct {
	size   int
	mu     sync.Mutex
	best   [][]Example     // [channels], the strongest first; of equal ones the lower item first
	floors []atomic.Uint32 // [channels], bits of the activation below which nothing is kept
}

// NewRanking keeps size examples for each channel.
func NewRanking(channels, size int) *Ranking {
	return &Ranking{size: size, best: make([][]Example, channels), floors: make([]atomic.Uint32, channels)}
}

// Wants reports whether an activation of the channel may be among the strongest; it is cheap. Where it is false, Add need not be called.
func (r *Ranking) Wants(channel int, activation float32) bool {
	return activation > 0 && activation >= math.Float32frombits(r.floors[channel].Load()) && !math.IsInf(float64(activation), 1)
}

// Add offers an image, at most once for each channel.
func (r *Ranking) Add(channel int, e Example) {
	r.mu.Lock()
	defer r.mu.Unlock()
	best := r.best[channel]
	at, _ := slices.BinarySearchFunc(best, e, order)
	if at == r.size {
		return
	}
	best = slices.Insert(best, at, e)
	if len(best) >= r.size {
		best = best[:r.size]
		r.floors[channel].Store(math.Float32bits(best[r.size-1].Activation))
	}
	r.best[channel] = best
}

func order(a, b Example) int {
	switch {
	case a.Activation != b.Activation:
		if a.Activation > b.Activation {
			return -1
		}
		return 1
	default:
		return a.Item - b.Item
	}
}

// Best are the examples of every channel, [channels], the strongest first. Nothing may be added meanwhile.
func (r *Ranking) Best() [][]Example { return r.best }

// Merge returns the strongest size examples of every channel, [channels], of rankings of different images.
func Merge(size int, rankings ...[][]Example) [][]Example {
	if len(rankings) == 0 {
		return nil
	}
	merged := make([][]Example, len(rankings[0]))
	for c := range merged {
		var all []Example
		for _, ranking := range rankings {
			all = append(all, ranking[c]...)
		}
		slices.SortFunc(all, order)
		merged[c] = all[:min(len(all), size)]
	}
	return merged
}

// Ordered reports whether examples are as a Ranking has them: the strongest first, each image once, activations above zero.
func Ordered(best []Example) bool {
	for i, e := range best {
		if !(e.Activation > 0) || math.IsInf(float64(e.Activation), 1) || i > 0 && order(best[i-1], e) >= 0 {
			return false
		}
	}
	return true
}
