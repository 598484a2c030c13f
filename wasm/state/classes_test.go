package state

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"summit/shared/model"
)

func someClasses() []model.Class {
	top := func(x float64) *float64 { return &x }
	return []model.Class{
		{ID: "n1", Name: "tench", Top1: top(0.5)}, {ID: "n2", Name: "crane", Top1: top(0.9)}, {ID: "n3", Name: "Crane", Top1: top(0.2)},
		{ID: "n4", Name: "great white shark", Images: 7}, {ID: "n5", Name: "hammerhead shark", Top1: top(0.9)},
	}
}

func TestFilter(t *testing.T) {
	for _, test := range []struct {
		search, order string
		want          []int
	}{
		{"", "bundle", []int{0, 1, 2, 3, 4}},
		{"crane", "bundle", []int{1, 2}},
		{"SHARK great", "bundle", []int{3}},
		{"n5", "bundle", []int{4}},
		{"", "name", []int{1, 2, 3, 4, 0}},
		{"", "accuracy", []int{1, 4, 0, 2, 3}},
		{"", "accuracy-up", []int{2, 0, 1, 4, 3}},
		{"", "images", []int{3, 0, 1, 2, 4}},
		{"", "similarity", []int{0, 1, 2, 3, 4}},
		{"whale", "name", nil},
	} {
		if got := Filter(someClasses(), test.search, test.order, nil); !slices.Equal(got, test.want) {
			t.Errorf("%q by %s: %v instead of %v", test.search, test.order, got, test.want)
		}
	}
}

// Whatever is scrolled to lies in the window, with the rows that a screen shows below it.
func TestWindowHoldsWhatOneSees(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		total := rapid.IntRange(0, 3000).Draw(t, "total")
		first := rapid.IntRange(0, max(total-1, 0)).Draw(t, "first")
		seen := rapid.IntRange(0, 100).Draw(t, "seen")
		lo, hi := Window(first, seen, total)
		if lo < 0 || hi > total || hi-lo > seen+2*ListMargin+20 || lo > max(first-ListMargin, 0) || hi < min(first+seen+ListMargin, total) {
			t.Fatalf("rows %d to %d of %d for %d from row %d", lo, hi, total, seen, first)
		}
		if l, h := Window(first-first%10, seen, total); l != lo || h != hi {
			t.Fatalf("rows %d to %d for row %d, %d to %d for a row few before it", lo, hi, first, l, h)
		}
	})
}

func TestHistogramScaleIsOneForAll(t *testing.T) {
	classes := []model.Class{
		{Images: 100, Histogram: append(make([]int, 19), 100)},
		{Images: 10, Histogram: append(make([]int, 18), 5, 5)},
	}
	largest := LargestBin(classes)
	if largest != 1 {
		t.Fatalf("the largest bin is %v of its class", largest)
	}
	if got, want := HistogramPath(classes[1], largest), "M180 100v-50h8v50zM190 100v-50h8v50z"; got != want {
		t.Errorf("%q instead of %q", got, want)
	}
	if got := HistogramPath(model.Class{}, largest); got != "" {
		t.Errorf("a class without histogram draws %q", got)
	}
}

func TestHomonyms(t *testing.T) {
	classes := []model.Class{{Name: "crane"}, {Name: "tench"}, {Name: "crane"}, {Name: "Crane"}}
	if got := Homonyms(classes); !slices.Equal(got, []bool{true, false, true, false}) {
		t.Errorf("%v", got)
	}
}

func TestWords(t *testing.T) {
	for n, want := range map[int]string{0: "0", 999: "999", 1000: "1,000", 1300000: "1,300,000", -1234: "-1,234"} {
		if got := Count(n); got != want {
			t.Errorf("%d is written %q", n, got)
		}
	}
	if got := Plural(1, "edge", "edges") + ", " + Plural(2000, "edge", "edges"); got != "1 edge, 2,000 edges" {
		t.Error(got)
	}
	if got := Label("fire9.squeeze1x1", 90); got != "fire9.sq\u2026" {
		t.Errorf("%q", got)
	}
}
