package state

import (
	"math"
	"slices"
	"testing"

	"summit/shared/bundle"
	"summit/shared/model"
)

// The class itself, then by cosine, then by distance in the layout; equal ones keep their order.
func TestOrderBySimilarity(t *testing.T) {
	classes := make([]model.Class, 7)
	points := []float32{0, 0, 9, 9, 1, 1, 0, 0, 3, 3, 0, 5, 0, -5}
	layout := bundle.Layout{Similar: make([]uint32, 7*bundle.SimilarCount), Cosine: make([]float32, 7*bundle.SimilarCount)}
	for k := range layout.Similar {
		layout.Similar[k] = bundle.NoClass
	}
	copy(layout.Similar[3*bundle.SimilarCount:], []uint32{1, 4})
	copy(layout.Cosine[3*bundle.SimilarCount:], []float32{0.9, 0.5})
	likeness := NewLikeness(3, points, layout)
	if got, want := Filter(classes, "", OrderSimilarity, likeness), []int{3, 1, 4, 0, 2, 5, 6}; !slices.Equal(got, want) {
		t.Errorf("%v instead of %v", got, want)
	}
	if likeness.Known() != 2 || likeness.Distance[4] != math.Hypot(3, 3) {
		t.Errorf("%d cosines, distances %v", likeness.Known(), likeness.Distance)
	}
	waiting := NewLikeness(3, points, bundle.Layout{})
	if got, want := Filter(classes, "", OrderSimilarity, waiting), []int{3, 0, 2, 4, 5, 6, 1}; !slices.Equal(got, want) {
		t.Errorf("without cosines %v instead of %v", got, want)
	}
}
