package card

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"slices"
	"testing"

	"summit/shared/model"
)

func TestCardShowsCropsInTheirTiles(t *testing.T) {
	picture := image.NewRGBA(image.Rect(0, 0, 40, 40))
	for y := range 40 {
		for x := range 40 {
			picture.SetRGBA(x, y, color.RGBA{R: uint8(200 * (x / 20)), G: uint8(200 * (y / 20)), A: 255})
		}
	}
	cards := model.Cards{Width: 48, Height: 32, Tiles: []model.Tile{{X: 16, Size: 16}, {X: 32, Size: 16}, {X: 16, Y: 16, Size: 16}}}
	blank := Blank(cards)
	Place(blank, cards.Tiles[0], Fit(16, picture, image.Rect(20, 0, 40, 20)))
	Place(blank, cards.Tiles[1], Fit(16, picture, image.Rect(0, 20, 20, 30)))
	Place(blank, cards.Tiles[2], Fit(16, picture, image.Rect(20, 20, 40, 40)))
	data, err := Encode(blank)
	if err != nil {
		t.Fatal(err)
	}
	card, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if card.Bounds() != image.Rect(0, 0, 48, 32) {
		t.Fatalf("card of %v", card.Bounds())
	}
	for _, c := range []struct {
		x, y int
		want color.RGBA
	}{
		{8, 8, color.RGBA{128, 128, 128, 255}},  // no crop
		{24, 8, color.RGBA{200, 0, 0, 255}},     // the square crop fills its tile
		{40, 8, color.RGBA{0, 200, 0, 255}},     // the wide crop fills the middle
		{40, 1, color.RGBA{128, 128, 128, 255}}, // and leaves margins above
		{24, 24, color.RGBA{200, 200, 0, 255}},  // below the first
		{40, 24, color.RGBA{128, 128, 128, 255}},
	} {
		r, g, b, _ := card.At(c.x, c.y).RGBA()
		got := [3]int{int(r >> 8), int(g >> 8), int(b >> 8)}
		for i, v := range []int{int(c.want.R), int(c.want.G), int(c.want.B)} {
			if d := got[i] - v; d > 12 || d < -12 {
				t.Errorf("pixel (%d, %d) is %v, want about %v", c.x, c.y, got, c.want)
				break
			}
		}
	}
}

// TestLayout: what stands where, and tiles are aligned to the JPEG's blocks of 16 pixels, so that a card that is decoded and
// encoded again keeps its pictures.
func TestLayout(t *testing.T) {
	for _, features := range []bool{false, true} {
		c := Layout(80, features, features)
		m := model.Manifest{Format: model.Format, Layers: []model.Layer{{Name: "a", Channels: 1}}, Classes: []model.Class{{ID: "a"}}, Cards: c}
		if err := m.Validate(); err != nil {
			t.Error(err)
		}
		for _, tile := range c.Tiles {
			if tile.X%16+tile.Y%16+tile.Size%16 > 0 {
				t.Errorf("%v is not aligned", tile)
			}
		}
	}
	if c := Layout(80, false, false); c.Width != 400 || c.Height != 160 || len(c.Tiles) != 10 || c.Tiles[7] != (model.Tile{Kind: "example", X: 160, Y: 80, Size: 80}) {
		t.Errorf("without features: %+v", c)
	}
	want := []model.Tile{{Kind: "feature", Size: 160}, {Kind: "diversity", X: 160, Size: 80}, {Kind: "diversity", X: 240, Size: 80},
		{Kind: "diversity", X: 160, Y: 80, Size: 80}, {Kind: "diversity", X: 240, Y: 80, Size: 80}, {Kind: "example", X: 320, Size: 80}}
	if c := Layout(80, true, false); c.Width != 720 || c.Height != 160 || len(c.Tiles) != 15 || !slices.Equal(c.Tiles[:6], want) {
		t.Errorf("with features: %+v", c)
	}
}
