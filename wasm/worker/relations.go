package worker

import (
	"context"
	"fmt"

	"summit/wasm/state"
)

// Relations finds what is strongest linked with a channel in a class, or in a set.
func (s *Session) Relations(ctx context.Context, set Set, channel int) (*state.Relations, error) {
	kept, err := s.keep(ctx, set, false)
	if err != nil {
		return nil, err
	}
	if channel >= s.network.Channels() {
		return nil, fmt.Errorf("channel %d of %d", channel, s.network.Channels())
	}
	c, r := kept.counts, &state.Relations{Channel: channel}
	for _, each := range kept.each {
		r.Own = append(r.Own, each.Activation[channel])
	}
	r.Count, r.Images = c.Activation[channel], c.Images
	r.Inputs, r.Outputs = c.Inputs(channel, state.RelationsShown), c.Outputs(channel, state.RelationsShown)
	return r, nil
}
