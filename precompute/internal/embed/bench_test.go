package embed

import (
	"context"
	"fmt"
	"runtime"
	"testing"
	"time"

	"summit/precompute/internal/embed/embedtest"
)

// BenchmarkLayouts lays out all twelve layers of a network of InceptionV1's size and compares the time with what it may
// be: 10 s for 1,000 classes on one core, 5 minutes for 20,000. of-limit is the ratio; the costliest layer is told too.
func BenchmarkLayouts(b *testing.B) {
	for _, c := range []struct {
		classes, workers int
		limit            time.Duration
	}{{1000, 1, 10 * time.Second}, {20_000, runtime.GOMAXPROCS(0), 5 * time.Minute}} {
		b.Run(fmt.Sprintf("classes=%d/workers=%d", c.classes, c.workers), func(b *testing.B) {
			var layers []*Rows
			for _, o := range embedtest.Inception(c.classes) {
				layers = append(layers, rowsOf(b, embedtest.Counts(o)))
			}
			defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(c.workers))
			var worst time.Duration
			for b.Loop() {
				s := New(Standard(c.workers))
				for _, r := range layers {
					start := time.Now()
					if _, err := s.Next(context.Background(), r); err != nil {
						b.Fatal(err)
					}
					worst = max(worst, time.Since(start))
				}
			}
			each := b.Elapsed() / time.Duration(b.N)
			b.ReportMetric(float64(each)/float64(c.limit), "of-limit")
			b.ReportMetric(each.Seconds()/float64(len(layers)), "s/layer")
			b.ReportMetric(worst.Seconds(), "s/worst-layer")
		})
	}
}

// BenchmarkSteps tells what the steps of one layer of 1,000 classes and 512 channels cost.
func BenchmarkSteps(b *testing.B) {
	ctx := context.Background()
	r := rowsOf(b, embedtest.Counts(embedtest.Inception(1000)[6]))
	lists, _ := exact(ctx, r, 14, 1)
	edges := fuzzyGraph(lists)
	s := New(Standard(1))
	points, _ := s.place(ctx, r, edges, 1)
	for name, step := range map[string]func(){
		"exact":           func() { exact(ctx, r, 14, 1) },
		"approximate":     func() { approximate(ctx, r, 14, 1) },
		"graph":           func() { fuzzyGraph(lists) },
		"start":           func() { principalStart(r) },
		"descent":         func() { s.place(ctx, r, edges, 1) },
		"trustworthiness": func() { trustworthiness(ctx, r, points, 1) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				step()
			}
		})
	}
}
