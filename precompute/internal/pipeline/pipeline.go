// Package pipeline is the main job: it runs a model once over labelled images and writes a bundle of what it saw.
//
// Workers take images one by one: read, decode, preprocess, infer, record. What an image records is added up, and written every so
// often as a part (package part), so that memory depends on the network and not on the number of images, and a run that was
// interrupted goes on with the images that no part covers. When all are done, the parts are added up class by class, composed and written.
// Cards come last: they read the images again that some channel has among its strongest. With the bundle in place, feature visualizations
// are made and added to it.
package pipeline

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"slices"
	"time"

	"golang.org/x/sync/errgroup"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/features"
	"summit/precompute/internal/hint"
	"summit/precompute/internal/part"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/runtime"
	"summit/precompute/internal/work"
	format "summit/shared/bundle"
	"summit/shared/model"
)

// Options are what a run is asked to do.
type Options struct {
	Model, Data, Out string // files and folders
	DataName         string // of the data set in the manifest; empty: that of its folder
	Tool, Command    string // for the manifest
	Library          string // ONNX Runtime; empty: found

	Preprocess string // preset or TOML file; empty: the model's metadata
	Labels     string // file; empty: the model's metadata
	Groups     bool   // labels need not be classes of the model

	Output  string   // tensor of the logits; empty: found
	Layers  []string // names or globs; empty: found
	Exclude []string // globs of "layer-channel"

	Mass, MassEmbed float64 // tau of the two activation matrices
	TopK            int     // influences recorded for each output channel
	MinRecord       int     // channels recorded at least
	Stride          int     // every n-th output position is looked at
	Inhibition      bool

	Device runtime.Device // where the model runs
	Heads  bool           // the model's own graph finds influences, as it has to on an accelerator; else the CPU's kernel
	Batch  int            // images that go through the model at once

	Threads       int // workers
	LimitPerClass int // images; 0: all
	Strict        bool
	Features      bool // feature visualizations of the channels that graphs show
	FeatureSteps  int  // of their ascent; 0: as many as package featurevis takes

	Shard      work.Shard    // zero: all images
	Checkpoint time.Duration // from one part to the next
	PartBytes  int64         `json:"-"` // of counts in memory that make a part; 0: as many as package part says
	Restart    bool          // drop what an earlier run has left
}

// Summary tells what a run did. Durations are sums over the workers.
type Summary struct {
	Images, Skipped, Total int
	Kept                   int      // of Images, those that an earlier run had done
	Ignored                int      // files in the data's folder that were not taken for pictures
	Top1                   *float64 // nil for groups
	Decode, Infer, Record  time.Duration
	Wall                   time.Duration // of the pass over the images
	CardsWall              time.Duration
	EmbeddingWall          time.Duration
	Features               features.Summary
	FeaturesWall           time.Duration
	Shards                 []work.Shard // that were made or merged instead of a bundle
	Missing                string       // what they lack after a merge, in words
}

const maxBatch = 4096

// Validate returns an error for the first option that makes no sense; it names the flag.
func (o *Options) Validate() error {
	switch {
	case o.Model == "":
		return errors.New("--model is missing")
	case o.Data == "":
		return errors.New("--data is missing")
	case o.Out == "":
		return errors.New("--out is missing")
	case !(o.Mass > 0 && o.Mass <= 1):
		return fmt.Errorf("--mass %v is not above 0 and at most 1", o.Mass)
	case !(o.MassEmbed > 0 && o.MassEmbed <= 1):
		return fmt.Errorf("--mass %v is not above 0 and at most 1", o.MassEmbed)
	case o.TopK < 1 || o.TopK > 64:
		return fmt.Errorf("--topk %d is not between 1 and 64", o.TopK)
	case o.MinRecord < 1:
		return fmt.Errorf("--min-record %d is below 1", o.MinRecord)
	case o.Stride < 1:
		return fmt.Errorf("--influence-stride %d is below 1", o.Stride)
	case o.Batch < 1 || o.Batch > maxBatch:
		return fmt.Errorf("--batch %d is not between 1 and %d", o.Batch, maxBatch)
	case o.Threads < 1 || o.Threads > 1024:
		return fmt.Errorf("--threads %d is not between 1 and 1024", o.Threads)
	case o.LimitPerClass < 0:
		return fmt.Errorf("--limit-per-class %d is below 0", o.LimitPerClass)
	case o.Shard != work.Shard{} && (o.Shard.Index < 1 || o.Shard.Index > o.Shard.Of):
		return fmt.Errorf("--shard %v is not 1/N to N/N", o.Shard)
	case o.Checkpoint < 0:
		return fmt.Errorf("--checkpoint %v is below 0", o.Checkpoint)
	}
	return nil
}

