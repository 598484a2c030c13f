package seaworld

import "math"

// madd returns x*y + z with the product rounded, on every platform. The conversion of z keeps a product that a caller passes
// in from being fused once the call is inlined.
func madd(x, y, z float64) float64 { return float64(x*y) + float64(z) }

// dot returns a*b + c*d with both products rounded.
func dot(a, b, c, d float64) float64 { return float64(a*b) + float64(c*d) }

func square(x float64) float64 { return float64(x * x) }

// lerp goes from a (t = 0) to b (t = 1).
func lerp(a, b, t float64) float64 { return madd(b-a, t, a) }

// clamp01 limits x to [0, 1].
func clamp01(x float64) float64 { return min(max(x, 0), 1) }

// smoothstep rises from 0 at a to 1 at b with flat ends.
func smoothstep(a, b, x float64) float64 {
	t := clamp01((float64(x) - float64(a)) / (float64(b) - float64(a)))
	return float64(float64(t*t) * (3 - float64(2*t)))
}

// sine is the sine of t turns. math.Sin is free to differ between processors in its last bit; this Taylor polynomial of
// degree 11, with every product rounded, is not. Its error is below 1e-7.
func sine(t float64) float64 {
	t = float64(t)
	t -= math.Floor(t + 0.5)
	if t > 0.25 {
		t = 0.5 - t
	} else if t < -0.25 {
		t = -0.5 - t
	}
	x := 2 * math.Pi * t
	xx := x * x
	sum := 0.0
	for _, c := range [...]float64{-1.0 / 39916800, 1.0 / 362880, -1.0 / 5040, 1.0 / 120, -1.0 / 6, 1} {
		sum = madd(sum, xx, c)
	}
	return float64(x * sum)
}

// cosine is the cosine of t turns.
func cosine(t float64) float64 { return sine(t + 0.25) }
