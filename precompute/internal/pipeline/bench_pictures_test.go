package pipeline

import (
	"errors"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"
)

// drawPhotographs draws pictures of 96 pixels with soft shapes and noise, as photographs have.
func drawPhotographs(b testing.TB, dir string) {
	b.Helper()
	if err := os.MkdirAll(dir, 0o777); err != nil {
		b.Fatal(err)
	}
	random := rand.New(rand.NewPCG(13, 14))
	for i := range benchmarkImages {
		f, err := os.Create(filepath.Join(dir, fmt.Sprintf("%02d.png", i)))
		if err != nil {
			b.Fatal(err)
		}
		if err := errors.Join(png.Encode(f, softShapes(random, 96)), f.Close()); err != nil {
			b.Fatal(err)
		}
	}
}

func softShapes(random *rand.Rand, size int) image.Image {
	p := image.NewRGBA(image.Rect(0, 0, size, size))
	var waves [3][3]float64 // [colour]: along x, along y, phase
	for c := range waves {
		waves[c] = [3]float64{random.Float64() / 4, random.Float64() / 4, random.Float64() * 2 * math.Pi}
	}
	for y := range size {
		for x := range size {
			var v [3]uint8
			for c, w := range waves {
				v[c] = uint8(110 + 90*math.Sin(w[0]*float64(x)+w[1]*float64(y)+w[2]) + float64(random.IntN(20)))
			}
			p.SetRGBA(x, y, color.RGBA{v[0], v[1], v[2], 255})
		}
	}
	return p
}
