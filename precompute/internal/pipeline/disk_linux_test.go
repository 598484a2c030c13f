package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"summit/precompute/internal/hint"
)

// diskVariable names, in a process of its own, the folder where TestFullDisk mounts a small disk.
const diskVariable = "PIPELINE_TEST_DISK"

// A full disk ends the run with an error that says so, and with room it goes on. The disk is a tmpfs in a mount namespace of its own.
func TestFullDisk(t *testing.T) {
	if dir := os.Getenv(diskVariable); dir != "" {
		fillDisk(t, dir)
		return
	}
	o := small(t)
	dir := filepath.Dir(o.Model)
	command := exec.Command(os.Args[0], "-test.run=^TestFullDisk$", "-test.v")
	command.Env = append(os.Environ(), diskVariable+"="+dir)
	command.SysProcAttr = &syscall.SysProcAttr{
		Cloneflags:  syscall.CLONE_NEWUSER | syscall.CLONE_NEWNS,
		UidMappings: []syscall.SysProcIDMap{{HostID: os.Getuid(), Size: 1}},
		GidMappings: []syscall.SysProcIDMap{{HostID: os.Getgid(), Size: 1}},
	}
	out, err := command.CombinedOutput()
	var exit *exec.ExitError
	switch {
	case err != nil && !errors.As(err, &exit):
		t.Skipf("SKIPPED: no mount namespace: %v", err)
	case strings.Contains(string(out), "SKIPPED"):
		t.Skipf("%s", out)
	case err != nil:
		t.Errorf("%s", out)
	}
}

func fillDisk(t *testing.T, dir string) {
	disk := filepath.Join(dir, "disk")
	must(t, os.Mkdir(disk, 0o777))
	o := options(dir)
	for _, kilobytes := range []int{8, 120, 200} { // full at the first part, at the classes' rows, when entries are put together
		if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, fmt.Sprintf("size=%dk", kilobytes)); err != nil {
			t.Skipf("SKIPPED: no disk of %d kB: %v", kilobytes, err)
		}
		o.Out = filepath.Join(disk, "bundle")
		_, err := run(context.Background(), o)
		if !errors.Is(err, syscall.ENOSPC) || !strings.Contains(strings.Join(hint.Of(err), " "), "the disk is full") {
			t.Errorf("%d kB: error %v, hints %q", kilobytes, err, hint.Of(err))
		}
		if _, err := os.Stat(o.Out); err == nil {
			t.Errorf("%d kB: %q was made", kilobytes, o.Out)
		}
		must(t, syscall.Mount("tmpfs", disk, "tmpfs", syscall.MS_REMOUNT, "size=8m"))
		if summary := runSmall(t, o); kilobytes > 8 && summary.Kept != 24 {
			t.Errorf("%d kB: %d images kept", kilobytes, summary.Kept)
		}
		must(t, syscall.Unmount(disk, 0))
	}
}
