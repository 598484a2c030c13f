package aggregate

import (
	"fmt"
	"math"
	"sync"

	"summit/precompute/internal/tally"
	"summit/shared/model"
)

// Image is what one image adds to its class.
type Image struct {
	Activation, Embed      []uint32 // recorded channels, model-wide, at the two values of tau
	Excitation, Inhibition []uint32 // keys of package influence
	Graded                 bool     // the true class is one of the model's
	Right                  bool     // it has the highest probability
	Probability            float64  // of the true class
}

// Class is what images of one class add up to.
type Class struct {
	Images, Right          int
	Histogram              [model.HistogramBins]int // of Probability
	Activation, Embed      tally.Counts             // of channels
	Excitation, Inhibition tally.Counts             // of keys
}

// Add adds what other images of the class add up to.
func (c *Class) Add(other *Class) {
	c.Images += other.Images
	c.Right += other.Right
	for i, n := range other.Histogram {
		c.Histogram[i] += n
	}
	theirs := other.Counts()
	for i, counts := range c.Counts() {
		*counts = tally.Sum(*counts, *theirs[i])
	}
}

// Counts are Activation, Embed, Excitation and Inhibition, in this order.
func (c *Class) Counts() [4]*tally.Counts {
	return [4]*tally.Counts{&c.Activation, &c.Embed, &c.Excitation, &c.Inhibition}
}

// Validate checks a class that comes from a file, of a network of that many channels and keys.
func (c *Class) Validate(channels, keys int) error {
	inBins := 0
	for _, n := range c.Histogram {
		if n < 0 || n > c.Images {
			return fmt.Errorf("%d images in a bin of the histogram", n)
		}
		inBins += n
	}
	if c.Images < 1 || c.Images > math.MaxUint32 || c.Right < 0 || c.Right > inBins || inBins != 0 && inBins != c.Images {
		return fmt.Errorf("%d images, %d right, %d in the histogram", c.Images, c.Right, inBins)
	}
	limits := [4]int{channels, channels, keys, keys}
	for i, counts := range c.Counts() {
		if err := counts.Validate(uint64(limits[i]), uint32(c.Images)); err != nil {
			return fmt.Errorf("%s: %w", [4]string{"activation", "activation_embed", "excitation", "inhibition"}[i], err)
		}
	}
	return nil
}

// Sum adds up the images of one class as they come. It may be used by several goroutines.
type Sum struct {
	mu      sync.Mutex
	class   Class // without the counts
	tallies [4]tally.Tally
}

// Add counts one image. With fold it takes the time to need less memory. It returns by how many bytes that has changed.
func (s *Sum) Add(image *Image, fold bool) (grown int) {
	s.mu.Lock()
	s.class.Images++
	if image.Graded {
		if image.Right {
			s.class.Right++
		}
		s.class.Histogram[bin(image.Probability)]++
	}
	s.mu.Unlock()
	for i, keys := range [4][]uint32{image.Activation, image.Embed, image.Excitation, image.Inhibition} {
		grown += s.tallies[i].Add(keys)
		if fold {
			grown += s.tallies[i].Fold()
		}
	}
	return grown
}

// Class is the sum of all images. Nothing may be added meanwhile.
func (s *Sum) Class() *Class {
	class := s.class
	for i, counts := range class.Counts() {
		*counts = s.tallies[i].Counts()
	}
	return &class
}

// bin is the histogram's bin of a probability; 1 belongs to the last, NaN to the first.
func bin(p float64) int {
	if !(p > 0) {
		return 0
	}
	return min(int(p*model.HistogramBins), model.HistogramBins-1)
}
