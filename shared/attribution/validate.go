package attribution

import (
	"cmp"
	"fmt"

	"summit/shared/sparse"
)

// Channels is the number of channels of all layers together.
func (n *Network) Channels() int {
	if len(n.Layers) == 0 {
		return 0
	}
	last := n.Layers[len(n.Layers)-1]
	return last.Offset + last.Channels
}

// Validate reports the first way in which n is no network: layers must be numbered one after the other from channel 0,
// links must lead from an earlier layer to a later one and be in order of To, then of From, without repetition.
func (n *Network) Validate() error {
	next := 0
	for l, span := range n.Layers {
		if span.Offset != next || span.Channels < 0 {
			return fmt.Errorf("layer %d has %d channels from %d on instead of from %d on", l, span.Channels, span.Offset, next)
		}
		next += span.Channels
	}
	var before Link
	for k, link := range n.Links {
		if link.From < 0 || link.From >= link.To || link.To >= len(n.Layers) {
			return fmt.Errorf("link from layer %d to layer %d of %d", link.From, link.To, len(n.Layers))
		}
		if k > 0 && cmp.Or(cmp.Compare(link.To, before.To), cmp.Compare(link.From, before.From)) <= 0 {
			return fmt.Errorf("link from layer %d to layer %d after one from layer %d to layer %d", link.From, link.To, before.From, before.To)
		}
		before = link
	}
	for _, channel := range n.Excluded {
		if channel < 0 || channel >= next {
			return fmt.Errorf("excluded channel %d of %d", channel, next)
		}
	}
	if len(n.MeanRate) != next {
		return fmt.Errorf("%d mean rates for %d channels", len(n.MeanRate), next)
	}
	return nil
}

// Validate reports the first way in which c does not fit n, which must be valid: every influence must follow a link, and
// nothing is counted in more images than there are.
func (c *Counts) Validate(n *Network) error {
	channels := n.Channels()
	if len(c.Activation) != channels {
		return fmt.Errorf("%d activation counts for %d channels", len(c.Activation), channels)
	}
	if err := c.Influence.Validate(channels, channels); err != nil {
		return fmt.Errorf("influence: %w", err)
	}
	if most := max(largest(c.Activation), largest(c.Influence.Values), largest(c.Inhibition.Values)); most > c.Images {
		return fmt.Errorf("a count of %d images for a class of %d", most, c.Images)
	}
	if err := validateLinks(n, c.Influence); err != nil || c.Inhibition.Indptr == nil {
		return err
	}
	if err := c.Inhibition.Validate(channels, channels); err != nil {
		return fmt.Errorf("inhibition: %w", err)
	}
	return validateLinks(n, c.Inhibition)
}

func largest(counts []uint32) (most uint32) {
	for _, count := range counts {
		most = max(most, count)
	}
	return most
}

func validateLinks(n *Network, m sparse.CSR) error {
	into := n.linksInto()
	for l, span := range n.Layers {
		for j := span.Offset; j < span.Offset+span.Channels; j++ {
			indices, _ := m.Row(j)
			for _, link := range into[l] {
				from := n.Layers[link.From]
				for len(indices) > 0 && from.holds(indices[0]) {
					indices = indices[1:]
				}
			}
			if len(indices) > 0 {
				return fmt.Errorf("influence of channel %d on channel %d follows no link", indices[0], j)
			}
		}
	}
	return nil
}

// linksInto gives the links that lead to each layer.
func (n *Network) linksInto() [][]Link {
	into := make([][]Link, len(n.Layers))
	for _, link := range n.Links {
		into[link.To] = append(into[link.To], link)
	}
	return into
}

func (s Span) holds(channel uint32) bool {
	return int(channel) >= s.Offset && int(channel) < s.Offset+s.Channels
}
