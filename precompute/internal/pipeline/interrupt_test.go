package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"summit/precompute/internal/pipeline"
	"summit/precompute/internal/progress"
)

// trigger is a writer of progress that calls do when a text comes by.
type trigger struct {
	text string
	do   func()
}

func (w trigger) Write(p []byte) (int, error) {
	if bytes.Contains(p, []byte(w.text)) {
		w.do()
	}
	return len(p), nil
}

// An interrupted run leaves nothing but the bundle that was there before.
func TestInterruptedRunLeavesNothing(t *testing.T) {
	o := small(t)
	interrupted := func(o pipeline.Options, at string) {
		t.Helper()
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		count := progress.Lines(trigger{at, cancel})
		defer count.Close()
		if _, err := pipeline.Run(ctx, o, count); !errors.Is(err, context.Canceled) {
			t.Errorf("interrupted at %q: %v", at, err)
		}
		wantNoRest(t, o)
	}
	runSmall(t, o)
	want := contents(t, o.Out)
	must(t, os.WriteFile(filepath.Join(o.Data, "1", "broken.png"), nil, 0o666))
	o.Threads = 2
	for _, at := range []string{"skipped", "images: 25 of 25"} { // amid the pictures, and when they are done
		interrupted(o, at)
		wantSame(t, "after "+at, contents(t, o.Out), want)
		other := o
		other.Out = filepath.Join(t.TempDir(), "other")
		interrupted(other, at)
		if _, err := os.Stat(other.Out); err == nil {
			t.Errorf("%q was made", other.Out)
		}
	}
}