// Run does the whole job. Where it fails or ctx ends, what was at Out before is there, and what has been done is kept beside it: the
// same options go on with it.
func Run(ctx context.Context, o Options, count *progress.Counter) (summary Summary, err error) {
	if err := o.Validate(); err != nil {
		return summary, err
	}
	j, err := prepare(&o)
	if err != nil {
		return summary, err
	}
	defer func() { err = errors.Join(err, j.close()) }()
	if j.folder, err = work.Open(o.Out, j.identity(), o.Restart); err != nil {
		return summary, err
	}
	defer func() { err = errors.Join(err, j.folder.Close()) }()

	start := time.Now()
	if err := j.pass(ctx, count); err != nil {
		return summary, err
	}
	j.summary.Wall = time.Since(start)
	files, err := j.folder.Parts(count.Message)
	if err != nil {
		return summary, err
	}
	if j.sum, err = part.NewSum(j.shape(), files); err != nil {
		return summary, err
	}
	if err := j.covers(); err != nil {
		return summary, err
	}
	if o.Shard != (work.Shard{}) {
		err = j.putShard()
	} else {
		err = j.finish(ctx, count)
	}
	if err != nil {
		return summary, err
	}
	return j.summary, j.folder.Remove()
}

// items are those of the run, or of its shard.
func (j *job) items() (first, end int) {
	if j.options.Shard == (work.Shard{}) {
		return 0, len(j.set.Items)
	}
	return j.options.Shard.Range(len(j.set.Items))
}

// covers wants every item in the parts.
func (j *job) covers() error {
	first, end := j.items()
	missing := j.sum.Head.Missing(len(j.set.Items))
	again := slices.DeleteFunc(missing, func(item int) bool { return item < first || item >= end })
	if len(again) > 0 {
		return hint.Errorf("run the command again", "%d images have to be done again", len(again))
	}
	return nil
}

// putShard makes the shard of the parts.
func (j *job) putShard() error {
	first, end := j.items()
	j.summary.Images, j.summary.Skipped, j.summary.Total = len(j.sum.Head.Done), len(j.sum.Head.Skipped), end-first
	j.summary.Ignored, j.summary.Shards = j.set.Ignored, []work.Shard{j.options.Shard}
	return j.folder.PutShard(j.sum, j.summary.Shards)
}

// finish makes the bundle of parts that cover all items, and then what is made with the bundle.
func (j *job) finish(ctx context.Context, count *progress.Counter) error {
	if err := j.writeBundle(ctx, count); err != nil {
		return err
	}
	return j.features(ctx, count)
}

// writeBundle puts the bundle in place.
func (j *job) writeBundle(ctx context.Context, count *progress.Counter) (err error) {
	if j.writer, err = bundle.Create(j.options.Out, j.bundleShape(), j.options.Threads); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, j.writer.Abort()) }()
	debug.FreeOSMemory() // what the images have left
	if err := j.writeClasses(ctx, count); err != nil {
		return err
	}
	j.summarize()
	j.excludeUbiquitous()
	m := j.manifest()
	if m.Data.Colours, err = j.colours(); err != nil {
		return err
	}
	if err := j.pictures(ctx, m, count); err != nil {
		return err
	}
	count.Begin("bundle", 0)
	return j.commit(m)
}

func (j *job) bundleShape() bundle.Shape {
	return bundle.Shape{Classes: len(j.classes), Channels: j.channels, Inhibition: j.options.Inhibition}
}

// pictures draws the cards while the classes are laid out: a layout is one sequence of steps on one core, and the cards take the others.
func (j *job) pictures(ctx context.Context, m *model.Manifest, count *progress.Counter) error {
	start := time.Now()
	laid := make(chan struct{}, len(m.Layers))
	group, ctx := errgroup.WithContext(ctx)
	group.Go(func() error {
		defer close(laid)
		defer func() { j.summary.EmbeddingWall = time.Since(start) }()
		return writeLayouts(ctx, j.writer, m, j.options.Threads, laid)
	})
	group.Go(func() error {
		if err := j.cards(ctx, count); err != nil {
			return err
		}
		j.summary.CardsWall = time.Since(start)
		count.Begin("embedding", len(m.Layers))
		for range laid {
			count.Add(1)
		}
		return nil
	})
	return group.Wait()
}

// summarize counts the images.
func (j *job) summarize() {
	j.summary.Images, j.summary.Skipped = len(j.sum.Head.Done), len(j.sum.Head.Skipped)
	j.summary.Total, j.summary.Ignored = len(j.set.Items), j.set.Ignored
	if !j.options.Groups {
		top1 := float64(j.right) / float64(j.summary.Images)
		j.summary.Top1 = &top1
	}
}

// commit writes what is known only now, and puts the bundle in place.
func (j *job) commit(m *model.Manifest) error {
	if err := j.writer.Examples(j.exampleTable()); err != nil {
		return err
	}
	report, err := j.report()
	if err != nil {
		return err
	}
	if err := j.writer.File(bundle.ReportFile, report); err != nil {
		return err
	}
	return j.writer.Commit(m)
}

// exampleTable is the ranking with the class of each image instead of the image.
func (j *job) exampleTable() format.Examples {
	e := format.Examples{
		Class:      make([]uint32, j.channels*format.ExampleCount),
		Activation: make([]float32, j.channels*format.ExampleCount),
	}
	for i := range e.Class {
		e.Class[i] = format.NoExample
	}
	for c := range j.channels {
		for n, example := range j.sum.Head.Examples[c] {
			e.Class[c*format.ExampleCount+n] = uint32(j.set.Items[example.Item].Label)
			e.Activation[c*format.ExampleCount+n] = example.Activation
		}
	}
	return e
}
