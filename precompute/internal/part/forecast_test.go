package part

import (
	"math"
	"math/rand/v2"
	"testing"
)

// Parts end after so many images, and hold every class that these have.
func TestForesee(t *testing.T) {
	f := Footprint{Image: 100, Counts: func(images int) (int, int) { return 10 * images, 7 + images }}
	var byClass, mixed []int
	for label := range 4 {
		for range 10 {
			byClass = append(byClass, label)
			mixed = append(mixed, len(mixed)%4)
		}
	}
	for _, c := range []struct {
		name         string
		labels       []int
		every        int
		parts, files int
	}{
		{"no images", nil, 10, 0, 0},
		{"class by class", byClass, 10, 4, 4*7 + 40},
		{"class by class, two classes a part", byClass, 15, 3, 5*7 + 40}, // 0 1, 1 2, 3
		{"mixed", mixed, 10, 4, 4*4*7 + 40},
		{"one part", mixed, 100, 1, 4*7 + 40},
	} {
		got := Foresee(c.labels, c.every, f)
		if got.Parts != c.parts || got.Files != c.files {
			t.Errorf("%s: %d parts of %d bytes, want %d of %d", c.name, got.Parts, got.Files, c.parts, c.files)
		}
	}
	large := Footprint{Image: memory / 4, Counts: func(images int) (int, int) { return memory / 5 * images, 1 }}
	if got := Foresee(mixed, 100, large); got.Parts < 5 || got.Memory > memory+memory/2 {
		t.Errorf("images that take a quarter of the memory make %d parts, and %d bytes are held", got.Parts, got.Memory)
	}
}

// What images of a few classes hold is what a Builder counts.
func TestForeseenMemory(t *testing.T) {
	const images, keys = 60, 20000
	shape := Shape{Items: images, Labels: 3, Channels: 1, Keys: 1 << 20}
	b, random := NewBuilder(shape), rand.New(rand.NewPCG(7, 8))
	var labels []int
	for item := range images {
		image := &Image{Item: item, Label: item / 20}
		for range keys / 2 {
			image.Excitation = append(image.Excitation, uint32(random.IntN(shape.Keys)))
			image.Inhibition = append(image.Inhibition, uint32(random.IntN(shape.Keys)))
		}
		labels = append(labels, image.Label)
		b.Add(image)
	}
	f := Footprint{Image: 4 * keys, Counts: func(int) (int, int) { return 0, 0 }}
	held, foreseen := float64(b.now.held.Load()), float64(Foresee(labels, images, f).Memory)
	if math.Abs(foreseen/held-1) > 0.15 {
		t.Errorf("%.0f bytes are held, foreseen were %.0f", held, foreseen)
	}
}
