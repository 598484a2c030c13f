package pipeline

import (
	"context"
	"errors"
	"fmt"

	"summit/precompute/internal/progress"
	"summit/precompute/internal/work"
)

// Estimate is what a run would do and take. It is an interface that programs read: fields are added, but never changed.
type Estimate struct {
	Bundle    string   `json:"bundle"`
	Shard     string   `json:"shard,omitempty"`
	Images    int      `json:"images"` // of the run, or its shard
	Classes   int      `json:"classes"`
	Unmatched []string `json:"unmatched"` // labels that are none of the model's classes
	Ignored   int      `json:"ignored"`
	Kept      int      `json:"kept"` // of Images, those that an earlier run has done
	Left      int      `json:"left"`
	Formats   []string `json:"formats"` // of the sampled images
	Sampled   int      `json:"sampled"`
	Skipped   int      `json:"skipped"` // of Sampled, those that could not be read

	Layers   int    `json:"layers"`
	Channels int    `json:"channels"`
	Links    int    `json:"links"`
	Gaps     int    `json:"gaps"`
	Pairs    int    `json:"pairs"` // of channels, whose influence is looked at
	Device   string `json:"device"`
	Batch    int    `json:"batch"`
	Threads  int    `json:"threads"`

	Memory MemoryEstimate `json:"memory"`
	Disk   DiskEstimate   `json:"disk"`
	Time   TimeEstimate   `json:"time"`
}

// DryRun prepares a run, takes a few images through it, and says what all will take. It writes nothing.
func DryRun(ctx context.Context, o Options, count *progress.Counter) (e Estimate, err error) {
	if err := o.Validate(); err != nil {
		return e, err
	}
	j, err := prepare(&o)
	if err != nil {
		return e, err
	}
	defer func() { err = errors.Join(err, j.close()) }()
	parts, err := work.Look(o.Out, j.identity(), o.Restart)
	if err != nil {
		return e, err
	}
	todo, err := j.left(parts)
	if err != nil {
		return e, err
	}
	e = j.outline(len(todo))
	if e.Images == 0 {
		e.Formats, e.Memory = []string{}, j.memory(0)
		return e, nil // one of more shards than there are images
	}
	s, err := j.sample(ctx, count)
	if err != nil {
		return e, err
	}
	e.Formats, e.Sampled, e.Skipped = s.formats(), len(s.set.Items), len(s.sum.Head.Skipped)
	if s.read() == 0 {
		return e, fmt.Errorf("none of %d sampled images could be read: %s", len(s.set.Items), s.sum.Head.Skipped[0].Error)
	}
	return e, s.estimate(ctx, j, todo, &e)
}

// outline is what is known without an image.
func (j *job) outline(left int) Estimate {
	o := j.options
	first, end := j.items()
	e := Estimate{
		Bundle: o.Out, Images: end - first, Unmatched: append([]string{}, j.strangers...), Ignored: j.set.Ignored,
		Kept: end - first - left, Left: left,
		Layers: len(j.network.Layers), Channels: j.channels, Links: len(j.links()), Gaps: len(j.network.Gaps), Pairs: len(j.plan.Pairs(j.network)),
		Device: o.Device.String(), Batch: o.Batch, Threads: o.Threads,
	}
	for _, n := range j.imagesOfClasses() {
		e.Classes += min(n, 1)
	}
	if o.Shard != (work.Shard{}) {
		e.Shard = o.Shard.String()
	}
	return e
}

// imagesOfClasses is the number of the run's images of each class, [classes].
func (j *job) imagesOfClasses() []int {
	first, end := j.items()
	images := make([]int, len(j.classes))
	for _, item := range j.set.Items[first:end] {
		images[item.Label]++
	}
	return images
}

// estimate extrapolates from the sample to the run, of which the images of todo are left.
func (s *sample) estimate(ctx context.Context, run *job, todo []int, e *Estimate) error {
	images := run.imagesOfClasses()
	counts, err := s.extrapolate(ctx, images)
	if err != nil {
		return err
	}
	e.Time = s.timePass(len(todo))
	parts := run.foresee(todo, &counts, e.Time.perImage())
	e.Disk.Parts, e.Disk.Number = parts.Files, parts.Parts
	e.Memory = run.memory(parts.Memory)
	if e.Shard != "" {
		e.Disk.Shard = counts.shard(images)
	} else {
		err = s.estimateBundle(ctx, &counts, images, e)
	}
	t := &e.Time
	t.All = t.Images + t.Classes + max(t.Embedding, t.Cards+t.Embedding/float64(e.Threads))
	return err
}

// estimateBundle adds what becomes of the counts of classes with so many images.
func (s *sample) estimateBundle(ctx context.Context, counts *extrapolation, images []int, e *Estimate) error {
	t, workers, channels := &e.Time, float64(e.Threads), float64(s.channels)
	matrices, composing := counts.matrices(images)
	drawing, card, err := s.timeCards(ctx, t.Decode/1000)
	if err != nil {
		return err
	}
	t.Classes, t.Cards = composing/workers, (drawing*channels+s.reread(e.Images)*t.Decode/1000)/workers
	t.Embedding, err = s.timeLayouts(ctx, e.Classes)
	s.addBundle(&e.Disk, matrices, card*channels, e.Classes)
	return err
}
