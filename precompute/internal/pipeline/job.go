package pipeline

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/compose"
	"summit/precompute/internal/dataset"
	"summit/precompute/internal/heads"
	"summit/precompute/internal/hint"
	"summit/precompute/internal/influence"
	"summit/precompute/internal/labels"
	"summit/precompute/internal/onnx"
	"summit/precompute/internal/part"
	"summit/precompute/internal/preprocess"
	"summit/precompute/internal/runtime"
	"summit/precompute/internal/topology"
	"summit/precompute/internal/work"
	"summit/shared/model"
)

// job is a run that has been prepared: everything that is known before the first image, and what there is to show for it.
type job struct {
	options   *Options
	modelHash string
	network   *topology.Network
	channels  int
	offsets   []int // [layers] model-wide number of each layer's first channel
	excluded  [][]model.ExcludedEntry
	set       *dataset.Set
	classes   []model.Class // one for each label; Index where the label is a class of the model
	strangers []string      // labels that are none of the model's classes
	transform *preprocess.Transform
	prepare   preprocess.Options
	plan      *influence.Plan
	taps      taps
	heads     *heads.Heads // in the place of taps on an accelerator, where those are for trying it
	device    *device      // nil on the CPU
	needs     needs
	composer  *compose.Composer
	folder    *work.Folder
	saver     *saver
	sum       *part.Sum // of all images
	writer    *bundle.Writer
	summary   Summary
	right     int // images the model gets right

	presence []presence // [channels]
	close    func() error
	opened   bool // ONNX Runtime
}

// prepare reads the model, lists the data and opens ONNX Runtime, and finds out all that can be wrong with them before the first image is
// read.
func prepare(o *Options) (*job, error) {
	j, err := plan(o)
	if err != nil {
		return nil, err
	}
	if err := j.openRuntime(); err != nil {
		return nil, errors.Join(err, j.close())
	}
	return j, nil
}

// plan is prepare for what runs no model.
func plan(o *Options) (*job, error) {
	j := &job{options: o, close: func() error { return nil }}
	if err := j.openModel(); err != nil {
		return nil, err
	}
	if err := j.openData(); err != nil {
		return nil, err
	}
	j.composer = compose.New(j.network)
	j.presence = make([]presence, j.channels)
	return j, nil
}

func (j *job) openModel() error {
	o := j.options
	if _, err := os.Stat(o.Model); err != nil {
		return hint.Wrap(err, "--model takes the ONNX file of an image classifier")
	}
	m, err := onnx.Load(o.Model)
	if err != nil {
		return err
	}
	j.modelHash = m.SHA256
	in, err := m.ImageInput()
	if err != nil {
		return err
	}
	if err := m.FixedBatch(); err != nil {
		return fmt.Errorf("model %q: %w", o.Model, err)
	}
	if err := j.preparePictures(m, in); err != nil {
		return err
	}
	size := j.prepare.Size
	analysis := topology.Options{Height: size[0], Width: size[1], Output: o.Output, Layers: o.Layers}
	if j.network, err = topology.Analyse(m, analysis); err != nil {
		return err
	}
	if m, err = m.Only(j.network.Output); err != nil {
		return err
	}
	return j.planModel(m)
}

// preparePictures resolves how pictures become the model's input. Its layout is the file's own; what the session takes is
// N,C,H,W.
func (j *job) preparePictures(m *onnx.Model, in onnx.Value) (err error) {
	if j.prepare, err = resolvePreprocess(m, in, j.options.Preprocess); err != nil {
		return err
	}
	if m.Pixels && !wholePixels(j.prepare) {
		return hint.Errorf("a preprocessing of size and resize alone leaves the pixels as they are",
			"model %q takes pixels of 0 to 255, preprocessing scales them", j.options.Model)
	}
	taken := j.prepare
	taken.Layout, j.prepare.Layout = "NCHW", "NCHW"
	if m.ChannelsLast {
		j.prepare.Layout = "NHWC"
	}
	j.transform, err = preprocess.New(taken)
	return err
}

// wholePixels tells whether preprocessing leaves the values of pixels as they are.
func wholePixels(o preprocess.Options) bool {
	whole := o.Scale == 1
	for i := range o.Mean {
		whole = whole && o.Mean[i] == 0 && o.Std[i] == 1
	}
	return whole
}

