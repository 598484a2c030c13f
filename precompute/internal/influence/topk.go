package influence

import "math"

// topK keeps the k largest values with their candidates, the largest first; of equal values the lower candidate comes first.
type topK struct {
	k          int
	values     []float64
	candidates []int
}

func newTopK(k int) *topK {
	return &topK{k: k, values: make([]float64, 0, k+1), candidates: make([]int, 0, k+1)}
}

func (t *topK) reset() { t.values, t.candidates = t.values[:0], t.candidates[:0] }

// floor is the value below which nothing is kept.
func (t *topK) floor() float64 {
	if len(t.values) < t.k {
		return math.Inf(-1)
	}
	return t.values[t.k-1]
}

func (t *topK) add(value float64, candidate int) {
	if value < t.floor() {
		return
	}
	at := len(t.values)
	for at > 0 && (t.values[at-1] < value || t.values[at-1] == value && t.candidates[at-1] > candidate) {
		at--
	}
	t.values = append(t.values, 0)
	t.candidates = append(t.candidates, 0)
	copy(t.values[at+1:], t.values[at:])
	copy(t.candidates[at+1:], t.candidates[at:])
	t.values[at], t.candidates[at] = value, candidate
	if len(t.values) > t.k {
		t.values, t.candidates = t.values[:t.k], t.candidates[:t.k]
	}
}
