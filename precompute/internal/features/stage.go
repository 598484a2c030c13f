package features

import (
	"context"
	"errors"
	"fmt"
	"image"
	"slices"

	"golang.org/x/sync/errgroup"

	"summit/precompute/internal/featurevis"
	"summit/precompute/internal/progress"
	format "summit/shared/bundle"
)

// kind of pictures, and the numbers of a channel's.
type kind struct {
	name        string
	first, each int
}

var (
	feature   = kind{name: "feature", each: 1}
	diversity = kind{name: "diversity", first: 1, each: format.DiversityCount}
	negative  = kind{name: "negative", first: 1 + format.DiversityCount, each: 1}
)

// kinds are those that are asked for.
func (j *job) kinds() []kind {
	kinds := []kind{feature}
	if j.Diversity > 0 {
		kinds = append(kinds, diversity)
	}
	if j.Negative {
		kinds = append(kinds, negative)
	}
	return kinds
}

// unit is a batch of pictures of one layer and kind.
type unit struct {
	kind
	channels []channel
	after    []<-chan struct{} // closed when the channels' feature visualizations are kept, which the others build on
	done     chan struct{}     // closed when this one is made
}

// makeAll makes all pictures that are not kept.
func (j *job) makeAll(ctx context.Context, count *progress.Counter) error {
	units := append(j.units(j.chosen[:j.first]), j.units(j.chosen[j.first:])...)
	for _, k := range j.kinds() {
		j.summary.Pictures += k.each * len(j.chosen)
	}
	j.summary.Kept = j.summary.Pictures
	for _, u := range units {
		j.summary.Kept -= u.each * len(u.channels)
	}
	count.Begin("features", j.summary.Pictures)
	count.Keep(j.summary.Kept)
	if err := j.makeUnits(ctx, units, count); err != nil {
		return err
	}
	for l := range j.layers {
		if layer := &j.layers[l]; layer.err != nil {
			j.summary.LeftOut = append(j.summary.LeftOut, LeftOut{layer.Name, layer.err.Error()})
		}
	}
	return nil
}

// units divides what is not kept, layer after layer and within each kind after kind.
func (j *job) units(channels []channel) (units []unit) {
	for from := 0; from < len(channels); {
		end := from
		for end < len(channels) && channels[end].layer == channels[from].layer {
			end++
		}
		main := map[channel]<-chan struct{}{}
		for _, k := range j.kinds() {
			for part := range slices.Chunk(j.lacking(k, channels[from:end]), slots/k.each) {
				u := unit{kind: k, channels: part, done: make(chan struct{})}
				for _, c := range part {
					if wait := main[c]; wait != nil {
						u.after = append(u.after, wait)
					}
					if k == feature {
						main[c] = u.done
					}
				}
				units = append(units, u)
			}
		}
		from = end
	}
	return units
}

// lacking are the channels whose pictures of a kind are not kept.
func (j *job) lacking(k kind, channels []channel) (list []channel) {
	for _, c := range channels {
		if _, ok := j.get(k, c); !ok {
			list = append(list, c)
		}
	}
	return list
}

// makeUnits lets workers take unit after unit.
func (j *job) makeUnits(ctx context.Context, units []unit, count *progress.Counter) error {
	queue := make(chan unit, len(units))
	for _, u := range units {
		queue <- u
	}
	close(queue)
	group, ctx := errgroup.WithContext(ctx)
	for range min(j.Threads, len(units)) {
		group.Go(func() error { return j.work(ctx, queue, count) })
	}
	return group.Wait()
}

// work makes units of the queue, each layer's with a bench of its own. What a unit waits for was taken from the queue before it.
func (j *job) work(ctx context.Context, queue <-chan unit, count *progress.Counter) (err error) {
	var b *bench
	defer func() {
		if b != nil {
			err = errors.Join(err, b.close())
		}
	}()
	for u := range queue {
		if err := u.wait(ctx); err != nil {
			return err
		}
		l := &j.layers[u.channels[0].layer]
		if _, err := l.open(); err == nil { // otherwise it is left out: the summary says why
			if b, err = l.at(b); err != nil {
				return fmt.Errorf("layer %q: %w", l.Name, err)
			}
			if err := b.make(ctx, u); err != nil {
				return fmt.Errorf("layer %q: %w", l.Name, err)
			}
		}
		close(u.done)
		count.Add(u.each * len(u.channels))
	}
	return nil
}

