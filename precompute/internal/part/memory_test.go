package part

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"summit/precompute/internal/aggregate"
)

// What an image of InceptionV1 records: five of each of 7,000 sums' candidates in both signs. An output has 60 candidates that images of one
// class have among the five, most of them seldom.
const (
	inceptionSums       = 7000
	inceptionCandidates = 500
	inceptionLikely     = 60
	imagesPerClass      = 8 // so many that a part is full before all are in it, whatever their order
)

// BenchmarkMemory adds up images as 1,000 classes of InceptionV1 would record them, class by class and in random order, writes parts as
// a run does, and adds them up. The images are drawn, not inferred. Metric: peak-MiB is what the program's memory grew to, garbage
// included; the model's is not in it.
func BenchmarkMemory(b *testing.B) {
	for _, order := range []string{"class-by-class", "random"} {
		b.Run(order, func(b *testing.B) {
			for b.Loop() {
				peak, written := addUpInception(b, order == "random", imagesPerClass)
				b.ReportMetric(float64(peak)/(1<<20), "peak-MiB")
				b.ReportMetric(float64(written), "parts")
			}
		})
	}
}

// addUpInception adds up images of 1,000 classes, perClass of each, on two goroutines.
func addUpInception(b *testing.B, shuffled bool, perClass int) (peak uint64, written int) {
	const classes = 1000
	shape := Shape{Items: classes * perClass, Labels: classes, Layers: 9, Channels: 5484, Keys: inceptionSums * inceptionCandidates}
	items := make([]int, shape.Items)
	for i := range items {
		items[i] = i
	}
	if shuffled {
		rand.New(rand.NewPCG(1, 2)).Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	}
	defer debug.SetGCPercent(debug.SetGCPercent(CollectAt))
	stop := watchHeap(&peak)
	dir, builder := b.TempDir(), NewBuilder(shape)
	var mu sync.Mutex
	var next atomic.Int64
	var workers sync.WaitGroup
	write := func() {
		if err := builder.Take().Write(filepath.Join(dir, fmt.Sprintf("%06d", written)), Digest{}); err != nil {
			b.Error(err)
		}
		written++
	}
	for w := range 2 {
		workers.Go(func() {
			random, image := rand.New(rand.NewPCG(3, uint64(w))), &Image{}
			for at := int(next.Add(1) - 1); at < len(items); at = int(next.Add(1) - 1) {
				drawInception(random, image, items[at], items[at]/perClass)
				builder.Add(image)
				if mu.Lock(); builder.Full() {
					write()
				}
				mu.Unlock()
			}
		})
	}
	workers.Wait()
	write()
	addUpParts(b, shape, dir, written)
	stop()
	return peak, written
}

func addUpParts(b *testing.B, shape Shape, dir string, written int) {
	var files []*File
	for n := range written {
		f, err := Open(filepath.Join(dir, fmt.Sprintf("%06d", n)), shape)
		if err != nil {
			b.Fatal(err)
		}
		files = append(files, f)
	}
	s, err := NewSum(shape, files)
	if err != nil {
		b.Fatal(err)
	}
	images := 0
	for label := range shape.Labels {
		var c *aggregate.Class
		if c, err = s.Class(label); err != nil {
			b.Fatal(err)
		}
		images += c.Images
	}
	if images != shape.Items {
		b.Fatalf("%d images of %d", images, shape.Items)
	}
	os.RemoveAll(dir)
}

// drawInception draws what an image records: of each sum's likely candidates the first of every fifth more often.
func drawInception(random *rand.Rand, image *Image, item, label int) {
	image.Item, image.Label = item, label
	for _, keys := range []*[]uint32{&image.Excitation, &image.Inhibition} {
		*keys = (*keys)[:0]
		for sum := range inceptionSums {
			first := sum*inceptionCandidates + (label*7919+sum*104729)%(inceptionCandidates-inceptionLikely)
			bits := random.Uint64()
			for k := range 5 { // each of a fifth of the candidates
				a, b := int(bits>>(12*k))&63, int(bits>>(12*k+6))&63
				*keys = append(*keys, uint32(first+k*inceptionLikely/5+a*b*inceptionLikely/5>>12))
			}
		}
	}
}

// watchHeap keeps the largest size of the heap that the system has given until stop is called.
func watchHeap(peak *uint64) (stop func()) {
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		for {
			var m runtime.MemStats
			runtime.ReadMemStats(&m)
			*peak = max(*peak, m.Sys-m.HeapReleased)
			select {
			case <-done:
				return
			case <-time.After(20 * time.Millisecond):
			}
		}
	}()
	return func() { close(done); <-ended }
}
