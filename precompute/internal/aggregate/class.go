package aggregate

import "summit/shared/model"

// Image is what one image adds to its class.
type Image struct {
	Activation, Embed      []int    // recorded channels, model-wide, at the two values of tau
	Excitation, Inhibition []uint32 // keys of package influence
	Graded                 bool     // the true class is one of the model's
	Right                  bool     // it has the highest probability
	Probability            float64  // of the true class
}

// Class adds up the images of one class.
type Class struct {
	Images, Right          int
	Histogram              [model.HistogramBins]int // of Probability
	Activation, Embed      []uint32                 // [channels]
	Excitation, Inhibition []uint32                 // [keys]
}

// NewClass returns an empty class.
func NewClass(channels, keys int, inhibition bool) *Class {
	c := &Class{Activation: make([]uint32, channels), Embed: make([]uint32, channels), Excitation: make([]uint32, keys)}
	if inhibition {
		c.Inhibition = make([]uint32, keys)
	}
	return c
}

// Add counts one image.
func (c *Class) Add(image *Image) {
	c.Images++
	count(c.Activation, image.Activation)
	count(c.Embed, image.Embed)
	count(c.Excitation, image.Excitation)
	count(c.Inhibition, image.Inhibition)
	if !image.Graded {
		return
	}
	if image.Right {
		c.Right++
	}
	c.Histogram[bin(image.Probability)]++
}

// bin is the histogram's bin of a probability; 1 belongs to the last, NaN to the first.
func bin(p float64) int {
	if !(p > 0) {
		return 0
	}
	return min(int(p*model.HistogramBins), model.HistogramBins-1)
}

func count[T int | uint32](counts []uint32, at []T) {
	for _, i := range at {
		counts[i]++
	}
}

// Reset empties the class, to be used for another.
func (c *Class) Reset() {
	c.Images, c.Right, c.Histogram = 0, 0, [model.HistogramBins]int{}
	for _, counts := range [][]uint32{c.Activation, c.Embed, c.Excitation, c.Inhibition} {
		clear(counts)
	}
}
