package attribution

import "cmp"

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

// strongest are the k relations of largest count; those given ascend by channel.
func strongest(relations []Relation, k int) []Relation {
	order := sorted(len(relations), func(a, b int) int { return cmp.Compare(relations[b].Count, relations[a].Count) })
	var first []Relation
	for _, n := range order[:min(k, len(order))] {
		first = append(first, relations[n])
	}
	return first
}
