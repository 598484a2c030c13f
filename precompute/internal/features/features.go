// Package features makes the feature visualizations of a bundle: what it has to know of the data (which channels the graphs show, the
// colours, the strongest examples) is in the bundle, so that a run makes them when its bundle is written, and they can be made again
// later.
//
// Pictures of channels that some class's graph shows are made first, layer after layer, then the others; of each layer first the feature
// visualizations, then the diversity pictures, then the negative ones. What is made is kept beside the bundle until the bundle is
// replaced by one that has it (package work), so that an interrupted job goes on, and several processes may share one.
package features

import (
	"context"
	"errors"
	"fmt"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/featurevis"
	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/runtime"
	"summit/precompute/internal/work"
	format "summit/shared/bundle"
	"summit/shared/model"
)

// Options say what is made.
type Options struct {
	Model, Bundle string // file and folder
	featurevis.Options
	Objective string // featurevis.Channel or Neuron
	Diversity int    // pictures that are pushed apart: 0 or bundle.DiversityCount
	Negative  bool

	Layers   []string // globs of layers' names; none: all
	Channels []string // globs of "layer-channel"; none: all
	Shown    bool     // only channels that some class's graph shows

	Shard   work.Shard // of the channels; the bundle stays as it is then. Zero: all
	Device  runtime.Device
	Threads int
	Sheet   string // a PNG of each layer's pictures; empty: none
}

// DefaultSide is the side of pictures where the options have none and the model is not smaller.
const DefaultSide = 128

// Standard are the options that bundles are made with.
func Standard() Options {
	return Options{Options: featurevis.Standard(0), Objective: featurevis.Channel, Diversity: format.DiversityCount, Threads: 1}
}

// Validate returns an error for the first option that makes no sense; it names the flag.
func (o *Options) Validate() error {
	ascent := o.Options
	if ascent.Side == 0 {
		ascent.Side = DefaultSide
	}
	switch {
	case o.Model == "":
		return errors.New("--model is missing")
	case o.Bundle == "":
		return errors.New("--bundle is missing")
	case o.Objective != featurevis.Channel && o.Objective != featurevis.Neuron:
		return fmt.Errorf("--objective %q is neither %q nor %q", o.Objective, featurevis.Channel, featurevis.Neuron)
	case o.Diversity != 0 && o.Diversity != format.DiversityCount:
		return fmt.Errorf("--diversity %d is neither 0 nor %d", o.Diversity, format.DiversityCount)
	case o.Threads < 1 || o.Threads > 1024:
		return fmt.Errorf("--threads %d is not between 1 and 1024", o.Threads)
	case o.Shard != work.Shard{} && o.Sheet != "":
		return errors.New("--sheet shows what is in the bundle, to which --shard adds nothing")
	}
	return ascent.Validate()
}

// Summary tells what was done.
type Summary struct {
	Channels int // chosen, without those that had all pictures already
	Pictures int // made, or kept from an interrupted job
	Kept     int // of Pictures
	LeftOut  []LeftOut
	Quality  *model.FeatureQuality // of the whole bundle; nil for a shard
}

// LeftOut is a layer without feature visualizations.
type LeftOut struct {
	Layer  string `json:"layer"`
	Reason string `json:"reason"`
}

// Make makes pictures and puts them into the bundle. The caller holds the bundle's work folder and gives it up afterwards; for a shard
// it is nil. Where Make fails or ctx ends, the bundle is as it was, and the same options go on with what has been done.
func Make(ctx context.Context, o Options, folder *work.Folder, count *progress.Counter) (summary Summary, err error) {
	if err := o.Validate(); err != nil {
		return summary, err
	}
	j, err := prepare(&o)
	if err != nil {
		return summary, err
	}
	defer func() { err = errors.Join(err, j.bundle.Close()) }()
	if err := j.choose(); err != nil {
		return summary, err
	}
	if err := j.makeAll(ctx, count); err != nil {
		return summary, err
	}
	if len(j.chosen) == 0 && j.manifest.Cards.Features() {
		j.summary.Quality = j.manifest.Quality.Features
		return j.summary, j.finish(folder)
	}
	if o.Shard != (work.Shard{}) {
		return j.summary, nil
	}
	if err := j.revise(ctx, count); err != nil {
		return summary, err
	}
	return j.summary, j.finish(folder)
}

// finish clears away what is in the bundle now, and writes the contact sheets that are asked for.
func (j *job) finish(folder *work.Folder) error {
	if folder != nil {
		if err := folder.RemoveFeatures(); err != nil {
			return err
		}
	}
	if j.Sheet == "" {
		return nil
	}
	return j.sheets()
}

// job is what is known before the first picture, and what there is to show for it.
type job struct {
	*Options
	bundle   *bundle.Reader
	manifest *model.Manifest
	model    *onnx.Model
	colour   featurevis.Colour
	examples format.Examples
	layers   []layer
	chosen   []channel // in the order in which pictures are made
	first    int       // of chosen, those that graphs show
	store    store
	summary  Summary
}

// prepare opens what the pictures are made of.
func prepare(o *Options) (*job, error) {
	reader, err := bundle.Open(o.Bundle)
	if err != nil {
		return nil, err
	}
	j := &job{Options: o, bundle: reader, manifest: reader.Manifest()}
	if err := j.open(); err != nil {
		return nil, errors.Join(err, reader.Close())
	}
	return j, nil
}

func (j *job) open() (err error) {
	if err := j.openModel(); err != nil {
		return err
	}
	m := j.manifest
	if m.Cards.Path == "" {
		return hint.Errorf("precompute run writes bundles with cards", "bundle %q has no cards to put pictures on", j.Bundle)
	}
	if m.Data.Colours == nil {
		return hint.Errorf("precompute run writes them", "bundle %q does not know the colours of its images", j.Bundle)
	}
	j.colour.Covariance = m.Data.Colours.Covariance
	if j.examples, err = j.bundle.Examples(); err != nil {
		return err
	}
	j.layers = make([]layer, len(m.Layers))
	for l := range j.layers {
		j.layers[l].job, j.layers[l].Layer = j, &m.Layers[l]
	}
	return j.openStore()
}

// openModel loads the model if it is the one that the bundle is of.
func (j *job) openModel() error {
	m, err := onnx.Load(j.Model)
	if err != nil {
		return hint.Wrap(err, "--model takes the ONNX file that the bundle was made with")
	}
	if m.SHA256 != j.manifest.Model.SHA256 {
		return hint.Errorf("--model takes the ONNX file that the bundle was made with", "bundle %q is of model %q, sha256 %s; %q has sha256 %s",
			j.Bundle, j.manifest.Model.Name, j.manifest.Model.SHA256, j.Model, m.SHA256)
	}
	j.model = m
	return nil
}

// side is that of a picture where the layer can be computed for it.
func (j *job) side() int {
	if j.Side > 0 {
		return j.Side
	}
	size := j.manifest.Preprocess.Size
	return min(size[0], size[1], DefaultSide) &^ 1
}

// parameters are those that the manifest names for pictures of that side.
func (j *job) parameters(side int) model.FeatureParameters {
	return model.FeatureParameters{Size: side, Steps: j.Steps, Rate: j.Rate, Decay: j.Decay, Contrast: j.Contrast, Seed: j.Seed, Objective: j.Objective,
		TotalVariation: j.TotalVariation, Squares: j.Squares, Diversity: j.Diversity, Negative: j.Negative}
}
