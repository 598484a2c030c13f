package pipeline_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"summit/precompute/internal/pipeline"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/work"
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

// interrupt runs until the text comes by in the progress.
func interrupt(t *testing.T, o pipeline.Options, at string) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	count := progress.Lines(trigger{at, cancel})
	defer count.Close()
	if _, err := pipeline.Run(ctx, o, count); !errors.Is(err, context.Canceled) {
		t.Errorf("interrupted at %q: %v", at, err)
	}
}

// A run that was interrupted amid the pictures, or when they are done, leaves the bundle that was there before. The same again goes on,
// and makes what it would have made at once.
func TestInterruptedRunGoesOn(t *testing.T) {
	o := small(t)
	runSmall(t, o)
	before := contents(t, o.Out)
	must(t, os.WriteFile(filepath.Join(o.Data, "1", "broken.png"), nil, 0o666))
	whole := o
	whole.Out = filepath.Join(t.TempDir(), "whole")
	runSmall(t, whole)
	want := contents(t, whole.Out)
	o.Threads = 2
	for _, at := range []string{"skipped", "images: 25 of 25"} {
		interrupt(t, o, at)
		wantSame(t, "after "+at, contents(t, o.Out), before)
		other := o
		other.Out = filepath.Join(t.TempDir(), "other")
		interrupt(t, other, at)
		if _, err := os.Stat(other.Out); err == nil {
			t.Errorf("%q was made", other.Out)
		}
		summary := runSmall(t, other)
		if summary.Kept == 0 || at != "skipped" && summary.Kept != 24 {
			t.Errorf("interrupted at %q: %d images kept", at, summary.Kept)
		}
		wantSame(t, "gone on with after "+at, contents(t, other.Out), want)
	}
}

// What another run has done is not lost, unless asked for.
func TestAnotherRunDoesNotReplaceWhatIsDone(t *testing.T) {
	o := small(t)
	interrupt(t, o, "images: 24 of 24")
	other := o
	other.TopK, other.Mass = 4, 0.05
	_, err := run(context.Background(), other)
	wantError(t, err, "--mass: [0.01,0.03], not [0.01,0.05]\n--topk: 5, not 4", "--restart drops what it has done")
	other.Restart = true
	if summary := runSmall(t, other); summary.Kept != 0 {
		t.Errorf("%d images kept", summary.Kept)
	}
}

// A part that was cut off, altered or half written is noticed, and its images are done again.
func TestDamagedPartsAreDoneAgain(t *testing.T) {
	o := small(t)
	o.Threads = 2
	runSmall(t, o)
	want := contents(t, o.Out)
	for name, damage := range map[string]func([]byte) []byte{
		"cut off": func(data []byte) []byte { return data[:len(data)-9] },
		"altered": func(data []byte) []byte { data[len(data)/2] ^= 4; return data },
		"emptied": func([]byte) []byte { return nil },
	} {
		interrupt(t, o, "images: 24 of 24")
		parts, err := filepath.Glob(filepath.Join(o.Out+".partial", "parts", "*.part"))
		must(t, err)
		if len(parts) == 0 {
			t.Fatal("no parts")
		}
		data, err := os.ReadFile(parts[0])
		must(t, err)
		must(t, os.WriteFile(parts[0], damage(data), 0o666))
		must(t, os.WriteFile(parts[0]+".new", data[:10], 0o666))
		if summary := runSmall(t, o); summary.Kept == 24 {
			t.Errorf("%s: all images are kept", name)
		}
		wantSame(t, name, contents(t, o.Out), want)
	}
}

// Two runs into one folder refuse each other.
func TestTwoRunsIntoOneFolder(t *testing.T) {
	o := small(t)
	folder, err := work.Open(o.Out, &work.Run{}, false)
	must(t, err)
	defer folder.Close()
	_, err = run(context.Background(), o)
	wantError(t, err, fmt.Sprintf("another precompute works in %q: process %d on ", o.Out+".partial", os.Getpid()), "wait until it ends")
}
