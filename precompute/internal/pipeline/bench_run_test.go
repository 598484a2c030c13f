//go:build unix

package pipeline

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sys/unix"

	"summit/precompute/internal/progress"
)

// BenchmarkRun takes 1,000 photographs of as many classes through SqueezeNet on all cores, from files to a bundle, and compares with what
// cannot be spared: decoding and resizing them alone, and inference of the plain model alone. Metrics: ratio = the run's pass over the images /
// the two, ratio-all = the whole run with cards, embedding and writing / the two, and busy = the share of the cores' time that the run uses.
func BenchmarkRun(b *testing.B) {
	dir := b.TempDir()
	photographs := filepath.Join(dir, "photographs")
	extractPhotographs(b, filepath.Join(sharedFolder(b), "data", "imagenet-samples-256.tar.zst"), photographs, 1000)
	o := benchmarkOptions(filepath.Join(sharedFolder(b), "models", "squeezenet1.1-imagenet.onnx"), listPhotographs(b, photographs))
	o.Preprocess, o.Threads, o.Checkpoint = "caffe", runtime.NumCPU(), time.Minute
	var decode, infer, pass, all, busy float64
	for round := 0; b.Loop(); round++ {
		d, i := floor(b, o)
		decode, infer = decode+d, infer+i
		o.Out = filepath.Join(dir, fmt.Sprint("bundle", round))
		start, used := time.Now(), cpuTime(b)
		summary, err := Run(b.Context(), o, progress.Lines(io.Discard))
		if err != nil {
			b.Fatal(err)
		}
		wall := time.Since(start).Seconds()
		pass, all = pass+summary.Wall.Seconds(), all+wall
		busy += (cpuTime(b) - used) / wall / float64(o.Threads)
	}
	rounds := float64(b.N)
	b.ReportMetric(decode/rounds, "decode-s")
	b.ReportMetric(infer/rounds, "plain-s")
	b.ReportMetric(pass/rounds, "pass-s")
	b.ReportMetric(all/rounds, "all-s")
	b.ReportMetric(pass/(decode+infer), "ratio")
	b.ReportMetric(all/(decode+infer), "ratio-all")
	b.ReportMetric(busy/rounds, "busy")
}

// floor is how many seconds decoding and resizing all images takes, and how many inference of the plain model, each on all workers.
func floor(b *testing.B, o Options) (decode, infer float64) {
	j, err := prepare(&o)
	if err != nil {
		b.Skipf("SKIPPED: %v", err)
	}
	defer j.close()
	size := j.prepare.Size
	decode = together(b, &o, len(j.set.Items), func() (func(int) error, func()) {
		input := make([]float32, 3*size[0]*size[1])
		return func(n int) error {
			data, err := j.set.Items[n].Read()
			if err != nil {
				return err
			}
			picture, err := j.set.Items[n].Decode(data)
			if err != nil {
				return err
			}
			return j.transform.Apply(picture, input)
		}, func() {}
	})
	infer = together(b, &o, len(j.set.Items), func() (func(int) error, func()) {
		s := bareSession(b, j)
		return func(int) error { return s.Run() }, func() { s.Close() }
	})
	return decode, infer
}

// together is how many seconds the workers need for n things; begin prepares a worker and returns what it does, and how it ends.
func together(b *testing.B, o *Options, n int, begin func() (do func(int) error, end func())) float64 {
	var work []func(int) error
	for range o.Threads {
		do, end := begin()
		defer end()
		work = append(work, do)
	}
	var next atomic.Int64
	var group errgroup.Group
	start := time.Now()
	for _, do := range work {
		group.Go(func() error {
			for {
				at := int(next.Add(1) - 1)
				if at >= n {
					return nil
				}
				if err := do(at); err != nil {
					return err
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start).Seconds()
}

// cpuTime is how many seconds of the cores' time this process has used.
func cpuTime(b *testing.B) float64 {
	var usage unix.Rusage
	if err := unix.Getrusage(unix.RUSAGE_SELF, &usage); err != nil {
		b.Fatal(err)
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano()).Seconds()
}

// listPhotographs writes a CSV in which the part of a file's name before "_" is its label.
func listPhotographs(b *testing.B, dir string) string {
	entries, err := os.ReadDir(dir)
	if err != nil {
		b.Fatal(err)
	}
	rows := []string{"path,label"}
	for _, entry := range entries {
		label, _, _ := strings.Cut(entry.Name(), "_")
		rows = append(rows, entry.Name()+","+label)
	}
	file := filepath.Join(dir, "photographs.csv")
	if err := os.WriteFile(file, []byte(strings.Join(rows, "\n")+"\n"), 0o666); err != nil {
		b.Fatal(err)
	}
	return file
}
