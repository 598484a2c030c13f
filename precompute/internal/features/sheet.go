package features

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"math"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/image/font"
	"golang.org/x/image/font/basicfont"
	"golang.org/x/image/math/fixed"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/card"
	"summit/shared/model"
)

// Parts of a sheet, pixels.
const (
	gap     = 4
	caption = 16
)

// sheets writes a contact sheet of each layer that is asked for, of its channels that have pictures; of several layers, the layer's name goes
// into the file's.
func (j *job) sheets() error {
	revised, err := bundle.Open(j.Bundle)
	if err != nil {
		return err
	}
	defer revised.Close()
	now := *j
	now.bundle, now.manifest = revised, revised.Manifest()
	pictures, err := revised.Features()
	if err != nil {
		return err
	}
	byLayer := make([][]channel, len(j.layers))
	several := -1
	for l, layer := range j.manifest.Layers {
		for c := range layer.Channels {
			if _, _, ok := pictures.Of(layer.Offset + c); ok && j.asks(layer.Name, c) {
				byLayer[l] = append(byLayer[l], channel{l, c})
			}
		}
		if len(byLayer[l]) > 0 {
			several++
		}
	}
	for l, channels := range byLayer {
		path := j.Sheet
		if several > 0 {
			extension := filepath.Ext(path)
			path = strings.TrimSuffix(path, extension) + "-" + j.layers[l].Name + extension
		}
		if err := now.sheet(path, channels); err != nil {
			return err
		}
	}
	return nil
}

// sheet draws the feature visualizations of some channels of a layer, by number.
func (j *job) sheet(path string, channels []channel) error {
	if len(channels) == 0 {
		return nil
	}
	tile := j.manifest.Cards.Of(model.FeatureTile)[0]
	columns := int(math.Ceil(math.Sqrt(float64(len(channels)) * 1.5)))
	lines := (len(channels) + columns - 1) / columns
	sheet := image.NewRGBA(image.Rect(0, 0, columns*(tile.Size+gap)+gap, lines*(tile.Size+caption)+gap))
	draw.Draw(sheet, sheet.Rect, image.White, image.Point{}, draw.Src)
	for n, c := range channels {
		drawn, err := j.card(c)
		if err != nil {
			return err
		}
		at := image.Pt(gap+n%columns*(tile.Size+gap), caption+n/columns*(tile.Size+caption))
		draw.Draw(sheet, image.Rectangle{Min: at, Max: at.Add(image.Pt(tile.Size, tile.Size))}, card.Cut(drawn, tile), image.Point{}, draw.Src)
		label := font.Drawer{Dst: sheet, Src: image.NewUniform(color.Black), Face: basicfont.Face7x13, Dot: fixed.P(at.X, at.Y-4)}
		label.DrawString(fmt.Sprintf("%s-%d", j.manifest.Layers[c.layer].Name, c.channel))
	}
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := png.Encode(f, sheet); err != nil {
		f.Close()
		return fmt.Errorf("write %q: %w", path, err)
	}
	return f.Close()
}
