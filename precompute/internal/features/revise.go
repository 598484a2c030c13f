package features

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"math"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/card"
	"summit/precompute/internal/progress"
	format "summit/shared/bundle"
	"summit/shared/model"
)

// revision is what becomes of the bundle.
type revision struct {
	*job
	writer   *bundle.Revision
	cards    model.Cards
	features format.Features
	mu       sync.Mutex
	changed  map[channel]pictures // new feature visualizations
}

// revise puts what was made on the cards and writes the bundle anew.
func (j *job) revise(ctx context.Context, count *progress.Counter) (err error) {
	count.Begin("cards", j.manifest.Channels())
	writer, err := bundle.Revise(j.Bundle, j.Threads)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, writer.Abort()) }()
	r := &revision{job: j, writer: writer, changed: map[channel]pictures{}}
	old := j.manifest.Cards
	r.cards = card.Layout(old.Of(model.ExampleTile)[0].Size, true, j.Negative || len(old.Of(model.NegativeTile)) > 0)
	if err := r.readFeatures(); err != nil {
		return err
	}
	if err := r.drawAll(ctx, count); err != nil {
		return err
	}
	m := r.describe()
	count.Begin("bundle", 0)
	if err := writer.PutFeatures(r.features); err != nil {
		return err
	}
	if err := r.putReport(); err != nil {
		return err
	}
	j.summary.Quality = m.Quality.Features
	return writer.Commit(m)
}

// readFeatures begins with the activations that the bundle has.
func (r *revision) readFeatures() (err error) {
	if r.manifest.Cards.Features() {
		r.features, err = r.bundle.Features()
		return err
	}
	none := float32(math.NaN())
	channels := r.manifest.Channels()
	r.features.Activation = slices.Repeat([]float32{none}, channels)
	r.features.Diversity = slices.Repeat([]float32{none}, channels*format.DiversityCount)
	return nil
}

// drawAll draws the cards that change: all of them where the layout does.
func (r *revision) drawAll(ctx context.Context, count *progress.Counter) error {
	chosen := map[channel]bool{}
	for _, c := range r.chosen {
		chosen[c] = true
	}
	again := !slices.Equal(r.cards.Tiles, r.manifest.Cards.Tiles)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(r.Threads)
	for l, layer := range r.manifest.Layers {
		for k := range layer.Channels {
			c := channel{l, k}
			if isExcluded(layer, k) || !again && !chosen[c] {
				count.Add(1)
				continue
			}
			group.Go(func() error {
				if err := ctx.Err(); err != nil {
					return err
				}
				if err := r.draw(c, chosen[c]); err != nil {
					return fmt.Errorf("card of %s-%d: %w", layer.Name, k, err)
				}
				count.Add(1)
				return nil
			})
		}
	}
	return group.Wait()
}

func isExcluded(l model.Layer, channel int) bool {
	return slices.ContainsFunc(l.Excluded, func(e model.ExcludedEntry) bool { return e.Channel == channel })
}

// draw makes a channel's card of the old one and of what was made for it.
func (r *revision) draw(c channel, chosen bool) error {
	old, err := r.card(c)
	if err != nil {
		return err
	}
	drawn := card.Blank(r.cards)
	for _, kind := range []string{model.ExampleTile, model.FeatureTile, model.DiversityTile, model.NegativeTile} {
		to := r.cards.Of(kind)
		for n, from := range r.manifest.Cards.Of(kind) {
			card.Place(drawn, to[n], card.Cut(old, from))
		}
	}
	if chosen {
		if err := r.add(c, drawn); err != nil {
			return err
		}
	}
	data, err := card.Encode(drawn)
	if err != nil {
		return err
	}
	return r.writer.Put(r.cards.File(r.manifest.Layers[c.layer].Name, c.channel), data)
}

// add puts what was made for a channel on its card.
func (r *revision) add(c channel, drawn *image.YCbCr) error {
	for _, k := range r.kinds() {
		made, ok := r.get(k, c)
		if !ok {
			continue // its layer is left out
		}
		for n, tile := range r.cards.Of(k.name) {
			if n >= len(made.PNG) {
				card.Place(drawn, tile, card.Empty(tile.Size))
				continue
			}
			img, err := made.image(n)
			if err != nil {
				return err
			}
			card.Place(drawn, tile, card.Fit(tile.Size, img, img.Bounds()))
		}
		r.note(c, k, made)
	}
	return nil
}

// note keeps what the manifest and the arrays say of a channel's pictures.
func (r *revision) note(c channel, k kind, made pictures) {
	j := r.manifest.Layers[c.layer].Offset + c.channel
	r.mu.Lock()
	defer r.mu.Unlock()
	at := func(n int) float32 {
		if n < len(made.Activation) {
			return made.Activation[n]
		}
		return float32(math.NaN())
	}
	switch k {
	case feature:
		r.features.Activation[j] = at(0)
		r.changed[c] = made
	case diversity:
		for n := range format.DiversityCount {
			r.features.Diversity[j*format.DiversityCount+n] = at(n)
		}
	}
}

// putReport lists the layers that are left out in the bundle's report.
func (r *revision) putReport() error {
	if len(r.summary.LeftOut) == 0 {
		return nil
	}
	report := map[string]json.RawMessage{}
	data, err := r.bundle.File(bundle.ReportFile)
	if err != nil {
		return err
	}
	if err := json.Unmarshal(data, &report); err != nil {
		return fmt.Errorf("bundle %q: %s: %w", r.Bundle, bundle.ReportFile, err)
	}
	if report["features_left_out"], err = json.Marshal(r.summary.LeftOut); err != nil {
		return err
	}
	data, err = json.MarshalIndent(report, "", "  ")
	if err != nil {
		return err
	}
	return r.writer.Put(bundle.ReportFile, append(data, '\n'))
}
