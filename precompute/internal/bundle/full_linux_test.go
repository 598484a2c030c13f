package bundle_test

import (
	"errors"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/bundle/bundletest"
	"summit/precompute/internal/hint"
)

// TestFullDisk writes to a file system of 256 kB. It needs the right to mount one.
func TestFullDisk(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("cannot mount a small file system: %v", err)
	}
	t.Cleanup(func() { syscall.Unmount(disk, 0) })
	dir := filepath.Join(disk, "b")
	err := bundletest.Write(dir, bundletest.Small())
	if !errors.Is(err, syscall.ENOSPC) {
		t.Fatalf("error %v", err)
	}
	for _, want := range []string{"write ", " bytes to ", dir + ".partial", "bytes of the bundle", "no space left"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error %v does not say %q", err, want)
		}
	}
	if hints := hint.Of(err); len(hints) != 1 || !strings.Contains(hints[0], "--out") {
		t.Errorf("hints %q", hints)
	}
	if left := contents(t, disk); len(left) > 0 {
		t.Errorf("left: %v", left)
	}
	if _, err := bundle.Open(dir); err == nil {
		t.Error("a bundle is there")
	}
}
