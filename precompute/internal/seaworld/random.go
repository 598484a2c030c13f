package seaworld

import "math/rand/v2"

// stream separates the independent random sequences of one picture, so that a choice in one never shifts another.
type stream uint64

const (
	sceneStream stream = iota + 1
	poseStream
	bodyStream
	nearStream
	handStream
	gripStream
	lightStream
)

// random is a source of choices whose numbers are fixed by PCG-DXSM and by the methods below alone.
type random struct{ pcg *rand.PCG }

func newRandom(seed uint64, class, index int, s stream) random {
	key := scramble(uint64(class)<<40 ^ uint64(index)<<8 ^ uint64(s))
	return random{rand.NewPCG(seed, key)}
}

// scramble is the finalizer of SplitMix64: neighbouring inputs give unrelated outputs.
func scramble(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// fraction maps 64 random bits to [0, 1).
func fraction(bits uint64) float64 { return float64(float64(bits>>11) / (1 << 53)) }

// cell is a fixed random number in [0, 1) for a place on a grid.
func cell(x, y int, salt uint64) float64 {
	return fraction(scramble(scramble(uint64(int64(x))^salt) ^ uint64(int64(y))))
}

// unit is a number in [0, 1).
func (r random) unit() float64 { return fraction(r.pcg.Uint64()) }

// rare is a number in [0, 1) that is mostly small: above a half in one case of six.
func (r random) rare() float64 { return square(square(r.unit())) }

func (r random) between(a, b float64) float64 { return lerp(a, b, r.unit()) }

// around is a number within spread of 0.
func (r random) around(spread float64) float64 { return r.between(-spread, spread) }

func (r random) chance(p float64) bool { return r.unit() < p }

// count is a whole number from a to b, both included.
func (r random) count(a, b int) int { return a + int(r.pcg.Uint64()%uint64(b-a+1)) }

func (r random) salt() uint64 { return r.pcg.Uint64() }

func pick[T any](r random, from []T) T { return from[r.count(0, len(from)-1)] }
