package embed

import "math"

// force is a coefficient by squared distance, tabulated: math.Pow would take most of the descent's time. Between two
// entries it is a line; the error stays below a thousandth.
type force struct {
	table [forceOctaves<<forceBits + 1]float32
}

// The table runs from squared distance 2^forceFirst over forceOctaves doublings, each of 1<<forceBits equal steps.
const (
	forceFirst   = -40
	forceOctaves = 64
	forceBits    = 5
)

// newForce tabulates f.
func newForce(f func(squared float64) float64) *force {
	var t force
	for k := range t.table {
		octave, part := k>>forceBits, k&(1<<forceBits-1)
		t.table[k] = float32(f(math.Ldexp(1+float64(part)/(1<<forceBits), octave+forceFirst)))
	}
	return &t
}

// at is the force at a squared distance; below and above the table it is that of its ends.
func (f *force) at(squared float64) float64 {
	const mantissa = 52
	bits := int64(math.Float64bits(squared)) - (1023+forceFirst)<<mantissa
	at := bits >> (mantissa - forceBits)
	if at < 0 {
		return float64(f.table[0])
	}
	if at >= forceOctaves<<forceBits {
		return float64(f.table[forceOctaves<<forceBits])
	}
	between := float64(bits&(1<<(mantissa-forceBits)-1)) * (1.0 / (1 << (mantissa - forceBits)))
	low, high := float64(f.table[at]), float64(f.table[at+1])
	return low + float64(between*(high-low))
}

// attraction and repulsion are the gradients of the cross entropy of the two fuzzy sets, section 4.1, as coefficients
// of the vector between two points; positive is apart.
func (c curve) attraction() *force {
	return newForce(func(s float64) float64 {
		return -2 * c.a * c.b * math.Pow(s, c.b-1) / (1 + float64(c.a*math.Pow(s, c.b)))
	})
}

func (c curve) repulsion() *force {
	return newForce(func(s float64) float64 { return 2 * c.b / ((0.001 + s) * (1 + float64(c.a*math.Pow(s, c.b)))) })
}
