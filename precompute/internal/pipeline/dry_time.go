package pipeline

import (
	"context"
	"math"
	"time"

	"summit/precompute/internal/card"
	"summit/precompute/internal/embed"
)

// TimeEstimate is what is left of the run, on this machine as busy as it is now.
type TimeEstimate struct {
	Decode    float64 `json:"decoding_ms"` // an image, on one worker
	Infer     float64 `json:"inference_ms"`
	Record    float64 `json:"aggregation_ms"`
	Images    float64 `json:"images_s"`    // the pass over the images
	Classes   float64 `json:"classes_s"`   // adding up, composing and writing
	Cards     float64 `json:"cards_s"`     // by all workers
	Embedding float64 `json:"embedding_s"` // by one, while others draw cards
	All       float64 `json:"all_s"`
}

// perImage is how many seconds a worker takes for an image.
func (t TimeEstimate) perImage() float64 { return (t.Decode + t.Infer + t.Record) / 1000 }

// timePass extrapolates from the sample's pass over its images. What it took beside them, opening sessions, comes once.
func (s *sample) timePass(left int) (t TimeEstimate) {
	images, workers := float64(s.read()), float64(s.options.Threads)
	each := func(d time.Duration) float64 { return d.Seconds() * 1000 / images }
	t.Decode, t.Infer, t.Record = each(s.summary.Decode), each(s.summary.Infer), each(s.summary.Record)
	if left > 0 {
		opening := max(s.wall.Seconds()-t.perImage()*images/workers, 0)
		t.Images = opening + t.perImage()*float64(left)/workers
	}
	return t
}

// sampledCards is how many cards are drawn to see how long they take and how large they are.
const sampledCards = 32

// timeCards draws the cards of some channels of the sample's images. It returns what a card takes of a worker's time, without reading
// images, and in bytes.
func (s *sample) timeCards(ctx context.Context, decode float64) (seconds, bytes float64, err error) {
	n := min(sampledCards, s.channels)
	channels := make([]int, n)
	read := map[int]bool{}
	for i := range channels {
		channels[i] = i * s.channels / n
		for _, e := range s.sum.Head.Examples[channels[i]] {
			read[e.Item] = true
		}
	}
	start := time.Now()
	cards, err := s.drawCards(ctx, channels)
	if err != nil {
		return 0, 0, err
	}
	drawn := max(time.Since(start).Seconds()*float64(s.options.Threads)-decode*float64(len(read)), 0)
	start = time.Now()
	for _, drawn := range cards {
		data, err := card.Encode(drawn)
		if err != nil {
			return 0, 0, err
		}
		bytes += float64(len(data)) / float64(n)
	}
	return (drawn + time.Since(start).Seconds()) / float64(n), bytes, nil
}

// reread is how many of the images are expected among the examples of some channel, if every example is any of them.
func (j *job) reread(images int) float64 {
	tiles := float64(j.channels * len(cardLayout().Tiles))
	return -float64(images) * math.Expm1(-tiles/float64(images))
}

// layoutClasses is the largest number of classes that are laid out to see how long that takes; it grows with their number from there on.
const layoutClasses = 1000

// timeLayouts lays out classes in two layers: rows of two of the sample's images each. The first layer takes longer than the others.
func (s *sample) timeLayouts(ctx context.Context, classes int) (seconds float64, err error) {
	n := min(classes, layoutClasses)
	var channels []int
	for _, layer := range s.network.Layers {
		channels = append(channels, layer.Channels)
	}
	var rows [][]uint32
	for _, c := range s.counts {
		if c != nil {
			rows = append(rows, s.row(c.Embed))
		}
	}
	layers, err := embed.Collect(n, channels, func(c int) ([]uint32, error) {
		both := make([]uint32, s.channels)
		for i, row := range [2][]uint32{rows[c%len(rows)], rows[(c/len(rows)+c+1)%len(rows)]} {
			for j, count := range row {
				both[j] += count << i
			}
		}
		return both, nil
	})
	if err != nil {
		return 0, err
	}
	layouts := embed.New(embed.Standard(s.options.Threads))
	for l := range min(2, len(layers)) {
		start := time.Now()
		if _, err := layouts.Next(ctx, layers[l*len(layers)/2]); err != nil {
			return 0, err
		}
		took := time.Since(start).Seconds()
		if seconds += took; l == 1 {
			seconds += took * float64(len(layers)-2)
		}
	}
	return seconds * float64(classes) / float64(n), nil
}
