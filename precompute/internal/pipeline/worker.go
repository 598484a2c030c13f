package pipeline

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"image"
	"math"
	"sync/atomic"
	"time"

	"summit/precompute/internal/aggregate"
	"summit/precompute/internal/dataset"
	"summit/precompute/internal/examples"
	"summit/precompute/internal/part"
	"summit/precompute/internal/progress"
)

// worker takes one batch of images after another through the model.
type worker struct {
	*job
	finder    finder
	batch     []content // images that are in the finder's batch
	mass      aggregate.Mass
	image     part.Image
	ranking   *examples.Ranking // of what is worth an offer
	recorded  []int
	durations Summary
}

// content is an item and what its file holds.
type content struct {
	item   int
	digest part.Digest
}

func (w *worker) run(ctx context.Context, todo []int, next *atomic.Int64, count *progress.Counter) (err error) {
	if w.finder, err = w.newFinder(); err != nil {
		return fmt.Errorf("model %q: %w", w.options.Model, err)
	}
	defer func() { err = errors.Join(err, w.finder.close()) }()
	size := w.options.Batch
	for {
		from := int(next.Add(int64(size))) - size
		if from >= len(todo) {
			return nil
		}
		if err := w.items(ctx, todo[from:min(from+size, len(todo))], count); err != nil {
			return err
		}
		if err := w.saver.save(); err != nil {
			return err
		}
	}
}

// items takes images through as one batch, and counts those that cannot be read as skipped.
func (w *worker) items(ctx context.Context, items []int, count *progress.Counter) error {
	w.batch = w.batch[:0]
	for _, n := range items {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.take(n, count); err != nil {
			return err
		}
	}
	if len(w.batch) == 0 {
		return nil
	}
	took, err := w.finder.run()
	if err != nil {
		return fmt.Errorf("image %q: %w", w.set.Items[w.batch[0].item].Path(), err)
	}
	w.durations.Infer += took
	start := time.Now()
	for b := range w.batch {
		if err := w.record(b); err != nil {
			return err
		}
		w.saver.Add(&w.image)
		count.Add(1)
	}
	w.durations.Record += time.Since(start)
	return nil
}

// take adds an image to the batch, or counts it as skipped.
func (w *worker) take(n int, count *progress.Counter) error {
	start := time.Now()
	digest, unreadable := w.load(w.set.Items[n], w.finder.input(len(w.batch)))
	w.durations.Decode += time.Since(start)
	switch {
	case unreadable == nil:
		w.batch = append(w.batch, content{n, digest})
		return nil
	case w.options.Strict:
		return unreadable
	}
	w.saver.Skip(part.Skipped{Item: n, Content: digest, Error: unreadable.Error()})
	count.Skip(unreadable)
	return nil
}

// load reads, decodes and preprocesses an image into the model's input.
func (j *job) load(item dataset.Item, input []float32) (digest part.Digest, err error) {
	data, err := item.Read()
	if err != nil {
		return digest, err
	}
	digest = sha256.Sum256(data)
	var picture image.Image
	if picture, err = item.Decode(data); err != nil {
		return digest, err
	}
	if err := j.transform.Apply(picture, input); err != nil {
		return digest, fmt.Errorf("image %q: %w", item.Path(), err)
	}
	return digest, nil
}

// record fills w.image with what the b-th image of the batch shows.
func (w *worker) record(b int) error {
	n, im := w.batch[b].item, &w.image
	item := w.set.Items[n]
	im.Item, im.Label, im.Content = n, item.Label, w.batch[b].digest
	im.Activation, im.Embed, im.Silent, im.Offers = im.Activation[:0], im.Embed[:0], im.Silent[:0], im.Offers[:0]
	w.ranking = w.saver.Ranking()
	found, err := w.finder.find(b)
	if err != nil {
		return fmt.Errorf("image %q: %w", item.Path(), err)
	}
	for l, maxima := range found.maxima {
		w.layer(l, maxima)
		w.offer(n, l, maxima, found.position)
	}
	if im.Excitation, im.Inhibition, err = found.influence(im.Excitation[:0], im.Inhibition[:0]); err != nil {
		return fmt.Errorf("image %q: %w", item.Path(), err)
	}
	im.Graded = !w.options.Groups
	if im.Graded {
		im.Right, im.Probability = grade(found.logits, w.network.Softmax, *w.classes[item.Label].Index)
	}
	return nil
}

// layer records which channels of layer l fire.
func (w *worker) layer(l int, maxima []float32) {
	total := w.mass.Order(maxima)
	if total == 0 {
		w.image.Silent = append(w.image.Silent, l)
	}
	im := &w.image
	im.Activation = w.append(im.Activation, w.options.Mass, total, l)
	im.Embed = w.append(im.Embed, w.options.MassEmbed, total, l)
}

func (w *worker) append(channels []uint32, tau, total float64, l int) []uint32 {
	w.recorded = w.mass.Record(tau, total, w.recorded[:0])
	for _, c := range w.recorded {
		channels = append(channels, uint32(w.offsets[l]+c))
	}
	return channels
}

// offer makes the image an example of those of the layer's channels that want it; its maximum is located then.
func (w *worker) offer(n, l int, maxima []float32, position func(layer, channel int) int) {
	width := w.network.Layers[l].Width
	for c, v := range maxima {
		if w.ranking.Wants(w.offsets[l]+c, v) {
			at := position(l, c)
			example := examples.Example{Activation: v, Item: n, Y: at / width, X: at % width}
			w.image.Offers = append(w.image.Offers, part.Offer{Channel: w.offsets[l] + c, Example: example})
		}
	}
}

// grade returns whether the true class has the highest output (the lowest index of equal ones), and its probability.
func grade(outputs []float32, probabilities bool, truth int) (right bool, probability float64) {
	best := 0
	for i, v := range outputs {
		if v > outputs[best] {
			best = i
		}
	}
	if probabilities {
		return best == truth, float64(outputs[truth])
	}
	var sum float64
	for _, v := range outputs {
		sum += math.Exp(float64(v) - float64(outputs[best]))
	}
	return best == truth, math.Exp(float64(outputs[truth])-float64(outputs[best])) / sum
}
