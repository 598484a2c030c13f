package pipeline_test

import (
	"io"
	"os"
	"path/filepath"
	"testing"

	"summit/precompute/internal/pipeline"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/work"
)

func dryRun(t *testing.T, o pipeline.Options) pipeline.Estimate {
	t.Helper()
	count := progress.Lines(io.Discard)
	defer count.Close()
	e, err := pipeline.DryRun(t.Context(), o, count)
	must(t, err)
	return e
}

// A dry run says what the run does, and writes nothing.
func TestDryRun(t *testing.T) {
	o := small(t)
	o.Threads = 2
	e := dryRun(t, o)
	wantNoRest(t, o)
	if _, err := os.Stat(o.Out); err == nil {
		t.Errorf("%q was made", o.Out)
	}
	runSmall(t, o)
	m := openBundle(t, o.Out).Manifest()
	if e.Images != m.Data.Images || e.Left != e.Images || e.Classes != len(m.Classes) || e.Layers != len(m.Layers) || e.Channels != m.Channels() ||
		e.Links != len(m.Links) || e.Gaps != 0 || e.Sampled != 24 || e.Skipped != 0 || len(e.Formats) != 1 || e.Formats[0] != "PNG" {
		t.Errorf("the run made %+v, foreseen were %+v", m.Data, e)
	}
	// 3x3 and 1x1 convolutions of 6 to 4, then 4 to 5 each; the first one's input is no layer.
	if e.Pairs != 6*4+2*4*5 {
		t.Errorf("%d pairs of channels", e.Pairs)
	}
	if files := contents(t, o.Out); e.Disk.Files != len(files) {
		t.Errorf("%d files, foreseen were %d", len(files), e.Disk.Files)
	}
	if e.Time.All <= e.Time.Images || e.Time.Images <= 0 || e.Memory.Peak < e.Memory.Program || e.Disk.Bundle < e.Disk.Matrices {
		t.Errorf("estimates %+v", e)
	}
}

// What an interrupted run has done is counted and left as it is; so it is by a dry run of a shard that another one does.
func TestDryRunKeepsWhatIsDone(t *testing.T) {
	o := small(t)
	must(t, os.WriteFile(filepath.Join(o.Data, "1", "broken.png"), nil, 0o666))
	interrupt(t, o, "skipped")
	before := contents(t, o.Out+".partial")
	e := dryRun(t, o)
	if e.Images != 25 || e.Kept == 0 || e.Kept+e.Left != 25 || e.Skipped == 0 {
		t.Errorf("%d images, %d kept, %d left, %d skipped", e.Images, e.Kept, e.Left, e.Skipped)
	}
	o.Restart = true
	if e := dryRun(t, o); e.Kept != 0 || e.Left != 25 {
		t.Errorf("to start again: %d images kept, %d left", e.Kept, e.Left)
	}
	other := o
	other.Restart, other.TopK = false, 4
	_, err := pipeline.DryRun(t.Context(), other, progress.Lines(io.Discard))
	wantError(t, err, "--topk: 5, not 4", "--restart drops what it has done")
	wantSame(t, "after dry runs", contents(t, o.Out+".partial"), before)
}

// A dry run of a shard is one of its images alone.
func TestDryRunOfShard(t *testing.T) {
	o := small(t)
	o.Shard = work.Shard{Index: 2, Of: 3}
	e := dryRun(t, o)
	if e.Shard != "2/3" || e.Images != 8 || e.Classes != 1 || e.Sampled != 8 {
		t.Errorf("shard %q of %d images of %d classes, %d sampled", e.Shard, e.Images, e.Classes, e.Sampled)
	}
	if e.Disk.Shard == 0 || e.Disk.Bundle != 0 || e.Time.Cards != 0 {
		t.Errorf("a shard takes %+v and %+v", e.Disk, e.Time)
	}
}
