// Package embedtest makes counts for tests and measurements of layouts: of any size, as sparse as real ones, with
// neighbourhoods at every scale. Nothing in them was measured.
package embedtest

import (
	"math"
	"math/bits"
	"math/rand/v2"
)

// Options say what counts to make.
type Options struct {
	Classes, Channels int
	Images            int     // of each class
	Width             float64 // of a channel's tuning: the wider, the fewer zeros
	Seed              uint64  // of the classes' places
	Layer             int     // draws other channels
}

// place is where a class is.
type place [6]float64

// Of a step in the family tree, what the next generation's has.
const generation = 0.75

// Counts makes a layer's counts, [classes, channels]. Classes lie in space as their family tree says, a binary one in
// which they are the leaves, by number. A channel is tuned to a place where a class is, so it counts the class's
// relatives as well.
func Counts(o Options) [][]uint32 {
	places := o.places()
	rows := make([][]uint32, o.Classes)
	for c := range rows {
		rows[c] = make([]uint32, o.Channels)
	}
	r := rand.New(rand.NewPCG(o.Seed, uint64(o.Layer)))
	for j := range o.Channels {
		centre, strength := places[r.IntN(o.Classes)], 0.05+0.95*r.Float64()
		width := o.Width * math.Exp(0.5*r.NormFloat64())
		for c := range places {
			rate := strength * math.Exp(-squared(places[c], centre)/(2*width*width))
			rows[c][j] = count(r, float64(o.Images), rate)
		}
	}
	return rows
}

// places adds up the steps from the root of the tree to each class.
func (o Options) places() []place {
	places := make([]place, o.Classes)
	size := 1.0
	for depth := bits.Len(uint(o.Classes - 1)); depth >= 0; depth-- {
		for c := range places {
			r := rand.New(rand.NewPCG(o.Seed, uint64(depth+1)<<32|uint64(c>>depth)))
			for i := range places[c] {
				places[c][i] += size * r.NormFloat64()
			}
		}
		size *= generation
	}
	return places
}

func squared(a, b place) (sum float64) {
	for i := range a {
		sum += (a[i] - b[i]) * (a[i] - b[i])
	}
	return sum
}

// count draws how many of the images have what each has at this rate: the binomial distribution, by its normal
// approximation.
func count(r *rand.Rand, images, rate float64) uint32 {
	n := images*rate + math.Sqrt(images*rate*(1-rate))*r.NormFloat64()
	return uint32(min(max(math.Round(n), 0), images))
}

// Inception are InceptionV1's twelve layers, with counts as sparse as those of mini-inception on Tiny ImageNet: about a third of
// the first layer's are not zero, and a fifteenth of the last layer's.
func Inception(classes int) (layers []Options) {
	channels := []int{64, 64, 192, 256, 480, 512, 512, 512, 528, 832, 832, 1024}
	for l, n := range channels {
		width := 0.68 - 0.03*float64(l)
		layers = append(layers, Options{Classes: classes, Channels: n, Images: 50, Width: width, Seed: 1, Layer: l})
	}
	return layers
}
