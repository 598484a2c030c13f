package bundletest

import (
	"fmt"
	"math"
	"strings"

	"summit/precompute/internal/card"
	"summit/shared/attribution"
	"summit/shared/model"
)

func (o Options) manifest() *model.Manifest {
	m := &model.Manifest{
		Format:  model.Format,
		Tool:    "bundletest",
		Command: "bundletest",
		Model:   model.File{Name: "synthetic.onnx", SHA256: strings.Repeat("0", 64)},
		Data:    model.Data{Name: "synthetic", Images: o.Classes * o.Images, Digest: strings.Repeat("0", 64)},
		Preprocess: model.Preprocess{
			Size: [2]int{64, 64}, Resize: "none", Filter: "bilinear", Channels: "RGB", Scale: 1. / 255,
			Mean: []float64{0.5, 0.5, 0.5}, Std: []float64{0.25, 0.25, 0.25}, Layout: "NCHW",
		},
		Parameters: model.Parameters{Mass: 0.03, MassEmbed: 0.01, TopK: 5, MinRecord: 1, Inhibition: o.Inhibition, InfluenceStride: 1, Output: "logits"},
	}
	o.addLayers(m)
	for c := range o.Classes {
		m.Classes = append(m.Classes, o.class(c))
	}
	if o.Tile > 0 {
		m.Cards = card.Layout(o.Tile, o.Features, false)
	}
	if m.Cards.Features() {
		m.Quality.Features = &model.FeatureQuality{BeatsDataset: 1}
	}
	if o.Usage {
		usage := attribution.DefaultParameters()
		m.Parameters.Usage = &usage
	}
	if o.Embedding {
		m.Parameters.Embedding = &model.Embedding{Neighbours: 15, MinDist: 0.1, Spread: 1, Seed: 1}
		m.Quality.Embedding = &model.EmbeddingQuality{Trustworthiness: make([]*float64, len(o.Layers))}
	}
	var sum float64
	for _, c := range m.Classes {
		sum += *c.Top1
	}
	top1 := sum / float64(o.Classes)
	m.Quality.Top1 = &top1
	return m
}

func (o Options) addLayers(m *model.Manifest) {
	offset := 0
	for l, channels := range o.Layers {
		side := max(64>>l, 4)
		layer := model.Layer{
			Name: fmt.Sprintf("mixed%d%c", 3+l/3, 'a'+rune(l%3)), Tensor: fmt.Sprintf("block%d_out", l),
			Channels: channels, Offset: offset, Height: side, Width: side,
			Field: model.ReceptiveField{
				Size: [2]int{8 << l, 8 << l}, Stride: [2]int{64 / side, 64 / side}, Start: [2]int{-4 << l, -4 << l}},
			Excluded: []model.ExcludedEntry{},
		}
		if channels > 8 {
			layer.Excluded = append(layer.Excluded, model.ExcludedEntry{Channel: channels - 1, Reason: "never active"})
		}
		m.Layers = append(m.Layers, layer)
		if l > 0 {
			m.Links = append(m.Links, model.Link{From: m.Layers[l-1].Name, To: layer.Name,
				Steps: []model.Step{{Name: fmt.Sprintf("conv%d", l), Outputs: channels, Candidates: o.Layers[l-1]}}})
		}
		offset += channels
	}
}

var (
	looks = []string{"banded", "black", "blue", "brown", "crested", "dotted", "golden", "great", "green", "grey", "horned",
		"lesser", "long-tailed", "painted", "red", "scaled", "silver", "spotted", "striped", "white"}
	animals = []string{"eel", "ray", "crab", "shrimp", "tench", "perch", "carp", "pike", "squid", "turtle", "seal", "otter",
		"heron", "crane", "gull", "tern", "owl", "kite", "finch", "wren", "fox", "wolf", "bear", "lynx", "hare", "vole", "bat",
		"newt", "toad", "frog", "gecko", "skink", "viper", "moth", "bee", "wasp", "ant", "beetle", "snail", "slug", "clam",
		"urchin", "starfish", "jellyfish", "seahorse", "whale", "dolphin", "tuna", "shark", "puffer"}
)

// class describes class c. The easier half of the classes is right nine times in ten.
func (o Options) class(c int) model.Class {
	animal, look := animals[c%len(animals)], looks[c/len(animals)%len(looks)]
	right := 0.35 + 0.6*math.Sqrt(o.random(c, 0, 0).Float64())
	index := c
	class := model.Class{
		ID: fmt.Sprintf("n%08d", 1000+c), Name: look + " " + animal, Index: &index,
		Images: o.Images, Top1: &right, Histogram: make([]int, model.HistogramBins),
	}
	r := o.random(c, 0, 1)
	for range o.Images {
		p := r.Float64() * 0.4
		if r.Float64() < right {
			p = 1 - p*r.Float64()
		}
		class.Histogram[min(int(p*model.HistogramBins), model.HistogramBins-1)]++
	}
	return class
}
