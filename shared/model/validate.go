package model

import (
	"fmt"
	"math"
	"strings"
)

// MaxChannels bounds the channels of all layers together.
const MaxChannels = 1 << 20

// Validate reports the first field of m that cannot be, with its value.
func (m *Manifest) Validate() error {
	if err := readable(m.Format); err != nil {
		return err
	}
	for _, check := range []func() error{m.validLayers, m.validLinks, m.validClasses, m.validParameters, m.validEmbedding, m.validFeatures, m.Cards.validate} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

func (m *Manifest) validLayers() error {
	if len(m.Layers) == 0 {
		return fmt.Errorf("layers is empty")
	}
	offset := 0
	seen := map[string]bool{}
	for i, l := range m.Layers {
		field := fmt.Sprintf("layers[%d]", i)
		if err := l.validate(offset); err != nil {
			return fmt.Errorf("%s.%w", field, err)
		}
		if seen[l.Name] {
			return fmt.Errorf("%s.name %q is there twice", field, l.Name)
		}
		seen[l.Name] = true
		offset += l.Channels
	}
	return nil
}

// validate checks l, which begins at the model-wide channel offset.
func (l Layer) validate(offset int) error {
	if !validName(l.Name) {
		return fmt.Errorf("name %q is no folder name of letters, digits, '.', '_' and '-'", l.Name)
	}
	if l.Channels < 1 || l.Channels > MaxChannels-offset {
		return fmt.Errorf("channels is %d; a model has 1 to %d", l.Channels, MaxChannels)
	}
	if l.Offset != offset {
		return fmt.Errorf("offset is %d instead of %d", l.Offset, offset)
	}
	if l.Height < 0 || l.Width < 0 || l.Silent < 0 {
		return fmt.Errorf("height, width and silent_images are %d, %d, %d; none is below 0", l.Height, l.Width, l.Silent)
	}
	last := -1
	for k, e := range l.Excluded {
		if e.Channel <= last || e.Channel >= l.Channels {
			return fmt.Errorf("excluded[%d].channel is %d; they ascend from 0 to %d", k, e.Channel, l.Channels-1)
		}
		last = e.Channel
	}
	return nil
}

func validName(name string) bool {
	if name == "" || len(name) > 200 || name[0] == '.' {
		return false
	}
	for _, c := range name {
		letter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
		if !letter && !(c >= '0' && c <= '9') && !strings.ContainsRune("._-", c) {
			return false
		}
	}
	return true
}

func (m *Manifest) validLinks() error {
	seen := map[[2]int]bool{}
	for i, l := range m.Links {
		pair, err := m.between(l.From, l.To)
		if err != nil {
			return fmt.Errorf("links[%d]: %w", i, err)
		}
		if seen[pair] {
			return fmt.Errorf("links[%d] joins %q and %q again", i, l.From, l.To)
		}
		seen[pair] = true
	}
	for i, g := range m.Gaps {
		if _, err := m.between(g.From, g.To); err != nil {
			return fmt.Errorf("gaps[%d]: %w", i, err)
		}
	}
	return nil
}

// between returns the indices of two layers, the earlier one first.
func (m *Manifest) between(from, to string) ([2]int, error) {
	i, j := m.LayerIndex(from), m.LayerIndex(to)
	if i < 0 {
		return [2]int{}, fmt.Errorf("from %q is no layer", from)
	}
	if j < 0 {
		return [2]int{}, fmt.Errorf("to %q is no layer", to)
	}
	if i >= j {
		return [2]int{}, fmt.Errorf("from %q is not before to %q", from, to)
	}
	return [2]int{i, j}, nil
}

func (m *Manifest) validClasses() error {
	if len(m.Classes) == 0 {
		return fmt.Errorf("classes is empty")
	}
	images := 0
	seen := make(map[string]bool, len(m.Classes))
	for i, c := range m.Classes {
		if err := c.validate(); err != nil {
			return fmt.Errorf("classes[%d].%w", i, err)
		}
		if seen[c.ID] {
			return fmt.Errorf("classes[%d].id %q is there twice", i, c.ID)
		}
		seen[c.ID] = true
		images += c.Images
	}
	if m.Data.Images != images {
		return fmt.Errorf("data.images is %d, but the classes have %d", m.Data.Images, images)
	}
	return nil
}

func (c Class) validate() error {
	if c.ID == "" {
		return fmt.Errorf("id is empty")
	}
	if c.Index != nil && *c.Index < 0 {
		return fmt.Errorf("index is %d", *c.Index)
	}
	if c.Images < 0 || c.Images > math.MaxUint32 {
		return fmt.Errorf("images is %d", c.Images)
	}
	if c.Top1 != nil && !(*c.Top1 >= 0 && *c.Top1 <= 1) {
		return fmt.Errorf("top1 is %v; it runs from 0 to 1", *c.Top1)
	}
	if len(c.Histogram) != 0 && len(c.Histogram) != HistogramBins {
		return fmt.Errorf("histogram has %d bins instead of %d", len(c.Histogram), HistogramBins)
	}
	for bin, n := range c.Histogram {
		if n < 0 || n > c.Images {
			return fmt.Errorf("histogram[%d] is %d, of %d images", bin, n, c.Images)
		}
	}
	return nil
}

func (m *Manifest) validParameters() error {
	p := m.Parameters
	if !(p.Mass >= 0 && p.Mass <= 1) || !(p.MassEmbed >= 0 && p.MassEmbed <= 1) {
		return fmt.Errorf("parameters.mass and mass_embed are %v, %v; they run from 0 to 1", p.Mass, p.MassEmbed)
	}
	if p.TopK < 0 || p.MinRecord < 0 || p.InfluenceStride < 0 {
		return fmt.Errorf("parameters.topk, min_record and influence_stride are %d, %d, %d; none is below 0", p.TopK, p.MinRecord, p.InfluenceStride)
	}
	if len(m.Preprocess.Mean) != len(m.Preprocess.Std) {
		return fmt.Errorf("preprocess.mean has %d values, std %d", len(m.Preprocess.Mean), len(m.Preprocess.Std))
	}
	if m.Data.Skipped < 0 {
		return fmt.Errorf("data.skipped is %d", m.Data.Skipped)
	}
	if p.Usage != nil {
		if err := p.Usage.Validate(); err != nil {
			return fmt.Errorf("parameters.usage: %w", err)
		}
	}
	return nil
}

func (m *Manifest) validEmbedding() error {
	if e := m.Parameters.Embedding; e != nil && !(e.Neighbours > 0 && e.MinDist >= 0 && e.Spread > 0) {
		return fmt.Errorf("parameters.embedding has %d neighbours, min_dist %v and spread %v", e.Neighbours, e.MinDist, e.Spread)
	}
	q := m.Quality.Embedding
	if q == nil {
		return nil
	}
	if len(q.Trustworthiness) != len(m.Layers) {
		return fmt.Errorf("quality.embedding.trustworthiness has %d values for %d layers", len(q.Trustworthiness), len(m.Layers))
	}
	for l, trust := range q.Trustworthiness {
		if trust != nil && !(*trust >= 0 && *trust <= 1) {
			return fmt.Errorf("quality.embedding.trustworthiness[%d] is %v; it runs from 0 to 1", l, *trust)
		}
	}
	return nil
}
