package features

import (
	"cmp"
	"fmt"
	"path"
	"slices"
	"strings"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/work"
)

// channel is one of a layer's.
type channel struct{ layer, channel int }

// choose lists the channels that are asked for and that lack pictures, those first that graphs show: the ones that most graphs show first
// within each layer. Of a shard it keeps every n-th.
func (j *job) choose() error {
	if err := j.checkNames(); err != nil {
		return err
	}
	graphs, images, err := j.usage()
	if err != nil {
		return err
	}
	have, err := j.had()
	if err != nil {
		return err
	}
	var shown, rest []channel
	for l, layer := range j.manifest.Layers {
		excluded := map[int]bool{}
		for _, e := range layer.Excluded {
			excluded[e.Channel] = true
		}
		var all []channel
		for c := range layer.Channels {
			if !excluded[c] && !have[layer.Offset+c] && j.asks(layer.Name, c) {
				all = append(all, channel{l, c})
			}
		}
		slices.SortStableFunc(all, func(a, b channel) int {
			i, k := layer.Offset+a.channel, layer.Offset+b.channel
			return cmp.Or(cmp.Compare(graphs[k], graphs[i]), cmp.Compare(images[k], images[i]))
		})
		for _, c := range all {
			if graphs[layer.Offset+c.channel] > 0 {
				shown = append(shown, c)
			} else if !j.Shown {
				rest = append(rest, c)
			}
		}
	}
	shown, rest = j.share(shown), j.share(rest)
	j.chosen, j.first = slices.Concat(shown, rest), len(shown)
	j.summary.Channels = len(j.chosen)
	return nil
}

// usage is how many graphs show each channel, and how many images record it; 1 where the bundle does not know.
func (j *job) usage() (graphs, images []uint32, err error) {
	if j.manifest.Parameters.Usage == nil {
		ones := slices.Repeat([]uint32{1}, j.manifest.Channels())
		return ones, ones, nil
	}
	u, err := j.bundle.Usage(0)
	if err != nil {
		return nil, nil, err
	}
	return u.Graphs, u.Images, nil
}

// had tells which channels have all pictures that are asked for, made as the options say.
func (j *job) had() ([]bool, error) {
	have := make([]bool, j.manifest.Channels())
	if !j.manifest.Cards.Features() {
		return have, nil
	}
	pictures, err := j.bundle.Features()
	if err != nil {
		return nil, err
	}
	for _, f := range j.manifest.Features {
		want := j.parameters(f.Parameters.Size)
		want.Diversity, want.Negative = max(want.Diversity, f.Parameters.Diversity), want.Negative || f.Parameters.Negative
		if f.Reason != "" || f.Mixed || f.Parameters != want || !j.makes(f.Parameters.Size) {
			continue
		}
		layer := j.manifest.Layers[j.manifest.LayerIndex(f.Layer)]
		for c := range layer.Channels {
			_, _, have[layer.Offset+c] = pictures.Of(layer.Offset + c)
		}
	}
	return have, nil
}

// makes tells whether pictures of that side may be what the options ask for.
func (j *job) makes(side int) bool {
	return side == j.side() || side == j.manifest.Preprocess.Size[0]&^1
}

// share is what a shard takes of a list.
func (j *job) share(all []channel) []channel {
	if j.Shard == (work.Shard{}) {
		return all
	}
	var mine []channel
	for k := j.Shard.Index - 1; k < len(all); k += j.Shard.Of {
		mine = append(mine, all[k])
	}
	return mine
}

// asks tells whether the options name a channel.
func (j *job) asks(layer string, channel int) bool {
	return matches(j.Layers, layer) && matches(j.Channels, fmt.Sprintf("%s-%d", layer, channel))
}

// matches tells whether one of the globs fits; where there are none, all do.
func matches(globs []string, name string) bool {
	return len(globs) == 0 || slices.ContainsFunc(globs, func(glob string) bool {
		ok, err := path.Match(glob, name)
		return ok && err == nil
	})
}

// checkNames finds globs that fit nothing.
func (j *job) checkNames() error {
	var layers, channels []string
	for _, l := range j.manifest.Layers {
		layers = append(layers, l.Name)
		for c := range l.Channels {
			channels = append(channels, fmt.Sprintf("%s-%d", l.Name, c))
		}
	}
	for _, glob := range j.Layers {
		if !slices.ContainsFunc(layers, func(name string) bool { return matches([]string{glob}, name) }) {
			return hint.Errorf("layers are "+strings.Join(layers, ", "), "--layers %q is no layer of bundle %q", glob, j.Bundle)
		}
	}
	for _, glob := range j.Channels {
		if !slices.ContainsFunc(channels, func(name string) bool { return matches([]string{glob}, name) }) {
			return hint.Errorf("a channel is named LAYER-NUMBER, for example "+channels[0], "--channels %q is no channel of bundle %q", glob, j.Bundle)
		}
	}
	return nil
}
