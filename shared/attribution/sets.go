package attribution

import (
	"fmt"
	"math"
	"slices"

	"summit/shared/sparse"
)

// The sets that two or more classes can be combined into.
const (
	SetUnion        = "union"        // sum of the classes' counts
	SetIntersection = "intersection" // smallest of the classes' counts
	SetDifference   = "difference"   // the first class's count less the largest of the others', 0 where that is negative
)

// Sets lists the set operations.
func Sets() []string { return []string{SetUnion, SetIntersection, SetDifference} }

// Set is a combination of two or more classes: a graph is computed on its counts, not joined from drawn graphs.
type Set struct {
	Counts  Counts   // combined; Images is the number of images that its counts refer to
	classes []Counts // each class's counts, scaled
}

// Combine makes a set of classes, in the order given. So that each class counts alike whatever its number of images, its
// counts are first scaled to the largest class's images, rounded to the nearest whole number; classes of equal size stay
// as they are. An error names an unknown operation, too few classes, a class without images, or counts that do not fit n.
func Combine(n *Network, operation string, classes []*Counts) (*Set, error) {
	if !slices.Contains(Sets(), operation) {
		return nil, fmt.Errorf("set %q is none of %q", operation, Sets())
	}
	if len(classes) < 2 {
		return nil, fmt.Errorf("a set needs two or more classes, not %d", len(classes))
	}
	images := uint32(0)
	for k, c := range classes {
		if err := c.Validate(n); err != nil {
			return nil, fmt.Errorf("class %d of the set: %w", k, err)
		}
		if c.Images == 0 {
			return nil, fmt.Errorf("class %d of the set has no images", k)
		}
		images = max(images, c.Images)
	}
	if uint64(images)*uint64(len(classes)) > math.MaxUint32 {
		return nil, fmt.Errorf("a set of %d classes with %d images is too large to count", len(classes), images)
	}
	s := &Set{Counts: Counts{Images: images}}
	for _, c := range classes {
		s.classes = append(s.classes, c.scaled(images))
	}
	combine := combination(operation)
	if operation == SetUnion {
		s.Counts.Images = images * uint32(len(classes))
	}
	s.Counts.Activation = s.activation(combine)
	s.Counts.Influence = s.matrix(combine, func(c *Counts) *sparse.CSR { return &c.Influence })
	if !slices.ContainsFunc(classes, func(c *Counts) bool { return c.Inhibition.Indptr == nil }) {
		s.Counts.Inhibition = s.matrix(combine, func(c *Counts) *sparse.CSR { return &c.Inhibition })
	}
	return s, nil
}

// combination reduces the counts of one channel, or of one influence, in the order of classes.
func combination(operation string) func(counts []uint32) uint32 {
	switch operation {
	case SetUnion:
		return func(counts []uint32) (sum uint32) {
			for _, count := range counts {
				sum += count
			}
			return sum
		}
	case SetIntersection:
		return slices.Min[[]uint32]
	default:
		return func(counts []uint32) uint32 {
			return counts[0] - min(counts[0], slices.Max(counts[1:]))
		}
	}
}

// scaled gives the counts that c would have with the given number of images.
func (c *Counts) scaled(images uint32) Counts {
	if c.Images == images {
		return *c
	}
	scale := func(counts []uint32) []uint32 {
		scaled := make([]uint32, len(counts))
		for k, count := range counts {
			scaled[k] = uint32((uint64(count)*uint64(images) + uint64(c.Images)/2) / uint64(c.Images))
		}
		return scaled
	}
	matrix := func(m sparse.CSR) sparse.CSR {
		return sparse.CSR{Indptr: m.Indptr, Indices: m.Indices, Values: scale(m.Values)}
	}
	return Counts{Images: images, Activation: scale(c.Activation), Influence: matrix(c.Influence), Inhibition: matrix(c.Inhibition)}
}

func (s *Set) activation(combine func([]uint32) uint32) []uint32 {
	combined := make([]uint32, len(s.classes[0].Activation))
	counts := make([]uint32, len(s.classes))
	for j := range combined {
		for k := range s.classes {
			counts[k] = s.classes[k].Activation[j]
		}
		combined[j] = combine(counts)
	}
	return combined
}

// matrix merges the rows of the classes' matrices that of gives; entries that come to 0 are left out.
func (s *Set) matrix(combine func([]uint32) uint32, of func(*Counts) *sparse.CSR) sparse.CSR {
	matrices := make([]*sparse.CSR, len(s.classes))
	for k := range s.classes {
		matrices[k] = of(&s.classes[k])
	}
	rows := len(s.Counts.Activation)
	m := sparse.CSR{Indptr: make([]uint32, 1, rows+1)}
	counts := make([]uint32, len(s.classes))
	next := make([]uint32, len(s.classes))
	for j := range rows {
		for k := range s.classes {
			next[k] = matrices[k].Indptr[j]
		}
		for column, ok := nextColumn(matrices, j, next); ok; column, ok = nextColumn(matrices, j, next) {
			for k := range s.classes {
				counts[k] = countAt(matrices, k, j, column, next)
			}
			if count := combine(counts); count > 0 {
				m.Indices = append(m.Indices, column)
				m.Values = append(m.Values, count)
			}
		}
		m.Indptr = append(m.Indptr, uint32(len(m.Indices)))
	}
	return m
}

// nextColumn is the smallest column of row j that a matrix has at its next entry; false where all are through.
func nextColumn(matrices []*sparse.CSR, j int, next []uint32) (column uint32, ok bool) {
	for k, m := range matrices {
		if next[k] < m.Indptr[j+1] && (!ok || m.Indices[next[k]] < column) {
			column, ok = m.Indices[next[k]], true
		}
	}
	return column, ok
}

// countAt is matrix k's count at (j, column), and moves on where it is the next one.
func countAt(matrices []*sparse.CSR, k, j int, column uint32, next []uint32) uint32 {
	m := matrices[k]
	if next[k] == m.Indptr[j+1] || m.Indices[next[k]] != column {
		return 0
	}
	next[k]++
	return m.Values[next[k]-1]
}
