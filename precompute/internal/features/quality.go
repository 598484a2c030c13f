package features

import (
	"slices"

	format "summit/shared/bundle"
	"summit/shared/model"
)

// describe is the manifest of the revised bundle.
func (r *revision) describe() *model.Manifest {
	m := *r.manifest
	m.Cards = r.cards
	m.Quality.Features = quality(r.features, r.examples)
	m.Features = nil
	for l := range m.Layers {
		if f, ok := r.layerFeatures(l); ok {
			m.Features = append(m.Features, f)
		}
	}
	return &m
}

// layerFeatures is how a layer's pictures were made, and whether any were asked for, now or before.
func (r *revision) layerFeatures(l int) (model.LayerFeatures, bool) {
	layer := &r.layers[l]
	f := model.LayerFeatures{Layer: layer.Name, Seeded: []int{}}
	at := slices.IndexFunc(r.manifest.Features, func(f model.LayerFeatures) bool { return f.Layer == layer.Name })
	before := at >= 0
	if before {
		f = r.manifest.Features[at]
	}
	made, of, side := r.made(l)
	switch {
	case layer.err != nil:
		f.Reason = layer.err.Error()
		return f, true
	case made == 0:
		return f, before
	}
	parameters := r.parameters(side)
	f.Mixed = before && f.Reason == "" && (f.Mixed || f.Parameters != parameters) && made < of
	f.Parameters, f.Reason = parameters, ""
	f.Seeded = r.seeded(l, f.Seeded)
	return f, true
}

// made counts the layer's channels whose pictures are new, and all that are not excluded; side is that of the new ones.
func (r *revision) made(l int) (made, of, side int) {
	for c, p := range r.changed {
		if c.layer == l {
			made++
			side = max(side, p.Side)
		}
	}
	return made, r.manifest.Layers[l].Channels - len(r.manifest.Layers[l].Excluded), side
}

// seeded lists the layer's channels whose pictures began as examples, before and now.
func (r *revision) seeded(l int, before []int) []int {
	list := []int{}
	for k := range r.manifest.Layers[l].Channels {
		now, again := r.changed[channel{l, k}]
		if !again && slices.Contains(before, k) || again && now.Seeded && len(now.PNG) > 0 {
			list = append(list, k)
		}
	}
	return list
}

// quality compares pictures with the strongest examples, and diversity pictures with the first ones.
func quality(f format.Features, e format.Examples) *model.FeatureQuality {
	var have, beat, compared int
	var share float64
	for j := range f.Activation {
		activation, diversity, ok := f.Of(j)
		if !ok {
			continue
		}
		have++
		if activation > e.Activation[j*format.ExampleCount] {
			beat++
		}
		for _, a := range diversity {
			if a == a && activation > 0 {
				share += float64(a) / float64(activation)
				compared++
			}
		}
	}
	return &model.FeatureQuality{BeatsDataset: float64(beat) / float64(max(have, 1)), Diversity: share / float64(max(compared, 1))}
}
