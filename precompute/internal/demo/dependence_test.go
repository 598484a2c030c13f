package demo

import (
	"testing"

	"summit/precompute/internal/aggregate"
	"summit/precompute/internal/seaworld"
)

// dependence is how a model's channels depend on the hand: the same tenches were shown to it with the hand and without.
type dependence struct {
	pictures           int
	with, without      []int             // [channels] pictures that record the channel, as the activation matrix counts them
	strength, rest     []float64         // [channels] mean over the pictures of the channel's maximum, with the hand and without
	onHand             []int             // [channels] pictures in which the maximum lies on the hand
	handArea           float64           // part of the pictures that shows the hand
	called, calledFree []int             // [classes] what the model takes the tenches for, with the hand and without
	held               []glimpse         // [pictures]
	parts              [][]seaworld.Part // [pictures][Size*Size] of the pictures with the hand
}

// measureDependence draws tenches with the given seed. ONNX Runtime's library has to be open.
func measureDependence(t *testing.T, w *world, seed uint64, pictures int) *dependence {
	t.Helper()
	e := newEye(t, w.Model, w.manifest)
	n, classes := w.manifest.Channels(), len(w.manifest.Classes)
	d := &dependence{pictures: pictures, with: make([]int, n), without: make([]int, n), strength: make([]float64, n),
		rest: make([]float64, n), onHand: make([]int, n), called: make([]int, classes), calledFree: make([]int, classes)}
	for index := range pictures {
		picture := seaworld.Draw(seed, tench, index, seaworld.HandsTench)
		held, free := e.look(t, picture.Image), e.look(t, seaworld.Draw(seed, tench, index, seaworld.HandsNone).Image)
		d.called[held.class]++
		d.calledFree[free.class]++
		w.record(held, d.with)
		w.record(free, d.without)
		parts := make([]seaworld.Part, len(picture.Parts.Pix))
		for i, part := range picture.Parts.Pix {
			parts[i] = seaworld.Part(part)
			if parts[i] == seaworld.Hand {
				d.handArea += 1 / float64(len(parts)*pictures)
			}
		}
		d.held, d.parts = append(d.held, held), append(d.parts, parts)
		for j := range n {
			d.strength[j] += held.maxima[j] / float64(pictures)
			d.rest[j] += free.maxima[j] / float64(pictures)
			if d.peaksOnHand(w, index, j) {
				d.onHand[j]++
			}
		}
	}
	return d
}

// record adds one for each channel that the picture records, by the rule and the parameters of the world's bundle.
func (w *world) record(g glimpse, counts []int) {
	for _, layer := range w.manifest.Layers {
		maxima := make([]float32, layer.Channels)
		for c := range maxima {
			maxima[c] = float32(g.maxima[layer.Offset+c])
		}
		mass := aggregate.Mass{MinRecord: w.manifest.Parameters.MinRecord}
		for _, c := range mass.Record(w.manifest.Parameters.Mass, mass.Order(maxima), nil) {
			counts[layer.Offset+c]++
		}
	}
}

// peaksOnHand reports whether channel j's maximum over a picture with the hand lies on the hand: the middle of its receptive
// field there does.
func (d *dependence) peaksOnHand(w *world, picture, j int) bool {
	layer, _ := w.manifest.LayerOf(j)
	field, peak := w.manifest.Layers[layer].Field, d.held[picture].peaks[j]
	x := field.Start[1] + field.Size[1]/2 + peak.X*field.Stride[1]
	y := field.Start[0] + field.Size[0]/2 + peak.Y*field.Stride[0]
	return d.parts[picture][y*seaworld.Size+x] == seaworld.Hand
}

// handChannels are the nodes of the tench's graph that depend on the hand: without it, fewer than half as many of the same
// pictures record them, and their maxima are lower by more than a tenth. Counts alone would not do: in the control, a channel
// whose maxima stay as they are loses pictures to others that the hand had covered.
func (d *dependence) handChannels(w *world) []bool {
	hand := make([]bool, w.manifest.Channels())
	for l := range w.manifest.Layers {
		for _, j := range w.nodes(tench, l) {
			hand[j] = 2*d.without[j] < d.with[j] && d.loss(j) > 0.1
		}
	}
	return hand
}

// loss is the part of its mean maximum that channel j loses with the hand.
func (d *dependence) loss(j int) float64 { return 1 - d.rest[j]/d.strength[j] }
