// Package featurevis makes pictures of what a network's channels look for, by gradient ascent on the picture, after "Feature
// Visualization" (Olah, Mordvintsev, Schubert, Distill 2017).
//
// A picture is a sum of waves whose amplitudes are in units that fall as 1/f (spectrum), along the principal axes of the data set's colours
// (Colour), squeezed into 0 to 1 by a sigmoid. In each step the network sees it from another view, slightly shifted, scaled and turned, with the
// model's preprocessing; what the derivative by its input says is taken all the way back to the amplitudes, and Adam moves
// them. Pictures of a batch share nothing but the network's run, so that a picture is the same in whatever batch it is made.
package featurevis

import "fmt"

// Options say how pictures are made.
type Options struct {
	Side  int     // of a picture, pixels, even
	Steps int     // of ascent
	Rate  float64 // of Adam at the first step; it falls to 0 as a cosine does
	Decay float64 // of the spectrum: amplitudes are in units of 1/f^Decay
	Field int     // pixels that a channel sees: longer waves weigh no more than those of this length. 0: the side
	Seed  uint64

	Contrast float64 // the most that colours may be apart from grey: the root mean square of their logits

	// What is taken off the objective, whose derivative by the picture is brought to a root mean square of 1 before.
	TotalVariation, Squares float64
}

// Standard are the options that bundles are made with, for pictures of that side.
func Standard(side int) Options {
	return Options{Side: side, Steps: 64, Rate: 0.6, Decay: 0.75, Contrast: 1.5, Seed: 1}
}

// Limits of the options.
const (
	MaxSide  = 1024
	MaxSteps = 1 << 20
)

// Validate returns an error for the first option that makes no sense; it names the flag, where there is one.
func (o Options) Validate() error {
	switch {
	case o.Side < 8 || o.Side > MaxSide || o.Side%2 != 0:
		return fmt.Errorf("--size %d is no even number from 8 to %d", o.Side, MaxSide)
	case o.Steps < 1 || o.Steps > MaxSteps:
		return fmt.Errorf("--steps %d is not between 1 and %d", o.Steps, MaxSteps)
	case !(o.TotalVariation >= 0 && o.TotalVariation <= 1e6):
		return fmt.Errorf("--total-variation %v is not between 0 and 1e6", o.TotalVariation)
	case !(o.Squares >= 0 && o.Squares <= 1e6):
		return fmt.Errorf("--l2 %v is not between 0 and 1e6", o.Squares)
	case !(o.Rate > 0 && o.Rate <= 10) || !(o.Decay >= 0 && o.Decay <= 4) || !(o.Contrast > 0 && o.Contrast <= 100):
		return fmt.Errorf("rate %v, decay %v or contrast %v is out of range", o.Rate, o.Decay, o.Contrast)
	}
	return nil
}

// longest is the wave length up to which longer waves weigh more, in pixels.
func (o Options) longest() int {
	if o.Field > 0 {
		return min(o.Field, o.Side)
	}
	return o.Side
}

// calm is the share of the steps, the last ones, in which views come to rest: what is seen straight gets its last touch straight.
var calm = 0.25

// spread is how far from straight a step's view may be, of the most.
func (o Options) spread(step int) float64 {
	return min(1, float64(o.Steps-1-step)/max(calm*float64(o.Steps), 1))
}
