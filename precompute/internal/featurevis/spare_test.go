package featurevis

import (
	"context"
	"testing"
)

// TestSpare: an objective against the picture's own, weighted four times as much, takes some of what the picture has without it in the middle of
// the ascent, but not half, and little at the end; a picture without a lead to speak of has nothing to spare.
func TestSpare(t *testing.T) {
	const steps = 60
	ascent, err := New(quick(16, steps), sea, caffe, newLikes(16, 1))
	if err != nil {
		t.Fatal(err)
	}
	maxima := func(spare, lead []float32) []float32 {
		made, err := ascent.Make(context.Background(), []Job{{Weights: []float32{0, 1}, Spare: spare, Lead: lead}})
		if err != nil {
			t.Fatal(err)
		}
		return made[0].Maxima
	}
	lead, against := maxima(nil, nil), []float32{0, -4}
	got := maxima(against, lead)
	if share := got[steps/2] / lead[steps/2]; !(share > Least && share < 0.95) {
		t.Errorf("in the middle %v of the lead", share)
	}
	if share := got[steps-1] / lead[steps-1]; !(share > 0.9) {
		t.Errorf("at the end %v of the lead", share)
	}
	if alone := maxima(against, make([]float32, steps)); !(alone[steps/2] > 0.9*lead[steps/2]) {
		t.Errorf("without a lead %v in the middle, of %v", alone[steps/2], lead[steps/2])
	}
}
