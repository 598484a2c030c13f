package attribution

import (
	"slices"
	"testing"
)

func TestLift(t *testing.T) {
	n := network(4)
	n.MeanRate = []float64{0.5, 0.25, 0, 0.125}
	c := &Counts{Images: 8, Activation: []uint32{4, 8, 0, 0}}
	if got, want := Lift(n, c), []float64{1, 4, 0, 0}; !slices.Equal(got, want) {
		t.Errorf("lift %v instead of %v", got, want)
	}
	c.Images = 0
	if got := Lift(n, c); !slices.Equal(got, make([]float64, 4)) {
		t.Errorf("lift %v of a class without images", got)
	}
}
