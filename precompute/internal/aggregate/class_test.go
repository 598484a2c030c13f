package aggregate

import (
	"bytes"
	"math"
	"reflect"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"summit/precompute/internal/tally"
)

// The values are worked out by hand: total 10, so that tau 0.5 asks for 5.
func TestMassRecordsTheCrossingChannel(t *testing.T) {
	maxima := []float32{1, 4, -3, 4, 1, 0}
	for _, c := range []struct {
		tau       float64
		minRecord int
		want      []int
	}{
		{0.03, 1, []int{1}},
		{0.4, 1, []int{1}},
		{0.41, 1, []int{1, 3}},
		{0.81, 1, []int{1, 3, 0}},
		{1, 1, []int{1, 3, 0, 4}},
		{0.03, 3, []int{1, 3, 0}},
		{0.03, 9, []int{1, 3, 0, 4}},
		{0, 1, []int{1}},
	} {
		m := Mass{MinRecord: c.minRecord}
		total := m.Order(maxima)
		if got := m.Record(c.tau, total, nil); total != 10 || !slices.Equal(got, c.want) {
			t.Errorf("tau %v, at least %d: recorded %v of total %v, want %v of 10", c.tau, c.minRecord, got, total, c.want)
		}
	}
}

func TestMassOfNothing(t *testing.T) {
	m := Mass{MinRecord: 1}
	total := m.Order([]float32{0, -1, float32(math.NaN()), float32(math.Inf(1))})
	if got := m.Record(0.5, total, nil); total != 0 || len(got) != 0 {
		t.Errorf("recorded %v of total %v from a silent layer", got, total)
	}
}

// referenceMass removes the largest again and again.
func referenceMass(maxima []float32, tau float64) []int {
	left := make([]float64, len(maxima))
	var total, sum float64
	for j, v := range maxima {
		left[j] = max(float64(v), 0)
		total += left[j]
	}
	var recorded []int
	for total > 0 && (len(recorded) == 0 || sum < tau*total) {
		best := 0
		for j := range left {
			if left[j] > left[best] {
				best = j
			}
		}
		if left[best] == 0 {
			break
		}
		sum += left[best]
		left[best] = 0
		recorded = append(recorded, best)
	}
	return recorded
}

func TestMassEqualsReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		whole := rapid.SliceOfN(rapid.IntRange(-4, 9), 1, 40).Draw(t, "maxima")
		maxima := make([]float32, len(whole))
		for j, v := range whole {
			maxima[j] = float32(v)
		}
		tau := rapid.Float64Range(0, 1).Draw(t, "tau")
		m := Mass{MinRecord: 1}
		total := m.Order(maxima)
		if got, want := m.Record(tau, total, nil), referenceMass(maxima, tau); !slices.Equal(got, want) {
			t.Errorf("recorded %v, want %v", got, want)
		}
	})
}

func TestSumAddsUp(t *testing.T) {
	images := []*Image{
		{Activation: []uint32{2}, Embed: []uint32{2, 0}, Excitation: []uint32{3, 1}, Inhibition: []uint32{0}, Graded: true, Right: true, Probability: 1},
		{Activation: []uint32{2}, Excitation: []uint32{3}, Graded: true, Probability: 0.05},
		{Activation: []uint32{1}, Graded: true},
	}
	var all, first, rest Sum
	for i, image := range images {
		all.Add(image, i == 1)
		if i == 0 {
			first.Add(image, false)
		} else {
			rest.Add(image, false)
		}
	}
	c := all.Class()
	if c.Images != 3 || c.Right != 1 || c.Histogram[19] != 1 || c.Histogram[1] != 1 || c.Histogram[0] != 1 {
		t.Errorf("%d images, %d right, histogram %v", c.Images, c.Right, c.Histogram)
	}
	for i, want := range []tally.Counts{
		tally.Of([]uint32{1, 2, 2}), tally.Of([]uint32{0, 2}), tally.Of([]uint32{1, 3, 3}), tally.Of([]uint32{0}),
	} {
		if got := *c.Counts()[i]; !bytes.Equal(got, want) {
			t.Errorf("counts %d: %v, want %v", i, got, want)
		}
	}
	if err := c.Validate(3, 4); err != nil {
		t.Error(err)
	}
	parts := first.Class()
	parts.Add(rest.Class())
	if !reflect.DeepEqual(parts, c) {
		t.Errorf("the parts add up to %+v, the whole is %+v", parts, c)
	}
}

func TestValidateRejects(t *testing.T) {
	for what, damage := range map[string]func(*Class){
		"no images":          func(c *Class) { c.Images = 0 },
		"too many right":     func(c *Class) { c.Right = 3 },
		"a bin too full":     func(c *Class) { c.Histogram[4] = 3 },
		"a negative bin":     func(c *Class) { c.Histogram[4] = -1 },
		"an unknown key":     func(c *Class) { c.Inhibition = tally.Of([]uint32{9}) },
		"too high a count":   func(c *Class) { c.Activation = tally.Of([]uint32{1, 1, 1}) },
		"an unknown channel": func(c *Class) { c.Embed = tally.Of([]uint32{4}) },
	} {
		c := &Class{Images: 2, Right: 1, Activation: tally.Of([]uint32{1, 1}), Excitation: tally.Of([]uint32{8})}
		c.Histogram[7] = 2
		if err := c.Validate(4, 9); err != nil {
			t.Fatal(err)
		}
		if damage(c); c.Validate(4, 9) == nil {
			t.Errorf("%s is accepted", what)
		}
	}
}

func TestBin(t *testing.T) {
	for p, want := range map[float64]int{0: 0, 0.049: 0, 0.05: 1, 0.5: 10, 0.999: 19, 1: 19} {
		if got := bin(p); got != want {
			t.Errorf("probability %v is in bin %d, want %d", p, got, want)
		}
	}
	if bin(math.NaN()) != 0 {
		t.Error("NaN is not in the first bin")
	}
}
