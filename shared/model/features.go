package model

import "fmt"

// Colours are the moments of the colours of a sample of the images, red, green and blue from 0 to 1.
type Colours struct {
	Images     int           `json:"images"` // in the sample
	Mean       [3]float64    `json:"mean"`
	Covariance [3][3]float64 `json:"covariance"`
}

// LayerFeatures is how a layer's feature visualizations were made.
type LayerFeatures struct {
	Layer      string            `json:"layer"`
	Parameters FeatureParameters `json:"parameters"`
	Mixed      bool              `json:"mixed,omitempty"`  // some of its pictures were made earlier, with other parameters
	Seeded     []int             `json:"seeded"`           // channels whose pictures began as their strongest dataset example, since noise stayed grey
	Reason     string            `json:"reason,omitempty"` // why it has none; the parameters mean nothing then
}

// FeatureParameters are those of the ascent.
type FeatureParameters struct {
	Size           int     `json:"size"` // pixels a side of a picture
	Steps          int     `json:"steps"`
	Rate           float64 `json:"rate"`     // of Adam, at the first step
	Decay          float64 `json:"decay"`    // of the spectrum, 1/f^decay
	Contrast       float64 `json:"contrast"` // limit of the root mean square of the logits of colours
	Seed           uint64  `json:"seed"`
	Objective      string  `json:"objective"` // channel or neuron
	TotalVariation float64 `json:"total_variation"`
	Squares        float64 `json:"l2"`
	Diversity      int     `json:"diversity"` // pictures beside the first, pushed apart
	Negative       bool    `json:"negative"`  // whether there is one of what the channel is least like
}

// FeatureQuality says how strongly feature visualizations excite their channels.
type FeatureQuality struct {
	BeatsDataset float64 `json:"beats_dataset"` // fraction of channels with a picture that excites them more than the strongest dataset example
	Diversity    float64 `json:"diversity"`     // activation of diversity pictures as a share of the first picture's, the mean; 0 without any
}

func (m *Manifest) validFeatures() error {
	if q := m.Quality.Features; q != nil && !(q.BeatsDataset >= 0 && q.BeatsDataset <= 1) {
		return fmt.Errorf("quality.features.beats_dataset is %v; it runs from 0 to 1", q.BeatsDataset)
	}
	last := -1
	for k, f := range m.Features {
		l := m.LayerIndex(f.Layer)
		if l <= last {
			return fmt.Errorf("features[%d].layer %q is no layer after that before it", k, f.Layer)
		}
		last = l
		for _, channel := range f.Seeded {
			if channel < 0 || channel >= m.Layers[l].Channels {
				return fmt.Errorf("features[%d].seeded has %d, a layer of %d channels", k, channel, m.Layers[l].Channels)
			}
		}
	}
	return nil
}
