package state

import (
	"slices"
	"strconv"

	"summit/shared/model"
)

// Gallery is what a channel's card holds, as indices of the manifest's tiles.
type Gallery struct{ Feature, Diversity, Negative, Examples []int }

// NewGallery is the gallery of a channel with that many examples. Pictured tells whether it has a feature visualization,
// and diversity holds NaN for each diversity picture that it lacks; nil: it lacks none.
func NewGallery(cards model.Cards, pictured bool, diversity []float32, examples int) Gallery {
	var g Gallery
	for i, tile := range cards.Tiles {
		switch tile.Kind {
		case model.FeatureTile:
			g.Feature = append(g.Feature, i)
		case model.DiversityTile:
			g.Diversity = append(g.Diversity, i)
		case model.NegativeTile:
			g.Negative = append(g.Negative, i)
		case model.ExampleTile:
			g.Examples = append(g.Examples, i)
		}
	}
	g.Examples = g.Examples[:min(len(g.Examples), examples)]
	if !pictured {
		return Gallery{Examples: g.Examples}
	}
	all := g.Diversity
	g.Diversity = nil
	for k, i := range all {
		if k >= len(diversity) || diversity[k] == diversity[k] {
			g.Diversity = append(g.Diversity, i)
		}
	}
	return g
}

// Ring is what the channel's node shows, where nodes show such pictures: first what it shows at rest.
func (g Gallery) Ring(pictures string) []int {
	if pictures == Pictures[0] && len(g.Feature) > 0 || len(g.Examples) == 0 {
		return append(slices.Clip(g.Feature), g.Diversity...)
	}
	return g.Examples
}

// Rest is the first of the ring, -1 if there is none.
func (g Gallery) Rest(pictures string) int {
	if ring := g.Ring(pictures); len(ring) > 0 {
		return ring[0]
	}
	return -1
}

// At is what the node shows while the pointer is at that share of its width: one of the diversity pictures, or of the
// examples.
func (g Gallery) At(pictures string, share float64) int {
	ring := g.Ring(pictures)
	if len(ring) == 0 {
		return -1
	}
	if slices.Contains(g.Feature, ring[0]) && len(ring) > 1 {
		ring = ring[1:]
	}
	return ring[min(max(int(share*float64(len(ring))), 0), len(ring)-1)]
}

// Step is the tile that comes by places after tile at in the ring.
func (g Gallery) Step(pictures string, at, by int) int {
	ring := g.Ring(pictures)
	if len(ring) == 0 {
		return -1
	}
	return ring[(max(slices.Index(ring, at), 0)+by+len(ring))%len(ring)]
}

// Name says what tile i is: "diversity picture 2 of 4".
func (g Gallery) Name(i int) string {
	for _, kind := range []struct {
		name  string
		tiles []int
	}{{"feature visualization", g.Feature}, {"diversity picture", g.Diversity}, {"negative picture", g.Negative}, {"example", g.Examples}} {
		if k := slices.Index(kind.tiles, i); k >= 0 {
			if len(kind.tiles) == 1 {
				return kind.name
			}
			return kind.name + " " + strconv.Itoa(k+1) + " of " + strconv.Itoa(len(kind.tiles))
		}
	}
	return "no picture"
}