// wait returns when the unit can be made, or an error when ctx ends before.
func (u *unit) wait(ctx context.Context) error {
	for _, done := range u.after {
		select {
		case <-done:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// make makes a unit's pictures and keeps them.
func (b *bench) make(ctx context.Context, u unit) error {
	made, err := b.pictures(ctx, u, u.channels, attempt{push: push})
	if err == nil && u.kind == diversity {
		err = b.strengthen(ctx, u, made)
	}
	if err != nil {
		return err
	}
	var silent []channel
	for k, c := range u.channels {
		if u.kind == feature && !(made[k].Activation[0] > 0) {
			silent = append(silent, c)
			continue
		}
		if err := b.job.put(u.kind, c, made[k]); err != nil {
			return err
		}
	}
	return b.seed(ctx, u, silent)
}

// seed makes pictures for channels that noise leads nowhere, from their strongest example, where they have one.
func (b *bench) seed(ctx context.Context, u unit, silent []channel) error {
	if len(silent) == 0 {
		return nil
	}
	made, err := b.pictures(ctx, u, silent, attempt{seeded: true})
	if err != nil {
		return err
	}
	for k, c := range silent {
		if !(made[k].Activation[0] > 0) {
			made[k] = pictures{Side: b.side()}
		}
		if err := b.job.put(u.kind, c, made[k]); err != nil {
			return err
		}
	}
	return nil
}

// attempt says how pictures are made.
type attempt struct {
	seeded bool            // they begin as dataset examples
	starts [][]image.Image // [channels][pictures] that they begin as; nil: noise, or an example
	push   float32         // of diversity pictures
}

// pictures makes the pictures of some channels. Diversity and negative pictures of a channel that was seeded are seeded as well, and those
// of one without a feature visualization are left out.
func (b *bench) pictures(ctx context.Context, u unit, channels []channel, how attempt) ([]pictures, error) {
	out := make([]pictures, len(channels))
	var jobs []featurevis.Job
	var owner []int
	for k, c := range channels {
		out[k].Side, out[k].Seeded = b.side(), how.seeded
		var main pictures
		if u.kind != feature {
			main, _ = b.job.get(feature, c)
			if len(main.PNG) == 0 {
				continue
			}
			out[k].Seeded = main.Seeded
		}
		for n := range u.each {
			task := b.task(u.kind, c, n, main, how.push)
			if how.starts != nil {
				task.Start = how.starts[k][n]
			}
			if err := b.seeded(&task, out[k].Seeded, c, n); err != nil {
				return nil, err
			}
			jobs, owner = append(jobs, task), append(owner, k)
		}
	}
	if len(jobs) == 0 {
		return out, nil
	}
	images, err := b.ascent.Make(ctx, jobs)
	if err != nil {
		return nil, err
	}
	for n, img := range images {
		if err := b.add(&out[owner[n]], img, channels[owner[n]], u.kind); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// seeded has the n-th picture of a channel that is seeded begin as an example, if it has no start.
func (b *bench) seeded(task *featurevis.Job, is bool, c channel, n int) (err error) {
	if is && task.Start == nil {
		task.Start, err = b.job.example(c, n)
	}
	return err
}

// add measures a picture and adds it to a channel's.
func (b *bench) add(p *pictures, img featurevis.Made, c channel, k kind) error {
	if k != negative {
		maxima, err := b.meter.Maxima(img.RGBA)
		if err != nil {
			return err
		}
		p.Activation = append(p.Activation, maxima[c.channel])
	}
	if k == feature {
		p.Maxima = img.Maxima
	}
	data, err := encode(img.RGBA)
	p.PNG = append(p.PNG, data)
	return err
}

// task is the n-th picture of a kind of a channel whose feature visualization is main, from noise.
func (b *bench) task(k kind, c channel, n int, main pictures, push float32) featurevis.Job {
	task := featurevis.Job{Layer: b.Name, Channel: c.channel, Number: k.first + n, Weights: b.weights(k, c)}
	if k == diversity {
		task.Spare, task.Lead = b.apart(n, push), main.Maxima
	}
	return task
}

// weights are those of the objectives for pictures of a kind.
func (b *bench) weights(k kind, c channel) []float32 {
	weights := make([]float32, b.goal.Objectives())
	unit := float32(1)
	if strongest := b.job.examples.Activation[(b.Offset+c.channel)*format.ExampleCount]; strongest > 0 {
		unit = 1 / strongest
	}
	if k == negative {
		unit = -unit
	}
	weights[c.channel] = unit
	return weights
}
