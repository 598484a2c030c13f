package pipeline

import (
	"bytes"
	"fmt"
	"io"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"summit/precompute/internal/dataset"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/runtime"
)

// What a dry run says of bytes is near what the run writes: SqueezeNet on four classes of 24 photographs, of which it looks at eight each.
func TestEstimatedBytes(t *testing.T) {
	dir := t.TempDir()
	o := squeezeNet(t, dir, 96)
	if _, err := runtime.Find(""); err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	entries, err := os.ReadDir(filepath.Join(dir, "photographs"))
	if err != nil {
		t.Fatal(err)
	}
	list := "path,label\n"
	for i, entry := range entries {
		list += fmt.Sprintf("%s,class %d\n", entry.Name(), i/24)
	}
	o.Data, o.Out, o.Threads, o.Checkpoint = filepath.Join(dir, "photographs", "list.csv"), filepath.Join(dir, "bundle"), 2, time.Hour
	if err := os.WriteFile(o.Data, []byte(list), 0o666); err != nil {
		t.Fatal(err)
	}
	e, err := DryRun(t.Context(), o, progress.Lines(io.Discard))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := Run(t.Context(), o, progress.Lines(io.Discard)); err != nil {
		t.Fatal(err)
	}
	sizes := map[string]int{}
	err = fs.WalkDir(os.DirFS(o.Out), ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		info, err := d.Info()
		kind, _, _ := strings.Cut(path, "/")
		sizes[kind] += int(info.Size())
		sizes["all"] += int(info.Size())
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		what          string
		estimated, is int
	}{
		{"matrices", e.Disk.Matrices, sizes["activation"] + sizes["activation_embed"] + sizes["influence"] + sizes["inhibition"]},
		{"cards", e.Disk.Cards, sizes["cards"]},
		{"bundle", e.Disk.Bundle, sizes["all"]},
	} {
		t.Logf("%s: estimated %d bytes, written %d", c.what, c.estimated, c.is)
		if math.Abs(float64(c.estimated)/float64(c.is)-1) > 0.25 {
			t.Errorf("%s: estimated %d bytes, written %d", c.what, c.estimated, c.is)
		}
	}
}

func TestWarnOfMemory(t *testing.T) {
	j := &job{options: &Options{Threads: 4, Batch: 8}, set: &dataset.Set{Items: make([]dataset.Item, 9)}, needs: needs{model: 1 << 30, session: 2 << 30}}
	for _, c := range []struct {
		available int64
		onDevice  bool
		want      string
	}{
		{8 << 30, false, "warning: 4 workers with batches of 8 take about 9.1 GiB of memory, and there are 8.0 GiB; fewer --threads or a smaller --batch take less"},
		{10 << 30, false, ""},
		{0, false, ""},
		{2 << 30, true, ""},
	} {
		var out bytes.Buffer
		count := progress.Lines(&out)
		j.options.Heads = c.onDevice
		j.warnOfMemory(c.available, count)
		count.Close()
		if !strings.Contains(out.String(), c.want) || (out.Len() > 0) != (c.want != "") {
			t.Errorf("%d bytes: %q, want %q", c.available, out.String(), c.want)
		}
	}
}
