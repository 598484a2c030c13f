package compose

import (
	"fmt"
	"slices"
)

// vector holds the weights of one channel's inputs in the earlier layers, counted through these, above 0, by ascending channel.
type vector struct{ channels, weights []uint32 }

// composition is one class's way through one link.
type composition struct {
	plan    *plan
	counts  []StepCounts
	starts  [][]int    // [step], see plan.rows
	inputs  [][]vector // [unit][channel]; empty for earlier layers
	largest []uint32   // [channels of the earlier layers]; weights of the channel that is being composed
}

// compose gives the inputs of every channel of the later layer.
func (p *plan) compose(counts []StepCounts) ([]vector, error) {
	if len(counts) != len(p.link.Steps) {
		return nil, fmt.Errorf("counts of %d steps for %d", len(counts), len(p.link.Steps))
	}
	c := &composition{plan: p, counts: counts, inputs: make([][]vector, len(p.sums))}
	c.largest = make([]uint32, p.earlier)
	for k := range counts {
		starts, err := p.rows(k, counts[k])
		if err != nil {
			return nil, fmt.Errorf("step %q: %w", p.link.Steps[k].Name, err)
		}
		c.starts = append(c.starts, starts)
	}
	for unit := len(p.first); unit < len(p.sums); unit++ {
		for channel := range p.sums[unit] {
			c.inputs[unit] = append(c.inputs[unit], c.channel(unit, channel))
		}
	}
	rows := c.inputs[len(c.inputs)-1]
	p.prune(rows)
	return rows, nil
}

// channel composes the weights of one channel from its candidates' own.
func (c *composition) channel(unit, channel int) vector {
	for _, sum := range c.plan.sums[unit][channel] {
		sources := c.plan.sources[sum.step]
		for k := c.starts[sum.step][sum.output]; k < c.starts[sum.step][sum.output+1]; k++ {
			source := sources[c.counts[sum.step].Keys[k]%uint64(len(sources))]
			count := c.counts[sum.step].Counts[k]
			if source.Unit < len(c.plan.first) {
				i := c.plan.first[source.Unit] + source.Channel
				c.largest[i] = max(c.largest[i], count)
				continue
			}
			through := c.inputs[source.Unit][source.Channel]
			for n, i := range through.channels {
				c.largest[i] = max(c.largest[i], min(count, through.weights[n]))
			}
		}
	}
	return c.collect()
}

// collect takes the weights above 0 out of largest and clears it.
func (c *composition) collect() vector {
	inputs := 0
	for _, weight := range c.largest {
		if weight > 0 {
			inputs++
		}
	}
	v := vector{make([]uint32, 0, inputs), make([]uint32, 0, inputs)}
	for i, weight := range c.largest {
		if weight > 0 {
			v.channels = append(v.channels, uint32(i))
			v.weights = append(v.weights, weight)
			c.largest[i] = 0
		}
	}
	return v
}

// prune keeps the n largest inputs (ties: lower channel) of every row that is no one-step channel, n being the mean
// number of inputs of the one-step channels, rounded, halves up. Without one-step channels all inputs stay.
func (p *plan) prune(rows []vector) {
	channels, inputs := 0, 0
	for channel, row := range rows {
		if p.oneStep[channel] {
			channels++
			inputs += len(row.channels)
		}
	}
	if channels == 0 {
		return
	}
	n := (2*inputs + channels) / (2 * channels)
	for channel := range rows {
		if !p.oneStep[channel] {
			rows[channel] = rows[channel].top(n)
		}
	}
}

// top is v reduced to its n largest weights.
func (v vector) top(n int) vector {
	if len(v.channels) <= n {
		return v
	}
	order := make([]uint64, len(v.channels)) // largest weight first, then lowest channel
	for k, weight := range v.weights {
		order[k] = uint64(^weight)<<32 | uint64(v.channels[k])
	}
	slices.Sort(order)
	last := uint64(0)
	if n > 0 {
		last = order[n-1] + 1
	}
	var top vector
	for k, weight := range v.weights {
		if uint64(^weight)<<32|uint64(v.channels[k]) < last {
			top.channels = append(top.channels, v.channels[k])
			top.weights = append(top.weights, weight)
		}
	}
	return top
}