// planModel numbers the channels, names the classes and plans what the model has to put out.
func (j *job) planModel(m *onnx.Model) (err error) {
	o := j.options
	for _, layer := range j.network.Layers {
		j.offsets = append(j.offsets, j.channels)
		j.channels += layer.Channels
	}
	if j.excluded, err = exclude(j.network.Layers, o.Exclude); err != nil {
		return err
	}
	classes, err := labels.Resolve(o.Labels, m.Metadata["summit.labels"], j.network.Classes)
	if err != nil {
		return err
	}
	for i, c := range classes {
		j.classes = append(j.classes, model.Class{ID: c.ID, Name: c.Name, Index: &i})
	}
	settings := influence.Options{TopK: o.TopK, Inhibition: o.Inhibition, Stride: o.Stride}
	if j.plan, err = influence.NewPlan(j.network, settings); err != nil {
		return fmt.Errorf("model %q: %w", o.Model, err)
	}
	return j.outputs(m, settings)
}

// outputs plans what the model puts out: maps for the CPU's kernel, or what heads find in them.
func (j *job) outputs(m *onnx.Model, settings influence.Options) (err error) {
	o := j.options
	if !o.Device.CPU() { // a device is compared with the CPU image by image
		if j.taps, err = newTaps(m, j.network, j.plan); err != nil {
			return err
		}
	}
	if m, err = m.WithBatch(o.Batch); err != nil {
		return hint.Wrap(err, "--batch 1 takes one image at a time")
	}
	if !o.Heads {
		if j.taps, err = newTaps(m, j.network, j.plan); err != nil {
			return err
		}
		return j.setNeeds(m, j.taps.model)
	}
	size := j.prepare.Size
	j.heads, err = heads.New(m, j.network, heads.Options{Options: settings, Height: size[0], Width: size[1], Batch: o.Batch, Block: heads.DefaultBlock})
	if err != nil {
		return fmt.Errorf("model %q: %w", o.Model, err)
	}
	return j.setNeeds(m, j.heads.Model)
}

func resolvePreprocess(m *onnx.Model, in onnx.Value, value string) (preprocess.Options, error) {
	shape := preprocess.Input{Name: in.Name, Channels: in.Shape[1], Height: in.Shape[2], Width: in.Shape[3]}
	prepare, err := preprocess.Resolve(value, m.Metadata["summit.preprocess"], shape)
	if err != nil {
		return prepare, err
	}
	return prepare, preprocess.Check(prepare, shape)
}

// openData lists the images and replaces the model's classes by those of the data.
func (j *job) openData() error {
	set, err := dataset.Open(j.options.Data)
	if err != nil {
		return err
	}
	j.set = set.LimitPerClass(j.options.LimitPerClass)
	if j.options.DataName != "" {
		j.set.Name = j.options.DataName
	}
	list := make(labels.List, len(j.classes))
	for i, c := range j.classes {
		list[i] = labels.Class{ID: c.ID, Name: c.Name}
	}
	found := make([]model.Class, len(j.set.Labels))
	if j.options.Groups {
		for i, label := range j.set.Labels {
			found[i] = model.Class{ID: label, Name: label}
		}
		j.classes, j.strangers = found, list.Unknown(j.set.Labels)
		return nil
	}
	indices, err := list.Match(j.set.Labels)
	if err != nil {
		return fmt.Errorf("data %q: %w", j.options.Data, err)
	}
	for i, index := range indices {
		found[i] = j.classes[index]
	}
	j.classes = found
	return nil
}

// openRuntime loads ONNX Runtime, once.
func (j *job) openRuntime() error {
	if j.opened {
		return nil
	}
	library, err := runtime.Find(j.options.Library)
	if err != nil {
		return err
	}
	closeLibrary, err := runtime.Open(library)
	if err != nil {
		return err
	}
	j.close, j.opened = closeLibrary, true
	return j.options.Device.Check(library)
}

func isFile(path string) bool {
	_, err := os.Stat(path)
	return path != "" && err == nil
}

// name is the data set's or the model's name in the manifest.
func name(file string) string {
	return strings.TrimSpace(filepath.Base(filepath.Clean(file)))
}
