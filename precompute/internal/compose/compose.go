// Package compose turns the influence counts of single steps into the influence matrix of a class, whose entries join
// channels of layers that a link joins (docs/math.md, section 3).
//
// Shards store and merge the counts of steps; composition comes once, at the end. The weight from channel i of an earlier layer
// to channel j is the largest of the direct count and, over the inner channels b that j takes in, of
// min(count of b in j, weight from i to b). A later channel that inner channels feed would reach nearly all of an earlier
// layer, so it keeps the n largest only, n being the mean number of inputs of the link's one-step channels.
package compose

import (
	"fmt"

	"summit/precompute/internal/topology"
	"summit/shared/sparse"
)

// StepCounts are the influence counts of one class in one step, sparse. Candidates of a step are numbered term after
// term: candidate = sum of len(Sources) of the terms before + channel of the term's Tensor.
type StepCounts struct {
	Keys   []uint64 // output * candidates of the step + candidate; ascending, without repetition
	Counts []uint32 // images, beside Keys
}

// Composer composes the classes of one network. It may be used by several goroutines.
type Composer struct {
	layers []int // [layers+1]; model-wide number of each layer's first channel
	links  []plan
}

// New reads from net what composition needs.
func New(net *topology.Network) *Composer {
	c := &Composer{layers: make([]int, 1, len(net.Layers)+1)}
	for l := range net.Layers {
		c.layers = append(c.layers, c.layers[l]+net.Layers[l].Channels)
	}
	for k := range net.Links {
		c.links = append(c.links, newPlan(&net.Links[k]))
	}
	return c
}

// Compose makes the influence matrix of a class, [channels, channels] in model-wide numbers with the later layer's
// channels as rows, from counts[link][step]. An error says which step's counts cannot be those of the network.
func (c *Composer) Compose(counts [][]StepCounts) (sparse.CSR, error) {
	if len(counts) != len(c.links) {
		return sparse.CSR{}, fmt.Errorf("counts of %d links for %d", len(counts), len(c.links))
	}
	m := sparse.CSR{Indptr: make([]uint32, 1, c.layers[len(c.layers)-1]+1)}
	for k := range c.links {
		link := c.links[k].link
		rows, err := c.links[k].compose(counts[k])
		if err != nil {
			return sparse.CSR{}, fmt.Errorf("link to layer %d: %w", link.To, err)
		}
		pad(&m, c.layers[link.To])
		for _, row := range rows {
			c.appendRow(&m, row, &c.links[k])
		}
	}
	pad(&m, c.layers[len(c.layers)-1])
	return m, nil
}

// pad adds empty rows until m has the given number of rows.
func pad(m *sparse.CSR, rows int) {
	for m.Rows() < rows {
		m.Indptr = append(m.Indptr, uint32(len(m.Indices)))
	}
}

// appendRow adds a row in model-wide numbers.
func (c *Composer) appendRow(m *sparse.CSR, row vector, p *plan) {
	u := 0
	for _, i := range row.channels {
		for u+1 < len(p.first) && int(i) >= p.first[u+1] {
			u++
		}
		m.Indices = append(m.Indices, uint32(c.layers[p.link.From[u]]-p.first[u])+i)
	}
	m.Values = append(m.Values, row.weights...)
	m.Indptr = append(m.Indptr, uint32(len(m.Indices)))
}
