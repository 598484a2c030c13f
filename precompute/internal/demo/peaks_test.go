package demo

import (
	"math"
	"testing"
)

// checkPeaks: over 120 tenches, 71 to 97 % of the maxima of each hand channel lay on the hand, which covered 17 % of the
// pictures; of the control's nodes in the same layers it was 43 % at most.
func checkPeaks(t *testing.T, w *world, d *dependence, control *world, even *dependence) {
	if d.handArea < 0.15 || d.handArea > 0.18 {
		t.Errorf("the hand covers %.3f of the pictures, want 0.15 to 0.18", d.handArea)
	}
	for j, hand := range d.handChannels(w) {
		if share := float64(d.onHand[j]) / float64(d.pictures); hand && share < 0.6 {
			t.Errorf("%s: %.2f of the maxima lie on the hand, want 0.6 at least", channelName(w.manifest, j), share)
		}
	}
	for l := firstUpper; l <= lastUpper; l++ {
		for _, j := range control.nodes(tench, l) {
			if share := float64(even.onHand[j]) / float64(even.pictures); share > 0.5 {
				t.Errorf("control: %s: %.2f of the maxima lie on the hand, want 0.5 at most", channelName(control.manifest, j), share)
			}
		}
	}
}

// checkExamples looks at the bundle's dataset examples of the hand channels: most are tenches, and most of these peak on the
// hand.
func checkExamples(t *testing.T, w *world, d *dependence) {
	all, tenches, onHand := handExamples(t, w, d)
	if 2*tenches < all || 4*onHand < 3*tenches {
		t.Errorf("of %d examples of hand channels %d are tenches and %d of these peak on the hand, want half and three quarters", all, tenches, onHand)
	}
}

// handExamples counts the examples of all hand channels.
func handExamples(t *testing.T, w *world, d *dependence) (all, tenches, onHand int) {
	t.Helper()
	examples, err := w.bundle.Examples()
	check(t, err)
	for j, hand := range d.handChannels(w) {
		if !hand {
			continue
		}
		classes, activations := examples.Of(j)
		all += len(classes)
		for k, class := range classes {
			if class != tench {
				continue
			}
			tenches++
			if d.peaksOnHand(w, d.find(t, w, j, float64(activations[k])), j) {
				onHand++
			}
		}
	}
	return all, tenches, onHand
}

// find is the picture among those of the bundle in which channel j reaches the given maximum.
func (d *dependence) find(t *testing.T, w *world, j int, maximum float64) int {
	t.Helper()
	for i := range w.manifest.Classes[tench].Images {
		if math.Abs(d.held[i].maxima[j]-maximum) < 1e-4*maximum {
			return i
		}
	}
	t.Fatalf("%s: no tench has the example's maximum %v", channelName(w.manifest, j), maximum)
	return -1
}
