package estimate

import (
	"math"
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"
)

// An image has the mean's keys, no images none, more images never fewer, and none more than there are.
func TestGrowthIsBounded(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		keys := rapid.IntRange(1, 1e6).Draw(t, "keys")
		mean := rapid.Float64Range(0, float64(keys)).Draw(t, "mean")
		images := rapid.IntRange(2, 20).Draw(t, "images")
		distinct := rapid.IntRange(int(mean), int(min(mean*float64(images), float64(keys)))+1).Draw(t, "distinct")
		g := NewGrowth(keys, mean, []Group{{images, distinct}})
		if got := g.Of(0); math.Abs(got) > 1e-9*float64(keys) {
			t.Fatalf("no images have %v keys", got)
		}
		if got := g.Of(1); math.Abs(got-mean) > 1e-3*mean+1e-9*float64(keys) {
			t.Fatalf("an image has %v keys, not %v", got, mean)
		}
		last := 0.0
		for n := 1; n < 3000; n += n/2 + 1 {
			now := g.Of(n)
			if now < last-1e-3*float64(keys) || now > float64(keys)*(1+1e-9) {
				t.Fatalf("%d images have %v keys, fewer %v", n, now, last)
			}
			last = now
		}
	})
}

// What it was fitted to comes out, of groups of different sizes too.
func TestGrowthFits(t *testing.T) {
	groups := []Group{{8, 2300}, {4, 1700}}
	g := NewGrowth(20000, 800, groups)
	if got := g.Of(8) + g.Of(4); math.Abs(got-4000) > 1 {
		t.Errorf("%.1f keys for 4000", got)
	}
}

// Images that are drawn as the model says, 1,000 of 5,000 keys with chances of Beta(0.1, 1): the few that are looked at tell of the many. The chances are
// powers of uniform numbers, which have that distribution.
func TestGrowthExtrapolates(t *testing.T) {
	const keys, few, many = 5000, 8, 1000
	random := rand.New(rand.NewPCG(1, 2))
	sum := 0
	var some, all int
	for range keys {
		chance, came := math.Pow(random.Float64(), 10), 0
		for image := range many {
			if random.Float64() < chance {
				came++
			}
			if image == few-1 {
				sum += came
				some += min(came, 1)
			}
		}
		all += min(came, 1)
	}
	g := NewGrowth(keys, float64(sum)/few, []Group{{few, some}})
	if got := g.Of(many); math.Abs(got/float64(all)-1) > 0.05 {
		t.Errorf("%.0f keys by extrapolation from %d, %d came", got, some, all)
	}
}
