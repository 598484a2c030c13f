package pipeline

import (
	"fmt"
	"path"
	"slices"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/topology"
	"summit/shared/model"
)

// autoExclude stands among the patterns for the channels that are recorded for everything.
const autoExclude = "auto"

// exclude matches the patterns with every channel's "layer-channel"; a pattern that matches none is an error.
func exclude(layers []topology.Layer, patterns []string) ([][]model.ExcludedEntry, error) {
	patterns = slices.DeleteFunc(slices.Clone(patterns), func(pattern string) bool { return pattern == autoExclude })
	excluded := make([][]model.ExcludedEntry, len(layers))
	for l, layer := range layers {
		excluded[l] = []model.ExcludedEntry{}
		for c := range layer.Channels {
			for _, pattern := range patterns {
				if ok, _ := path.Match(pattern, fmt.Sprintf("%s-%d", layer.Name, c)); ok {
					excluded[l] = append(excluded[l], model.ExcludedEntry{Channel: c, Reason: "--exclude " + pattern})
					break
				}
			}
		}
	}
	for _, pattern := range patterns {
		if !matched(excluded, "--exclude "+pattern) && !shadowed(layers, pattern) {
			return nil, hint.Errorf("a channel is named LAYER-NUMBER, for example "+layers[0].Name+"-0; `precompute inspect` lists the layers",
				"--exclude %q is no channel of the model", pattern)
		}
	}
	return excluded, nil
}

func matched(excluded [][]model.ExcludedEntry, reason string) bool {
	for _, layer := range excluded {
		for _, entry := range layer {
			if entry.Reason == reason {
				return true
			}
		}
	}
	return false
}

// shadowed reports whether some channel matches the pattern, though an earlier one has taken it.
func shadowed(layers []topology.Layer, pattern string) bool {
	for _, layer := range layers {
		for c := range layer.Channels {
			if ok, _ := path.Match(pattern, fmt.Sprintf("%s-%d", layer.Name, c)); ok {
				return true
			}
		}
	}
	return false
}
