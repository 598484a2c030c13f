package part

import (
	"slices"

	"summit/precompute/internal/aggregate"
)

// Sum is the sum of parts on disk. Its head is in memory, its classes are added up when they are asked for.
type Sum struct {
	Head  *Head
	files []*File
}

// NewSum adds up parts of a run of that shape. It is an error if two have an item in common.
func NewSum(s Shape, files []*File) (*Sum, error) {
	heads := make([]*Head, len(files))
	for i, f := range files {
		heads[i] = f.Head
	}
	head, err := SumHeads(s, heads...)
	return &Sum{head, files}, err
}

// Class is the sum of the parts' items of a label; one without images if there are none.
func (s *Sum) Class(label int) (*aggregate.Class, error) {
	sum := &aggregate.Class{}
	for _, f := range s.files {
		c, err := f.Class(label)
		if err != nil {
			return nil, err
		}
		if c != nil {
			sum.Add(c)
		}
	}
	return sum, nil
}

// Labels are those of the items that are done, ascending.
func (s *Sum) Labels() []int {
	var labels []int
	for _, f := range s.files {
		for label := range f.sections {
			labels = append(labels, label)
		}
	}
	slices.Sort(labels)
	return slices.Compact(labels)
}

// Write writes the sum as one part.
func (s *Sum) Write(path string, run Digest) error {
	return Write(path, run, s.Head, s.Labels(), s.Class)
}
