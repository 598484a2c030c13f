package dataset

import (
	"image"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestChromaEqualsPIL compares every pixel with what PIL made of the same file (testdata/chroma.py). The two round the inverse
// cosine transform and the colour conversion each in their own way.
func TestChromaEqualsPIL(t *testing.T) {
	files, err := filepath.Glob("testdata/chroma-*.jpg")
	if err != nil || len(files) < 4 {
		t.Fatalf("%d files: %v", len(files), err)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			got, want := decodeFile(t, file), decodeFile(t, strings.TrimSuffix(file, ".jpg")+".png")
			wantNear(t, got, want)
		})
	}
}

// wantNear wants every value within 3 of the other's, and within 0.5 in the mean.
func wantNear(t *testing.T, got, want image.Image) {
	t.Helper()
	if got.Bounds() != want.Bounds() {
		t.Fatalf("%v, want %v", got.Bounds(), want.Bounds())
	}
	largest, sum := difference(got, want)
	mean := float64(sum) / float64(3*got.Bounds().Dx()*got.Bounds().Dy())
	if largest > 3 || mean > 0.5 {
		t.Errorf("colours differ by up to %d, %.2f in the mean", largest, mean)
	}
}

func decodeFile(t *testing.T, name string) image.Image {
	t.Helper()
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	img, err := Decode(data)
	if err != nil {
		t.Fatal(err)
	}
	return img
}

func difference(a, b image.Image) (largest, sum int) {
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			ar, ag, ab, _ := a.At(x, y).RGBA()
			br, bg, bb, _ := b.At(x, y).RGBA()
			for _, d := range []int{int(ar>>8) - int(br>>8), int(ag>>8) - int(bg>>8), int(ab>>8) - int(bb>>8)} {
				d = max(d, -d)
				largest, sum = max(largest, d), sum+d
			}
		}
	}
	return largest, sum
}

// The values are worked out by hand from libjpeg's description of its triangle filter: 3/4 of the nearer sample, 1/4 of the
// farther one.
func TestPlaneGrow(t *testing.T) {
	samples := []byte{10, 20, 31, 40, 50, 61}
	for _, c := range []struct {
		name          string
		plane         plane
		width, height int
		want          []byte
	}{
		{"across", plane{width: 3, height: 2, stride: 3, wide: true}, 5, 2, []byte{10, 13, 17, 23, 28, 40, 43, 47, 53, 58}},
		{"down", plane{width: 3, height: 2, stride: 3, high: true}, 3, 4, []byte{10, 20, 31, 18, 28, 39, 32, 42, 53, 40, 50, 61}},
		{"both", plane{width: 1, height: 2, stride: 3, wide: true, high: true}, 2, 3, []byte{10, 10, 18, 17, 33, 32}},
	} {
		if got := c.plane.grow(samples, c.width, c.height); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", c.name, got, c.want)
		}
	}
}
