// Package part is what a set of images adds up to, on disk and in memory. Parts of different images of the same run can be added up in
// any order and grouping, with the same result: all that they hold are whole numbers, sums of them, and rankings without ties. So a
// run is interrupted, resumed, split over machines and put together again by keeping parts.
//
// An item is an image of the data set, by its number in the set's order; a label is the number of a class of the data. Each item is in
// one part, or in several as one that could not be read.
package part

import (
	"cmp"
	"crypto/sha256"
	"fmt"
	"slices"

	"summit/precompute/internal/examples"
	format "summit/shared/bundle"
)

// Digest is the sha256 of a file's content, or of what identifies a run.
type Digest = [sha256.Size]byte

// Head is what items add up to, but for the counts of their classes.
type Head struct {
	Done     []Done               // ascending by item
	Skipped  []Skipped            // ascending by item, none of them done
	Silent   []int                // [layers] images for which no channel was active
	Examples [][]examples.Example // [channels]
	Device   Deviation
}

// Deviation is how far a device was from the CPU in the images that both were given before the run: shares, 0 to 1. It is zero where the
// model ran on the CPU.
type Deviation struct {
	Images     int     `json:"images"`
	Logits     float64 `json:"logits"`     // of the largest logit
	Maxima     float64 `json:"maxima"`     // of the largest maximum in the same layer
	Influences float64 `json:"influences"` // that are others
}

// Largest is the larger one of each of two deviations' numbers.
func (d Deviation) Largest(other Deviation) Deviation {
	return Deviation{max(d.Images, other.Images), max(d.Logits, other.Logits), max(d.Maxima, other.Maxima), max(d.Influences, other.Influences)}
}

// Done is an item that the counts cover.
type Done struct {
	Item    int
	Content Digest
}

// Skipped is an item that could not be read.
type Skipped struct {
	Item    int
	Content Digest // zero where there is none
	Error   string
}

// Shape bounds what a part of a run can hold.
type Shape struct {
	Items    int `json:"items"`
	Labels   int `json:"labels"`
	Layers   int `json:"layers"`
	Channels int `json:"channels"`
	Keys     int `json:"keys"` // of package influence
}

// NewHead is the head of no items.
func NewHead(s Shape) *Head {
	return &Head{Silent: make([]int, s.Layers), Examples: make([][]examples.Example, s.Channels)}
}

// SumHeads adds heads up. It is an error if an item is done in two of them.
func SumHeads(s Shape, heads ...*Head) (*Head, error) {
	sum := NewHead(s)
	var skipped []Skipped
	rankings := [][][]examples.Example{sum.Examples}
	for _, h := range heads {
		sum.Done = append(sum.Done, h.Done...)
		skipped = append(skipped, h.Skipped...)
		for l, n := range h.Silent {
			sum.Silent[l] += n
		}
		rankings = append(rankings, h.Examples)
		sum.Device = sum.Device.Largest(h.Device)
	}
	sum.Examples = examples.Merge(format.ExampleCount, rankings...)
	slices.SortFunc(sum.Done, func(a, b Done) int { return cmp.Compare(a.Item, b.Item) })
	for i, d := range sum.Done {
		if i > 0 && d.Item == sum.Done[i-1].Item {
			return nil, fmt.Errorf("item %d is there twice", d.Item)
		}
	}
	sum.Skipped = sum.open(skipped)
	return sum, nil
}

// open drops those skipped items that are done by another part, and repetitions.
func (h *Head) open(skipped []Skipped) (open []Skipped) {
	slices.SortFunc(skipped, func(a, b Skipped) int {
		return cmp.Or(cmp.Compare(a.Item, b.Item), cmp.Compare(a.Error, b.Error))
	})
	for _, s := range skipped {
		if !h.Has(s.Item) && (len(open) == 0 || open[len(open)-1].Item != s.Item) {
			open = append(open, s)
		}
	}
	return open
}

// Has reports whether the item is done.
func (h *Head) Has(item int) bool {
	_, found := slices.BinarySearchFunc(h.Done, item, func(d Done, item int) int { return cmp.Compare(d.Item, item) })
	return found
}

// Missing are the items that are neither done nor skipped, ascending.
func (h *Head) Missing(items int) (missing []int) {
	known := make([]bool, items)
	for _, d := range h.Done {
		known[d.Item] = true
	}
	for _, s := range h.Skipped {
		known[s.Item] = true
	}
	for item, known := range known {
		if !known {
			missing = append(missing, item)
		}
	}
	return missing
}
