// Package estimate says what many images take from what a few of them show.
package estimate

import "math"

// Growth is how the counts of a class grow with its images. Each key is taken to come with an image by a chance of its own, and those
// chances to be Beta distributed: the beta-binomial model of species in samples. So it knows that most keys of many images are rare ones,
// which a few images do not show, and that there are no more than all keys.
type Growth struct {
	keys, often, seldom float64 // number of keys; parameters of the Beta distribution
}

// Group is a number of images of one class, and how many different keys they have together.
type Group struct{ Images, Distinct int }

// Bounds of the sum of the parameters: at the least one the keys of all images are the same, at the largest one all are equally likely.
const (
	leastSum   = 1e-6
	largestSum = 1e4
)

// NewGrowth takes the number of keys that there are and of those that an image has in the mean, and finds the distribution by which
// groups of as many images have as many different ones together as those given.
func NewGrowth(keys int, mean float64, groups []Group) Growth {
	distinct := 0.0
	for _, g := range groups {
		distinct += float64(g.Distinct)
	}
	chance := min(mean/float64(max(keys, 1)), 1)
	at := func(log float64) Growth {
		sum := math.Exp(log)
		return Growth{float64(keys), sum * chance, sum * (1 - chance)}
	}
	low, high := math.Log(leastSum), math.Log(largestSum)
	for range 60 {
		middle := (low + high) / 2
		g, expected := at(middle), 0.0
		for _, group := range groups {
			expected += g.Of(group.Images)
		}
		if expected < distinct {
			low = middle
		} else {
			high = middle
		}
	}
	return at(low)
}

// Of is the expected number of different keys of so many images.
func (g Growth) Of(images int) float64 {
	switch {
	case images < 1 || g.often <= 0:
		return 0
	case g.seldom <= 0:
		return g.keys // every image has all of them
	}
	return -g.keys * math.Expm1(g.never(images))
}

// never is the logarithm of the chance that a key comes with none of so many images: B(often, seldom + images) / B(often, seldom).
func (g Growth) never(images int) float64 {
	sum, n := g.often+g.seldom, float64(images)
	return logGamma(sum) + logGamma(g.seldom+n) - logGamma(g.seldom) - logGamma(sum+n)
}

func logGamma(x float64) float64 {
	v, _ := math.Lgamma(x)
	return v
}
