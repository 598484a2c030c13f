package model

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// CardPath is the only form of Cards.Path.
const CardPath = "cards/{layer}/{channel}.jpg"

// Cards says how a channel's pictures lie in its card, cards/<layer>/<channel>.jpg.
type Cards struct {
	Path   string `json:"path"`  // CardPath; empty: no pictures
	Width  int    `json:"width"` // of a card, pixels
	Height int    `json:"height"`
	Tiles  []Tile `json:"tiles"` // those of one kind in its order: examples strongest first
}

// Tile is a square of a card.
type Tile struct {
	Kind string `json:"kind"`
	X    int    `json:"x"` // of its upper left corner, pixels
	Y    int    `json:"y"`
	Size int    `json:"size"` // pixels a side
}

// Kinds of tiles. A reader ignores others.
const (
	FeatureTile   = "feature"   // what the channel looks for: made by gradient ascent
	DiversityTile = "diversity" // the same, made to differ from each other
	NegativeTile  = "negative"  // what the channel is least like
	ExampleTile   = "example"   // a dataset example
)

// File is the path of the card of a layer's channel below the bundle's root, "" if there are no cards.
func (c Cards) File(layer string, channel int) string {
	path := strings.Replace(c.Path, "{layer}", layer, 1)
	return strings.Replace(path, "{channel}", strconv.Itoa(channel), 1)
}

// Of are the tiles of a kind.
func (c Cards) Of(kind string) []Tile {
	var tiles []Tile
	for _, t := range c.Tiles {
		if t.Kind == kind {
			tiles = append(tiles, t)
		}
	}
	return tiles
}

// Features tells whether the cards have room for feature visualizations.
func (c Cards) Features() bool { return len(c.Of(FeatureTile)) > 0 }

func (c Cards) validate() error {
	if c.Path == "" {
		return nil
	}
	if c.Path != CardPath {
		return fmt.Errorf("cards.path is %q instead of %q", c.Path, CardPath)
	}
	if min(c.Width, c.Height) < 1 || max(c.Width, c.Height) > 4096 {
		return fmt.Errorf("cards.width and height are %d, %d; they run from 1 to 4096", c.Width, c.Height)
	}
	if len(c.Tiles) < 1 || len(c.Tiles) > 64 {
		return fmt.Errorf("cards.tiles has %d entries; it has 1 to 64", len(c.Tiles))
	}
	for k, t := range c.Tiles {
		if err := c.validTile(k); err != nil {
			return fmt.Errorf("cards.tiles[%d], %s of %d pixels at %d, %d, %w", k, t.Kind, t.Size, t.X, t.Y, err)
		}
	}
	return nil
}

// validTile checks tile k against the card and the tiles before it.
func (c Cards) validTile(k int) error {
	t := c.Tiles[k]
	if t.Size < 1 || min(t.X, t.Y) < 0 || t.X > c.Width-t.Size || t.Y > c.Height-t.Size {
		return fmt.Errorf("is not within the card's %d x %d", c.Width, c.Height)
	}
	for i, other := range c.Tiles[:k] {
		if t.Kind == FeatureTile && other.Kind == FeatureTile {
			return errors.New("is not the first of that kind")
		}
		if t.X < other.X+other.Size && other.X < t.X+t.Size && t.Y < other.Y+other.Size && other.Y < t.Y+t.Size {
			return fmt.Errorf("overlaps tile %d", i)
		}
	}
	return nil
}
