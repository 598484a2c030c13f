package examples

import (
	"cmp"
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
