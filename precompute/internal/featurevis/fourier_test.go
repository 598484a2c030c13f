package featurevis

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/dsp/fourier"
	"pgregory.net/rapid"
)

// sides have factors of 2, 4, 3, 5, 7 and a large prime.
var sides = []int{8, 10, 12, 14, 26, 32, 90, 96, 128}

// TestTransform compares with gonum's transform, column by column.
func TestTransform(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n, width := rapid.IntRange(1, 70).Draw(t, "n"), rapid.IntRange(1, 5).Draw(t, "width")
		random := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		x, columns := newRows(n, width), make([][]complex128, width)
		for at := range x.re {
			x.re[at], x.im[at] = float32(random.NormFloat64()), float32(random.NormFloat64())
			columns[at%width] = append(columns[at%width], complex(float64(x.re[at]), float64(x.im[at])))
		}
		given := rows{append([]float32(nil), x.re...), append([]float32(nil), x.im...)}
		gonum := fourier.NewCmplxFFT(n)
		transform := newTransform(n)
		forward := transform.forward(x, newRows(n, width), width)
		for at := range forward.re {
			want := gonum.Coefficients(nil, columns[at%width])[at/width]
			if !near(forward.re[at], real(want), math.Sqrt(float64(n))) || !near(forward.im[at], imag(want), math.Sqrt(float64(n))) {
				t.Fatalf("row %d of %d: %v%+vi, want %v", at/width, n, forward.re[at], forward.im[at], want)
			}
		}
		back := transform.inverse(forward, newRows(n, width), width)
		for at := range back.re {
			if !near(back.re[at]/float32(n), float64(given.re[at]), 1) || !near(back.im[at]/float32(n), float64(given.im[at]), 1) {
				t.Fatalf("row %d of %d comes back as %v%+vi", at/width, n, back.re[at]/float32(n), back.im[at]/float32(n))
			}
		}
	})
}

// near allows for rounding of float32 in sums that are about so large.
func near(got float32, want, scale float64) bool {
	return math.Abs(float64(got)-want) <= 2e-5*(scale+math.Abs(want))
}

// TestSpectrumPaintsWaves compares with the sum that spectrum is documented as, wave by wave in float64.
func TestSpectrumPaintsWaves(t *testing.T) {
	for _, side := range []int{8, 12, 14} {
		s := newSpectrum(side, side/2, 1)
		coefficients := noise(side, s.coefficients())
		plane := make([]float32, side*side)
		s.paint(coefficients, plane)
		for at, got := range plane {
			if want := waves(coefficients, side, at/side, at%side); !near(got, want, 1) {
				t.Fatalf("side %d: pixel (%d, %d) is %v, want %v", side, at/side, at%side, got, want)
			}
		}
	}
}

// waves is the value at a pixel: each wave of the half that is kept stands for its mirror image too.
func waves(coefficients []float32, side, y, x int) (sum float64) {
	half := side/2 + 1
	var variance float64 // of planes whose amplitudes have variance 1, in these units
	for kx := range side {
		for ky := range half {
			at := kx*half + ky
			f := math.Hypot(float64(min(kx, side-kx)), float64(ky)) / float64(side)
			unit := min(1/f, float64(side/2)) / (1 + math.Pow(f/0.4, 8))
			if ky > 0 && ky < half-1 {
				unit *= 2
			}
			variance += unit * unit
			sin, cos := math.Sincos(2 * math.Pi * float64(kx*x+ky*y) / float64(side))
			sum += unit * (float64(coefficients[at])*cos - float64(coefficients[side*half+at])*sin)
		}
	}
	return sum / math.Sqrt(variance)
}

// TestSpectrumAdjoint wants <paint(c), p> = <c, gradient(p)>, and amplitudes that make a given plane.
func TestSpectrumAdjoint(t *testing.T) {
	for _, side := range sides {
		s := newSpectrum(side, side/2, 1)
		coefficients, plane := noise(1, s.coefficients()), noise(2, side*side)
		painted, gradient := make([]float32, side*side), make([]float32, s.coefficients())
		s.paint(coefficients, painted)
		s.gradient(plane, gradient)
		checkAdjoint(t, side, dot(painted, plane), dot(coefficients, gradient), norm(painted)*norm(plane))

		s.analyse(plane, gradient)
		s.paint(gradient, painted)
		for at := range plane {
			if !near(painted[at], float64(plane[at]), 1) {
				t.Fatalf("side %d: pixel %d comes back as %v, want %v", side, at, painted[at], plane[at])
			}
		}
	}
}

func checkAdjoint(t *testing.T, side int, forward, backward, scale float64) {
	t.Helper()
	if math.Abs(forward-backward) > 1e-5*scale {
		t.Errorf("side %d: <Ax, y> is %v, <x, A'y> is %v", side, forward, backward)
	}
}

// noise are normal numbers.
func noise(seed, n int) []float32 {
	random := rand.New(rand.NewPCG(uint64(seed), 77))
	values := make([]float32, n)
	for k := range values {
		values[k] = float32(random.NormFloat64())
	}
	return values
}

func dot(a, b []float32) (sum float64) {
	for k := range a {
		sum += float64(a[k]) * float64(b[k])
	}
	return sum
}

func norm(a []float32) float64 { return math.Sqrt(dot(a, a)) }
