package main

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"summit/precompute/internal/bundle/bundletest"
	"summit/precompute/internal/hint"
)

// verify runs the command and returns what it prints.
func verify(dir string) (string, error) {
	var out bytes.Buffer
	cmd := newVerifyCommand()
	cmd.SetOut(&out)
	cmd.SetErr(&out)
	cmd.SilenceErrors, cmd.SilenceUsage = true, true
	cmd.SetArgs([]string{dir})
	err := cmd.Execute()
	return out.String(), err
}

func TestVerify(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "b")
	o := bundletest.Small()
	o.Tile = 0
	if err := bundletest.Write(dir, o); err != nil {
		t.Fatal(err)
	}
	if out, err := verify(dir); err != nil || !strings.HasSuffix(out, " files, 24 classes, 200 channels\n") || !strings.HasPrefix(out, "ok: ") {
		t.Errorf("%q, %v", out, err)
	}
	if err := os.Truncate(filepath.Join(dir, "activation", "c", "7", "0"), 9); err != nil {
		t.Fatal(err)
	}
	out, err := verify(dir)
	if want := "activation/c/7/0: content differs from its checksum: flipped, truncated or edited\n"; out != want {
		t.Errorf("got %q, want %q", out, want)
	}
	if err == nil || exitCode(err) != exitFailed || len(hint.Of(err)) != 1 {
		t.Errorf("error %v", err)
	}
	if _, err := verify(filepath.Join(dir, "none")); err == nil || len(hint.Of(err)) != 1 {
		t.Errorf("a folder that there is not: %v", err)
	}
}
