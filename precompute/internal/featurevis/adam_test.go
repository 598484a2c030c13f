package featurevis

import (
	"math"
	"testing"
)

// TestAdam climbs down a sum of squares beside torch: testdata/adam.py prints the table.
func TestAdam(t *testing.T) {
	target, weight := []float32{1, 1, -1, 0}, []float32{1, 0.01, 100, 1}
	want := map[int][]float64{
		1:  {0.799999994, -1.700000100, 2.700000000, -0.298997000},
		2:  {1.064979819, -1.406326942, 2.405933199, -0.080221084},
		6:  {1.229671152, -0.484106959, 1.473860769, 0.145488898},
		12: {1.060346184, -0.118306062, 1.092766864, -0.015915364},
	}
	var a adam
	for range 2 { // the second time with what the first has left
		a.reset(0.3, 12, 4)
		x, gradient := []float32{0.5, -2, 3, 0.001}, make([]float32, 4)
		for step := range 12 {
			for k := range x {
				gradient[k] = -weight[k] * (x[k] - target[k])
			}
			a.climb(x, gradient)
			for k, w := range want[step+1] {
				if math.Abs(float64(x[k])-w) > 2e-6 {
					t.Errorf("step %d: x[%d] is %v, torch has %v", step+1, k, x[k], w)
				}
			}
		}
	}
}
