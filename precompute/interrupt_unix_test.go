//go:build unix

package main

import (
	"bytes"
	"context"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"summit/precompute/internal/demo"
	"summit/precompute/internal/runtime"
)

// started is a run of the command that has kept its first images.
type started struct {
	*exec.Cmd
	stderr bytes.Buffer // whole when ended is closed
	ended  chan struct{}
}

// start runs the command until it has kept something.
func start(t *testing.T, dir, out string) *started {
	t.Helper()
	s := &started{Cmd: command(t, dir, runArguments(out)...), ended: make(chan struct{})}
	s.Stderr = &s.stderr
	if err := s.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Process.Kill() })
	go func() {
		defer close(s.ended)
		s.Wait() // the exit code says how it ended
	}()
	parts := filepath.Join(dir, out+".partial", "parts", "*.part")
	for {
		if found, _ := filepath.Glob(parts); len(found) > 0 {
			return s
		}
		select {
		case <-s.ended:
			t.Fatalf("it ended before it was interrupted:\n%s", &s.stderr)
		case <-time.After(time.Millisecond):
		}
	}
}

func runArguments(out string) []string {
	return []string{"run", "--no-features", "--model=data/sea-world.onnx", "--data=data/images", "--out=" + out, "--checkpoint=1ms", "--threads=1"}
}

// command is the program, in the environment that scripts have.
func command(t *testing.T, dir string, arguments ...string) *exec.Cmd {
	t.Helper()
	library, err := runtime.Find("")
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	c := exec.Command("precompute", arguments...)
	c.Dir, c.Env = dir, append(os.Environ(), runtime.LibraryVariable+"="+library)
	return c
}

// end sends a signal, and returns the exit code and what was printed.
func (s *started) end(t *testing.T, signal os.Signal) (int, string) {
	t.Helper()
	if err := s.Process.Signal(signal); err != nil {
		t.Fatal(err)
	}
	<-s.ended
	return s.ProcessState.ExitCode(), s.stderr.String()
}

// finish runs the command to its end and wants the bytes of an undisturbed run.
func finish(t *testing.T, dir, out string, c *exec.Cmd) {
	t.Helper()
	if text, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%v: %v\n%s", c.Args, err, text)
	}
	for _, file := range []string{"checksums.txt", "zarr.json"} {
		got, err1 := os.ReadFile(filepath.Join(dir, out, file))
		want, err2 := os.ReadFile(filepath.Join(dir, "whole", file))
		if err := errors.Join(err1, err2); err != nil || !bytes.Equal(got, want) {
			t.Errorf("%q is not that of a run without interruption (%v)", file, err)
		}
	}
	if _, err := os.Stat(filepath.Join(dir, out+".partial")); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("what had been kept is still there: %v", err)
	}
}

// TestInterruptedCommand ends runs by signals, then types what they say, or runs the same command again.
func TestInterruptedCommand(t *testing.T) {
	dir := t.TempDir()
	whole := command(t, dir, runArguments("whole")...)
	if _, _, err := demo.Shortcut().Write(context.Background(), filepath.Join(dir, "data"), 12, func(_, _ int) {}); err != nil {
		t.Fatal(err)
	}
	if text, err := whole.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for name, signal := range map[string]syscall.Signal{"interrupt": syscall.SIGINT, "terminate": syscall.SIGTERM} {
		t.Run(name, func(t *testing.T) {
			s := start(t, dir, name)
			code, text := s.end(t, signal)
			again := regexp.MustCompile(`(?m)^hint: .*?(precompute run .*)$`).FindStringSubmatch(text)
			if code != 130 || again == nil {
				t.Fatalf("exit code %d, and no command to go on with in\n%s", code, text)
			}
			c := command(t, dir)
			c.Path, c.Args = "/bin/sh", []string{"sh", "-c", again[1]}
			finish(t, dir, name, c)
		})
	}
	t.Run("kill, and a second run meanwhile", func(t *testing.T) {
		s := start(t, dir, "killed")
		if err := s.Process.Signal(syscall.SIGSTOP); err != nil {
			t.Fatal(err)
		}
		second := command(t, dir, runArguments("killed")...)
		text, err := second.CombinedOutput()
		if err == nil || second.ProcessState.ExitCode() != 1 || !strings.Contains(string(text), `killed.partial": process `) {
			t.Errorf("a second run into the same folder: %v\n%s", err, text)
		}
		s.end(t, syscall.SIGKILL)
		finish(t, dir, "killed", command(t, dir, runArguments("killed")...))
	})
}
