package card

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math/rand/v2"
	"testing"
	"time"

	"golang.org/x/image/draw"
)

// BenchmarkFit fits a crop of 130 pixels into a tile of 80, here and by x/image/draw. Metric: ratio of its time to ours.
func BenchmarkFit(b *testing.B) {
	picture := noise(256)
	crop := image.Rect(50, 60, 180, 190)
	to := image.NewRGBA(image.Rect(0, 0, 80, 80))
	var ours, other time.Duration
	for b.Loop() {
		start := time.Now()
		Fit(80, picture, crop)
		ours += time.Since(start)
		start = time.Now()
		draw.CatmullRom.Scale(to, to.Rect, picture, crop, draw.Src, nil)
		other += time.Since(start)
	}
	b.ReportMetric(float64(ours.Microseconds())/float64(b.N), "fit-µs")
	b.ReportMetric(other.Seconds()/ours.Seconds(), "ratio")
}

// BenchmarkEncode writes a card of ten tiles, with what is compiled in and by image/jpeg. Metric: ratio of image/jpeg's time to ours.
func BenchmarkEncode(b *testing.B) {
	cards := Layout(80, false, false)
	card := Blank(cards)
	for _, tile := range cards.Tiles {
		Place(card, tile, Fit(80, noise(90), image.Rect(0, 0, 90, 90)))
	}
	var ours, other time.Duration
	for b.Loop() {
		start := time.Now()
		if _, err := Encode(card); err != nil {
			b.Fatal(err)
		}
		ours += time.Since(start)
		start = time.Now()
		if err := jpeg.Encode(&bytes.Buffer{}, card, &jpeg.Options{Quality: quality}); err != nil {
			b.Fatal(err)
		}
		other += time.Since(start)
	}
	b.ReportMetric(float64(ours.Microseconds())/float64(b.N), "card-µs")
	b.ReportMetric(other.Seconds()/ours.Seconds(), "ratio")
}

// noise is a picture of soft noise.
func noise(side int) *image.RGBA {
	random := rand.New(rand.NewPCG(5, 6))
	img := image.NewRGBA(image.Rect(0, 0, side, side))
	for y := range side {
		for x := range side {
			v := uint8(x + y + random.IntN(40))
			img.SetRGBA(x, y, color.RGBA{v, v / 2, 255 - v, 255})
		}
	}
	return img
}
