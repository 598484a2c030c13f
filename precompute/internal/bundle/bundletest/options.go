package bundletest

import "fmt"

// Options say what bundle to make.
type Options struct {
	Classes    int
	Layers     []int // channels of each layer
	Images     int   // of each class
	Sources    int   // earlier channels that influence a channel
	Seed       uint64
	Inhibition bool
	Embedding  bool
	Tile       int // pixels a side of an example on the cards; 0: no cards
	Usage      bool
	Features   bool // whether cards, where there are any, have feature visualizations: of all channels but each layer's second
	Workers    int
}

// Small is a bundle for tests: 24 classes, 5 layers, 200 channels, everything that a bundle can have.
func Small() Options {
	return Options{Classes: 24, Layers: []int{16, 24, 40, 56, 64}, Images: 100, Sources: 8, Seed: 1, Inhibition: true, Embedding: true, Usage: true, Tile: 48, Features: true, Workers: 2}
}

// Inception has the layers of InceptionV1's nine blocks and that many classes, without cards.
func Inception(classes int) Options {
	return Options{Classes: classes, Layers: []int{256, 480, 512, 512, 512, 528, 832, 832, 1024}, Images: 1300, Sources: 20, Seed: 1, Usage: true, Workers: 2}
}

func (o Options) validate() error {
	if o.Classes < 1 || len(o.Layers) < 1 || o.Images < 1 || o.Sources < 1 || o.Tile < 0 {
		return fmt.Errorf("bundletest: options %+v", o)
	}
	return nil
}

func (o Options) channels() int {
	n := 0
	for _, c := range o.Layers {
		n += c
	}
	return n
}
