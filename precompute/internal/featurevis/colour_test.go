package featurevis

import (
	"math"
	"testing"
)

// sea is the covariance of the demo's pictures, gray one of colours that differ in brightness alone.
var (
	sea  = Colour{Covariance: [3][3]float64{{0.036, 0.021, 0.014}, {0.021, 0.032, 0.025}, {0.014, 0.025, 0.034}}}
	gray = Colour{Covariance: [3][3]float64{{0.04, 0.04, 0.04}, {0.04, 0.04, 0.04}, {0.04, 0.04, 0.04}}}
)

// TestBasis: axes are at right angles and descend, and their products add up to the covariance in units of its largest variance.
func TestBasis(t *testing.T) {
	for _, c := range []Colour{sea, gray} {
		b, err := c.basis()
		if err != nil {
			t.Fatal(err)
		}
		var squares [3]float64
		for k := range 3 {
			squares[k] = product(b, k, k)
			if k > 0 && (squares[k] > squares[k-1] || math.Abs(product(b, k, k-1)) > 1e-6) {
				t.Errorf("axes %d and %d: lengths %v, %v, product %v", k-1, k, squares[k-1], squares[k], product(b, k, k-1))
			}
		}
		if math.Abs(squares[0]-1) > 1e-6 {
			t.Errorf("the longest axis is of length %v", squares[0])
		}
		var largest float64
		for i := range 3 {
			for k := range 3 {
				largest += c.Covariance[i][k] * float64(b[i][0]) * float64(b[k][0])
			}
		}
		for i := range 3 {
			for k := range 3 {
				got := float64(b[i][0])*float64(b[k][0]) + float64(b[i][1])*float64(b[k][1]) + float64(b[i][2])*float64(b[k][2])
				if math.Abs(got*largest-c.Covariance[i][k]) > 1e-7 {
					t.Errorf("covariance (%d, %d): %v, want %v", i, k, got*largest, c.Covariance[i][k])
				}
			}
		}
	}
}

func product(b [3][3]float32, k, l int) (sum float64) {
	for i := range 3 {
		sum += float64(b[i][k]) * float64(b[i][l])
	}
	return sum
}

func TestBasisOfNothing(t *testing.T) {
	for _, c := range []Colour{{}, {Covariance: [3][3]float64{{math.NaN(), 0, 0}, {0, 1, 0}, {0, 0, 1}}}, {Covariance: [3][3]float64{{-1, 0, 0}, {0, -1, 0}, {0, 0, -1}}}} {
		if b, err := c.basis(); err == nil {
			t.Errorf("%v has the basis %v", c, b)
		}
	}
}

func TestSigmoid(t *testing.T) {
	for x := float32(-40); x < 40; x += 0.0137 {
		want := 1 / (1 + math.Exp(-float64(x)))
		if got := float64(sigmoid(x)); math.Abs(got-want) > 5e-6*want {
			t.Fatalf("of %v: %v, want %v", x, got, want)
		}
	}
	for _, x := range []float32{float32(math.Inf(1)), float32(math.Inf(-1)), 1e30, -1e30} {
		if got := sigmoid(x); !(got >= 0 && got <= 1) {
			t.Errorf("of %v: %v", x, got)
		}
	}
}

// TestUnmix compares with central differences.
func TestUnmix(t *testing.T) {
	basis, err := sea.basis()
	if err != nil {
		t.Fatal(err)
	}
	const pixels = 7
	planes := func(seed int) (p [3][]float32) {
		for k := range p {
			p[k] = noise(seed+k, pixels)
		}
		return p
	}
	axes, rgb, weights, gradient, direction := planes(1), planes(0), planes(11), planes(11), planes(0)
	objective := func() (sum float64) {
		mix(&basis, axes, rgb)
		for k := range rgb {
			sum += dot(rgb[k], weights[k])
		}
		return sum
	}
	objective()
	unmix(&basis, rgb, gradient, direction)
	for k := range axes {
		for p := range axes[k] {
			if want := slope(objective, &axes[k][p], 1e-2); math.Abs(float64(direction[k][p])-want) > 1e-4 {
				t.Errorf("axis %d, pixel %d: %v, want %v", k, p, direction[k][p], want)
			}
		}
	}
}

// slope is the central difference of a function of *x.
func slope(f func() float64, x *float32, h float32) float64 {
	at := *x
	*x = at + h
	above := f()
	up := *x
	*x = at - h
	below := f()
	down := *x
	*x = at
	return (above - below) / float64(up-down)
}
