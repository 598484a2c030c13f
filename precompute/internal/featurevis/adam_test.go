package featurevis

import (
	"math"
	"testing"
)

// TestAdam climbs down a sum of squares beside torch: testdata/adam.py prints the table. A block of equal parameters goes as each of them
// would alone.
func TestAdam(t *testing.T) {
	const size = 3
	target, weight := []float32{1, 1, -1, 0}, []float32{1, 0.01, 100, 1}
	want := map[int][]float64{
		1:  {0.799999994, -1.700000100, 2.700000000, -0.298997000},
		2:  {1.064979819, -1.406326942, 2.405933199, -0.080221084},
		6:  {1.229671152, -0.484106959, 1.473860769, 0.145488898},
		12: {1.060346184, -0.118306062, 1.092766864, -0.015915364},
	}
	var a adam
	for range 2 { // the second time with what the first has left
		a.reset(0.3, 12, 4*size, 4)
		x, gradient := make([]float32, 4*size), make([]float32, 4*size)
		for k := range x {
			x[k] = []float32{0.5, -2, 3, 0.001}[k/size]
		}
		for step := range 12 {
			for k := range x {
				gradient[k] = -weight[k/size] * (x[k] - target[k/size])
			}
			a.climb(x, gradient)
			for k, w := range want[step+1] {
				for n := range size {
					if got := x[k*size+n]; math.Abs(float64(got)-w) > 2e-6 {
						t.Errorf("step %d: x[%d] is %v, torch has %v", step+1, k, got, w)
					}
				}
			}
		}
	}
}

// TestAdamHasNoAxes: within a block the path does not depend on how the axes are turned.
func TestAdamHasNoAxes(t *testing.T) {
	sin, cos := math.Sincos(0.7)
	turn := func(x, y float64) [2]float64 { return [2]float64{cos*x - sin*y, sin*x + cos*y} }
	var plain, turned adam
	plain.reset(0.3, 20, 2, 1)
	turned.reset(0.3, 20, 2, 1)
	at := []float32{2, -1}
	first := turn(2, -1)
	turnedAt := []float32{float32(first[0]), float32(first[1])}
	for step := range 20 {
		x, y := float64(at[0]), float64(at[1])
		slope := [2]float64{-x, -30 * y} // of a long valley
		plain.climb(at, []float32{float32(slope[0]), float32(slope[1])})
		slope = turn(slope[0], slope[1])
		turned.climb(turnedAt, []float32{float32(slope[0]), float32(slope[1])})
		want := turn(float64(at[0]), float64(at[1]))
		for k, w := range want {
			if math.Abs(float64(turnedAt[k])-w) > 1e-4 {
				t.Fatalf("step %d: %v, want %v", step+1, turnedAt, want)
			}
		}
	}
	if math.Abs(float64(at[1])) > 0.5 {
		t.Errorf("it has come to %v, not towards the valley's floor", at)
	}
}
