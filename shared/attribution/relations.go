package attribution

import (
	"cmp"
	"slices"
)

// Relation is an influence seen from one of its two channels.
type Relation struct {
	Channel int    // the other one, model-wide
	Count   uint32 // images
}

// Inputs returns the k strongest influences on channel j, which is model-wide: largest count first, ties by channel.
func (c *Counts) Inputs(j, k int) []Relation {
	var relations []Relation
	indices, values := c.Influence.Row(j)
	for n, i := range indices {
		relations = append(relations, Relation{int(i), values[n]})
	}
	return strongest(relations, k)
}

// Outputs returns the k strongest influences of channel j on others, in the order of Inputs.
func (c *Counts) Outputs(j, k int) []Relation {
	var relations []Relation
	for later := j + 1; later < c.Influence.Rows(); later++ {
		if count := value(c.Influence, later, j); count > 0 {
			relations = append(relations, Relation{later, count})
		}
	}
	return strongest(relations, k)
}

func strongest(relations []Relation, k int) []Relation {
	slices.SortFunc(relations, func(a, b Relation) int { return cmp.Or(cmp.Compare(b.Count, a.Count), a.Channel-b.Channel) })
	return relations[:min(k, len(relations))]
}
