package pipeline

import (
	"context"
	"crypto/sha256"
	"fmt"
	"image"
	"math"
	"sync/atomic"
	"time"

	"summit/precompute/internal/aggregate"
	"summit/precompute/internal/dataset"
	"summit/precompute/internal/examples"
	"summit/precompute/internal/influence"
	"summit/precompute/internal/part"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/runtime"
)

// worker takes one image after another through the model.
type worker struct {
	*job
	session   *runtime.Session
	recorder  *influence.Recorder
	maps      []influence.Map
	mass      aggregate.Mass
	image     part.Image
	ranking   *examples.Ranking // of what is worth an offer
	recorded  []int
	durations Summary
}

func (w *worker) run(ctx context.Context, todo []int, next *atomic.Int64, count *progress.Counter) (err error) {
	size := w.prepare.Size
	if w.session, err = w.taps.session(len(w.prepare.Mean), size[0], size[1]); err != nil {
		return fmt.Errorf("model %q: %w", w.options.Model, err)
	}
	defer w.session.Close()
	for {
		at := int(next.Add(1) - 1)
		if at >= len(todo) {
			return nil
		}
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := w.item(todo[at], count); err != nil {
			return err
		}
		if err := w.saver.save(); err != nil {
			return err
		}
	}
}

// item takes one image through, or counts it as skipped.
func (w *worker) item(n int, count *progress.Counter) error {
	item := w.set.Items[n]
	start := time.Now()
	unreadable := w.load(n, item)
	w.durations.Decode += time.Since(start)
	if unreadable != nil {
		if w.options.Strict {
			return unreadable
		}
		w.saver.Skip(part.Skipped{Item: n, Content: w.image.Content, Error: unreadable.Error()})
		count.Skip(unreadable)
		return nil
	}
	start = time.Now()
	if err := w.session.Run(); err != nil {
		return fmt.Errorf("image %q: %w", item.Path(), err)
	}
	w.durations.Infer += time.Since(start)
	start = time.Now()
	if err := w.record(n, item); err != nil {
		return err
	}
	w.saver.Add(&w.image)
	w.durations.Record += time.Since(start)
	count.Add(1)
	return nil
}

// load reads, decodes and preprocesses an image into the session's input.
func (w *worker) load(n int, item dataset.Item) error {
	w.image.Item, w.image.Label, w.image.Content = n, item.Label, part.Digest{}
	data, err := item.Read()
	if err != nil {
		return err
	}
	w.image.Content = sha256.Sum256(data)
	var picture image.Image
	if picture, err = item.Decode(data); err != nil {
		return err
	}
	if err := w.transform.Apply(picture, w.session.Input()); err != nil {
		return fmt.Errorf("image %q: %w", item.Path(), err)
	}
	return nil
}

// record fills w.image from the session's outputs.
func (w *worker) record(n int, item dataset.Item) error {
	im := &w.image
	im.Activation, im.Embed, im.Silent, im.Offers = im.Activation[:0], im.Embed[:0], im.Silent[:0], im.Offers[:0]
	w.ranking = w.saver.Ranking()
	for l, at := range w.taps.layers {
		maxima := w.session.Output(at.max).Data
		if len(maxima) != w.network.Layers[l].Channels {
			layer := w.network.Layers[l]
			return fmt.Errorf("layer %q has %d channels when it runs and %d by analysis", layer.Name, len(maxima), layer.Channels)
		}
		w.layer(l, maxima)
		w.offer(n, l, maxima, w.session.Output(at.values))
	}
	if err := w.taps.maps(w.session, w.plan, w.maps); err != nil {
		return err
	}
	im.Excitation, im.Inhibition = w.recorder.Record(w.maps, im.Excitation[:0], im.Inhibition[:0])
	im.Graded = !w.options.Groups
	if im.Graded {
		im.Right, im.Probability = grade(w.session.Output(0).Data, w.network.Softmax, *w.classes[item.Label].Index)
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
func (w *worker) offer(n, l int, maxima []float32, out runtime.Output) {
	height, width := int(out.Shape[2]), int(out.Shape[3])
	for c, v := range maxima {
		if !w.ranking.Wants(w.offsets[l]+c, v) {
			continue
		}
		plane := out.Data[c*height*width:][:height*width]
		for at, x := range plane {
			if x == v {
				example := examples.Example{Activation: v, Item: n, Y: at / width, X: at % width}
				w.image.Offers = append(w.image.Offers, part.Offer{Channel: w.offsets[l] + c, Example: example})
				break
			}
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
