package state

import (
	"cmp"
	"math"

	"summit/shared/bundle"
)

// Likeness is how much like one class the others are in a layer. The bundle has the cosines of the most similar ones
// only; beyond them, nearness in the layer's layout has to do, which is made to keep the same neighbourhoods.
type Likeness struct {
	Class    int
	Cosine   []float32 // [classes]; 0 where it is not known
	Distance []float64 // [classes] in the layout
}

// NewLikeness takes a layer's points [classes, 2], and its similar classes, which may not have come yet.
func NewLikeness(class int, points []float32, layout bundle.Layout) *Likeness {
	n := len(points) / 2
	l := &Likeness{Class: class, Cosine: make([]float32, n), Distance: make([]float64, n)}
	for c := range n {
		l.Distance[c] = math.Hypot(float64(points[2*c]-points[2*class]), float64(points[2*c+1]-points[2*class+1]))
	}
	for k := class * bundle.SimilarCount; k < min((class+1)*bundle.SimilarCount, len(layout.Similar)); k++ {
		if other := layout.Similar[k]; other != bundle.NoClass {
			l.Cosine[other] = layout.Cosine[k]
		}
	}
	return l
}

// Known is the number of classes whose cosine is known.
func (l *Likeness) Known() int {
	n := 0
	for _, cosine := range l.Cosine {
		if cosine > 0 {
			n++
		}
	}
	return n
}

// compare puts the class itself first, then those of known cosine, then the others by distance.
func (l *Likeness) compare(a, b int) int {
	switch {
	case a == b:
		return 0
	case a == l.Class:
		return -1
	case b == l.Class:
		return 1
	}
	return cmp.Or(cmp.Compare(l.Cosine[b], l.Cosine[a]), cmp.Compare(l.Distance[a], l.Distance[b]))
}
