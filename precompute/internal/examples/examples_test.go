package examples

import (
	"bytes"
	"cmp"
	"image"
	"image/color"
	"image/jpeg"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"summit/shared/model"
)

func TestRankingKeepsTheStrongest(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.IntRange(1, 5).Draw(t, "size")
		values := rapid.SliceOfN(rapid.IntRange(-2, 6), 0, 60).Draw(t, "activations")
		var want []Example
		for i, v := range values {
			if v > 0 {
				want = append(want, Example{Activation: float32(v), Item: i, Y: v, X: i})
			}
		}
		slices.SortStableFunc(want, func(a, b Example) int { return cmp.Compare(b.Activation, a.Activation) })
		want = want[:min(size, len(want))]

		r := NewRanking(1, size)
		var workers sync.WaitGroup
		for w := range 3 {
			workers.Go(func() {
				for i := w; i < len(values); i += 3 {
					if v := float32(values[i]); r.Wants(0, v) {
						r.Add(0, Example{Activation: v, Item: i, Y: values[i], X: i})
					}
				}
			})
		}
		workers.Wait()
		if got := r.Best()[0]; !slices.Equal(got, want) {
			t.Fatalf("kept %v, want %v", got, want)
		}
	})
}

func TestWindow(t *testing.T) {
	field := model.ReceptiveField{Size: [2]int{7, 5}, Stride: [2]int{4, 2}, Start: [2]int{-3, -1}}
	x0, y0, x1, y1 := Window(field, 2, 10)
	if got, want := [4]float64{x0, y0, x1, y1}, [4]float64{19, 5, 24, 12}; got != want {
		t.Errorf("window %v, want %v", got, want)
	}
}

func TestStripShowsCropsInTheirTiles(t *testing.T) {
	picture := image.NewRGBA(image.Rect(0, 0, 40, 40))
	for y := range 40 {
		for x := range 40 {
			picture.SetRGBA(x, y, color.RGBA{R: uint8(200 * (x / 20)), G: uint8(200 * (y / 20)), A: 255})
		}
	}
	strip := Strip(16, 3)
	Place(strip, 1, Tile(16, picture, image.Rect(20, 0, 40, 20)))
	Place(strip, 2, Tile(16, picture, image.Rect(0, 20, 20, 30)))
	data, err := Encode(strip)
	if err != nil {
		t.Fatal(err)
	}
	card, err := jpeg.Decode(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	if card.Bounds() != image.Rect(0, 0, 48, 16) {
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
