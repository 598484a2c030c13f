package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/spf13/cobra"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/pipeline"
)

func TestExitCode(t *testing.T) {
	for _, c := range []struct {
		err  error
		want int
	}{
		{nil, exitOK},
		{errors.New("any"), exitFailed},
		{usageError(errors.New("any")), exitUsage},
		{hint.Wrap(usageError(errors.New("any")), "advice"), exitUsage},
		{incomplete("b", pipeline.Summary{Skipped: 1, Total: 2}), exitSkipped},
	} {
		if got := exitCode(c.err); got != c.want {
			t.Errorf("%v: exit code %d, want %d", c.err, got, c.want)
		}
	}
}

func TestReport(t *testing.T) {
	var out bytes.Buffer
	err := hint.Wrap(errors.Join(errors.New("one"), errors.New("two")), "look at --data")
	report(&out, err, exitFailed, "precompute run")
	report(&out, incomplete("b", pipeline.Summary{Skipped: 3, Total: 40}), exitSkipped, "precompute run")
	want := `precompute: error: one
  two
hint: look at --data
precompute: warning: 3 of 40 images could not be read; "b/report.json" lists them
`
	if out.String() != want {
		t.Errorf("report:\n%s\nwant:\n%s", out.String(), want)
	}
}

// TestInterrupted cancels a command in the middle of its work, as a signal does.
func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	time.AfterFunc(200*time.Millisecond, cancel)
	out := filepath.Join(t.TempDir(), "demo")
	var stderr bytes.Buffer
	code := execute(ctx, []string{"demo", "--no-serve", "--per-class", "1000", "--out", out}, io.Discard, &stderr)
	if code != exitInterrupted || !strings.HasSuffix(stderr.String(), "precompute: interrupted\n") {
		t.Errorf("exit code %d, want %d; stderr %q", code, exitInterrupted, stderr.String())
	}
	if _, err := os.Stat(filepath.Join(out, "zarr.json")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a bundle was left: %v", err)
	}
}

// Results that cannot be written are a failure, whatever the command.
func TestFullStdout(t *testing.T) {
	full, err := os.OpenFile(os.DevNull, os.O_RDONLY, 0) // every write fails
	if err != nil {
		t.Fatal(err)
	}
	defer full.Close()
	for _, args := range [][]string{{"version"}, {"--help"}, {"completion", "bash"}} {
		var stderr bytes.Buffer
		if code := execute(t.Context(), args, full, &stderr); code != exitFailed || !strings.Contains(stderr.String(), "error: write") {
			t.Errorf("%q: exit code %d, stderr %q", args, code, stderr.String())
		}
	}
}

func TestAbandonable(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	release := make(chan struct{})
	defer close(release)
	command := abandonable(&cobra.Command{Use: "slow", SilenceUsage: true, SilenceErrors: true, RunE: func(*cobra.Command, []string) error {
		cancel()
		<-release // as if it read a large bundle
		return nil
	}})
	command.SetArgs(nil)
	if err := command.ExecuteContext(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a command that was cancelled ends with %v", err)
	}
}
