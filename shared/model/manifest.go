// Package model describes a bundle: the network that was analysed, the data it saw and how, as the manifest that
// zarr.json carries in attributes.summit (docs/format.md).
//
// Words: a layer is a tapped tensor [N, C, H, W]; its channels are numbered across layers, so that channel j of a layer
// is Offset+j model-wide; a link joins two layers; a class is a folder of the data.
package model

import "summit/shared/attribution"

// Format is the version of the bundle format that this package reads and writes.
const Format = 2

// HistogramBins is the number of equal bins over [0, 1] of a class's histogram of the true class's probability.
const HistogramBins = 20

// Manifest is everything a reader needs to know of a bundle before it opens a matrix.
type Manifest struct {
	Format     int        `json:"format"`
	Tool       string     `json:"tool"`              // name and version of the program that wrote the bundle
	Command    string     `json:"command"`           // command line that made it
	Created    string     `json:"created,omitempty"` // RFC 3339; only where SOURCE_DATE_EPOCH is set
	Model      File       `json:"model"`
	Data       Data       `json:"data"`
	Preprocess Preprocess `json:"preprocess"`
	Parameters Parameters `json:"parameters"`
	Layers     []Layer    `json:"layers"` // from the input to the logits
	Links      []Link     `json:"links"`
	Gaps       []Gap      `json:"gaps,omitempty"`
	Classes    []Class    `json:"classes"`
	Cards      Cards      `json:"cards"`

	Features []LayerFeatures `json:"features,omitempty"` // in the order of the layers; none where no feature visualizations were asked for

	Quality Quality `json:"quality"`
}

// File names a file by its base name and content.
type File struct {
	Name   string `json:"name"`
	SHA256 string `json:"sha256"` // lower-case hex
}

// Data is the data set that was aggregated.
type Data struct {
	Name    string `json:"name"`
	Images  int    `json:"images"`  // images aggregated
	Digest  string `json:"digest"`  // sha256 over labels, paths and contents, in order
	Skipped int    `json:"skipped"` // images that could not be read; listed in report.json
	Groups  bool   `json:"groups"`  // labels are not the model's classes: no accuracy

	Colours *Colours `json:"colours,omitempty"`
}

// Preprocess is how an image becomes the model's input. Pixels are scaled first, then (x - mean) / std by channel.
type Preprocess struct {
	Size     [2]int    `json:"size"`      // height, width of the model's input
	Resize   string    `json:"resize"`    // squash, shorter or none
	ResizeTo int       `json:"resize_to"` // the shorter side, for resize = shorter
	Crop     string    `json:"crop"`      // center
	Filter   string    `json:"filter"`    // bilinear, nearest, bicubic
	Channels string    `json:"channels"`  // RGB or BGR
	Scale    float64   `json:"scale"`
	Mean     []float64 `json:"mean"` // by channel, in the order of Channels
	Std      []float64 `json:"std"`
	Layout   string    `json:"layout"` // NCHW or NHWC
}

// Parameters are those of the aggregation.
type Parameters struct {
	Mass            float64 `json:"mass"`       // tau of activation/
	MassEmbed       float64 `json:"mass_embed"` // tau of activation_embed/
	TopK            int     `json:"topk"`       // influences recorded for each output channel
	MinRecord       int     `json:"min_record"` // channels recorded at least, each image and layer
	Inhibition      bool    `json:"inhibition"` // whether inhibition/ is there
	InfluenceStride int     `json:"influence_stride"`
	Output          string  `json:"output"` // ONNX tensor of the logits

	Embedding *Embedding              `json:"embedding,omitempty"` // of embedding/; nil: it and similarity/ are not there
	Usage     *attribution.Parameters `json:"usage,omitempty"`     // of the graphs that usage/graphs counts; nil: usage/ is not there
}

// Embedding are the parameters of the layouts of classes.
type Embedding struct {
	Neighbours int     `json:"neighbours"` // of each class that are kept close, the class itself counted
	MinDist    float64 `json:"min_dist"`
	Spread     float64 `json:"spread"`
	Seed       uint64  `json:"seed"`
}

// Layer is a tapped tensor.
type Layer struct {
	Name     string          `json:"name"` // unique; also the folder of its cards
	Tensor   string          `json:"tensor"`
	Channels int             `json:"channels"`
	Offset   int             `json:"offset"` // model-wide number of its channel 0
	Height   int             `json:"height"`
	Width    int             `json:"width"`
	Field    ReceptiveField  `json:"receptive_field"`
	Silent   int             `json:"silent_images"` // images for which no channel of the layer was active
	Excluded []ExcludedEntry `json:"excluded"`
}

// ReceptiveField gives what a position of a layer sees of the model's input: along one axis position p sees the pixels
// [Start + p*Stride, Start + p*Stride + Size).
type ReceptiveField struct {
	Size   [2]int `json:"size"` // height, width
	Stride [2]int `json:"stride"`
	Start  [2]int `json:"start"`
}

// ExcludedEntry is a channel that no graph shows.
type ExcludedEntry struct {
	Channel int    `json:"channel"`
	Reason  string `json:"reason"`
}

// Link joins two layers, by name.
type Link struct {
	From  string `json:"from"`
	To    string `json:"to"`
	Steps []Step `json:"steps"`
}

// Step is a sum inside a link whose terms competed.
type Step struct {
	Name       string `json:"name"`       // ONNX node that sums
	Outputs    int    `json:"outputs"`    // channels
	Candidates int    `json:"candidates"` // terms of one output channel
}

// Gap is a range between two layers that could not be analysed.
type Gap struct {
	From   string `json:"from"`
	To     string `json:"to"`
	Node   string `json:"node"`
	Op     string `json:"op"`
	Reason string `json:"reason"`
}

// Class is a folder of the data, and a row of the matrices.
type Class struct {
	ID        string   `json:"id"`
	Name      string   `json:"name"`
	Index     *int     `json:"index,omitempty"` // output of the model; absent for a group
	Images    int      `json:"images"`
	Top1      *float64 `json:"top1"`      // fraction of its images that the model gets right; null for a group
	Histogram []int    `json:"histogram"` // [HistogramBins] images by probability of the true class; empty for a group
}

// Quality holds measured figures.
type Quality struct {
	Top1      *float64          `json:"top1"`                // fraction right over all images; null for groups
	Embedding *EmbeddingQuality `json:"embedding,omitempty"` // nil where there is no embedding
	Features  *FeatureQuality   `json:"features,omitempty"`  // nil where there are no feature visualizations
}

// EmbeddingQuality says how well the layouts of classes keep neighbours.
type EmbeddingQuality struct {
	Neighbours      int        `json:"neighbours"`      // at which it is measured
	Trustworthiness []*float64 `json:"trustworthiness"` // by layer, from 0 to 1; null where there is nothing to measure
}
