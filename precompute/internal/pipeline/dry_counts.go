package pipeline

import (
	"context"
	"slices"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"summit/precompute/internal/aggregate"
	"summit/precompute/internal/bundle"
	"summit/precompute/internal/estimate"
	"summit/precompute/internal/part"
	format "summit/shared/bundle"
)

// extrapolation is what the counts of a class take, by its number of images.
type extrapolation struct {
	counts  [4]estimate.Growth // of aggregate.Class.Counts
	entries estimate.Growth    // of the composed matrices
	weight  weight             // of some classes with all their images
}

// weight is what the counts of some classes take together.
type weight struct {
	classes, keys, entries float64 // different keys of the counts, and entries of the composed matrices
	memory, file           float64 // bytes of the keys, in memory and in parts
	rows, matrices         float64 // bytes in a bundle: of activations and offsets, and of the entries
	seconds                float64 // of a worker, to compose and to compress the entries
}

// extrapolate learns from the sample how counts grow with images. Its classes are drawn with as many images as they have in the run,
// [classes], to see what these take.
func (s *sample) extrapolate(ctx context.Context, images []int) (e extrapolation, err error) {
	groups, keys := s.groups(), s.keys()
	for i := range e.counts {
		distinct := func(c *aggregate.Class) (int, error) { return c.Counts()[i].Distinct(), nil }
		if e.counts[i], err = growth(groups, len(keys[i]), distinct); err != nil {
			return e, err
		}
	}
	entries := func(c *aggregate.Class) (int, error) {
		rows, err := s.compose(c)
		return rows.Entries(), err
	}
	if e.entries, err = growth(groups, s.joined(), entries); err != nil {
		return e, err
	}
	var mu sync.Mutex
	workers, ctx := errgroup.WithContext(ctx)
	workers.SetLimit(s.options.Threads)
	for _, g := range groups {
		workers.Go(func() error {
			if err := ctx.Err(); err != nil {
				return err
			}
			w, err := s.weigh(e.draw(g.all, images[g.label], keys))
			mu.Lock()
			defer mu.Unlock()
			e.weight.add(w)
			return err
		})
	}
	return e, workers.Wait()
}

// growth is that of the size of classes, which has a bound.
func growth(groups []group, bound int, size func(*aggregate.Class) (int, error)) (estimate.Growth, error) {
	mean := 0.0
	var sizes []estimate.Group
	for _, g := range groups {
		one, err := size(g.one)
		if err != nil {
			return estimate.Growth{}, err
		}
		all, err := size(g.all)
		if err != nil {
			return estimate.Growth{}, err
		}
		mean += float64(one) / float64(len(groups))
		sizes = append(sizes, estimate.Group{Images: g.all.Images, Distinct: all})
	}
	return estimate.NewGrowth(bound, mean, sizes), nil
}

// keys are all keys of each of a class's counts, ascending.
func (j *job) keys() [4][]uint32 {
	channels := make([]uint32, j.channels)
	for c := range channels {
		channels[c] = uint32(c)
	}
	pairs := j.plan.Pairs(j.network)
	return [4][]uint32{channels, channels, pairs, pairs}
}

// joined is how many entries the composed matrices of a class can have.
func (j *job) joined() (entries int) {
	for _, link := range j.network.Links {
		for _, from := range link.From {
			entries += j.network.Layers[from].Channels * j.network.Layers[link.To].Channels
		}
	}
	return entries * len(format.Matrices(j.options.Inhibition))
}

// draw makes a class of so many images of a few of them.
func (e *extrapolation) draw(few *aggregate.Class, images int, keys [4][]uint32) *aggregate.Class {
	many := *few
	many.Images = max(few.Images, images)
	for i, counts := range many.Counts() {
		*counts = e.counts[i].Draw(few.Images, many.Images, *counts, keys[i])
	}
	return &many
}

func (s *sample) weigh(c *aggregate.Class) (weight, error) {
	w := weight{classes: 1, file: float64(part.Size(c))}
	for _, counts := range c.Counts() {
		w.memory += float64(len(*counts))
		w.keys += float64(counts.Distinct())
	}
	start := time.Now()
	rows, err := s.compose(c)
	if err != nil {
		return w, err
	}
	size := bundle.SizeOf(s.bundleShape(), rows)
	w.seconds = time.Since(start).Seconds()
	w.entries, w.rows, w.matrices = float64(rows.Entries()), float64(size.Rows), float64(size.Entries)
	return w, nil
}

func (w *weight) add(o weight) {
	w.classes, w.keys, w.entries = w.classes+o.classes, w.keys+o.keys, w.entries+o.entries
	w.memory, w.file = w.memory+o.memory, w.file+o.file
	w.rows, w.matrices, w.seconds = w.rows+o.rows, w.matrices+o.matrices, w.seconds+o.seconds
}

// footprint is what the parts hold of a class, for up to most images.
func (e *extrapolation) footprint(most int) part.Footprint {
	keys := make([]float64, most+1)
	for n := range keys {
		for _, g := range e.counts {
			keys[n] += g.Of(n)
		}
	}
	memory, file := e.weight.memory/e.weight.keys, e.weight.file/e.weight.keys
	return part.Footprint{Image: int(4 * keys[1]), Counts: func(images int) (int, int) {
		return int(memory * keys[images]), int(file * keys[images])
	}}
}

// shard is how many bytes a shard takes of classes with so many images.
func (e *extrapolation) shard(images []int) (bytes int) {
	count := e.footprint(slices.Max(images)).Counts
	for _, n := range images {
		_, file := count(n)
		bytes += file
	}
	return bytes
}

// matrices is what the matrices of classes with so many images take, in a bundle's bytes and in seconds of a worker.
func (e *extrapolation) matrices(images []int) (bytes, seconds float64) {
	w := e.weight
	for _, n := range images {
		entries := e.entries.Of(n)
		bytes += w.rows/w.classes + w.matrices/w.entries*entries
		seconds += w.seconds / w.entries * entries
	}
	return bytes, seconds
}
