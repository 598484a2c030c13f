package pipeline

import (
	"context"
	"crypto/sha256"
	"fmt"
	"image"
	"maps"
	"slices"

	"golang.org/x/sync/errgroup"

	"summit/precompute/internal/card"
	"summit/precompute/internal/examples"
	"summit/precompute/internal/hint"
	"summit/precompute/internal/part"
	"summit/precompute/internal/progress"
	"summit/shared/model"
)

const (
	exampleSize = 80        // pixels a side of an example
	cardBytes   = 256 << 20 // cards that are drawn at a time
)

// cardLayout describes the cards in the manifest.
func cardLayout() model.Cards { return card.Layout(exampleSize, false, false) }

// drawing is one crop of a card.
type drawing struct {
	card  *image.YCbCr
	layer int
	at    model.Tile
	examples.Example
}

// cards draws every channel's card. Each image is read once for as many channels as fit into memory.
func (j *job) cards(ctx context.Context, count *progress.Counter) error {
	count.Begin("cards", j.channels)
	channels := make([]int, j.channels)
	for c := range channels {
		channels[c] = c
	}
	for block := range slices.Chunk(channels, max(cardBytes/cardSize(), 1)) {
		cards, err := j.drawCards(ctx, block)
		if err != nil {
			return err
		}
		group, inner := errgroup.WithContext(ctx)
		group.SetLimit(j.options.Threads)
		for i, drawn := range cards {
			group.Go(func() error { return j.writeCard(inner, count, block[i], drawn) })
		}
		if err := group.Wait(); err != nil {
			return err
		}
	}
	return nil
}

// cardSize is how many bytes a card takes before it is compressed.
func cardSize() int {
	layout := cardLayout()
	return layout.Width * layout.Height * 3 / 2
}

// drawCards draws the cards of some channels, [channels].
func (j *job) drawCards(ctx context.Context, channels []int) ([]*image.YCbCr, error) {
	layout := cardLayout()
	tiles := layout.Of(model.ExampleTile)
	cards := make([]*image.YCbCr, len(channels))
	byItem := map[int][]drawing{}
	for i, c := range channels {
		blank := card.Blank(layout)
		cards[i] = blank
		layer, _ := j.layerOf(c)
		for n, example := range j.sum.Head.Examples[c] {
			byItem[example.Item] = append(byItem[example.Item], drawing{blank, layer, tiles[n], example})
		}
	}
	group, inner := errgroup.WithContext(ctx)
	group.SetLimit(j.options.Threads)
	for _, item := range slices.Sorted(maps.Keys(byItem)) {
		group.Go(func() error { return j.drawCrops(inner, item, byItem[item]) })
	}
	return cards, group.Wait()
}

// drawCrops reads an image again and draws all crops that are asked of it.
func (j *job) drawCrops(ctx context.Context, n int, drawings []drawing) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	picture, err := j.readAgain(n)
	if err != nil {
		return err
	}
	drawn := map[image.Rectangle]*image.YCbCr{} // channels that see the whole picture see the same
	for _, d := range drawings {
		x0, y0, x1, y1 := examples.Window(receptiveField(j.network.Layers[d.layer].Field), d.Y, d.X)
		crop, err := j.transform.Source(picture.Bounds(), x0, y0, x1, y1)
		if err != nil {
			return fmt.Errorf("image %q: %w", j.set.Items[n].Path(), err)
		}
		if drawn[crop] == nil {
			drawn[crop] = card.Fit(exampleSize, picture, crop)
		}
		card.Place(d.card, d.at, drawn[crop])
	}
	return nil
}

// readAgain decodes an image that was counted.
func (j *job) readAgain(n int) (image.Image, error) {
	item := j.set.Items[n]
	data, err := item.Read()
	if err != nil {
		return nil, fmt.Errorf("read an image again: %w", err)
	}
	if sha256.Sum256(data) != j.content(n) {
		return nil, hint.Errorf("--restart counts all images anew", "%q has changed since it was counted", item.Path())
	}
	picture, err := item.Decode(data)
	if err != nil {
		return nil, fmt.Errorf("read an image again: %w", err)
	}
	return picture, nil
}

// content is the digest of an item when it was counted.
func (j *job) content(n int) part.Digest {
	done := j.sum.Head.Done
	at, _ := slices.BinarySearchFunc(done, n, func(d part.Done, n int) int { return d.Item - n })
	return done[at].Content
}

func (j *job) writeCard(ctx context.Context, count *progress.Counter, c int, drawn *image.YCbCr) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	data, err := card.Encode(drawn)
	if err != nil {
		return err
	}
	layer, channel := j.layerOf(c)
	if err := j.writer.File(cardLayout().File(j.network.Layers[layer].Name, channel), data); err != nil {
		return err
	}
	count.Add(1)
	return nil
}

// layerOf splits a model-wide channel number.
func (j *job) layerOf(c int) (layer, channel int) {
	layer, found := slices.BinarySearch(j.offsets, c)
	if !found {
		layer--
	}
	return layer, c - j.offsets[layer]
}
