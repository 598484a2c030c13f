package bundle_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"summit/precompute/internal/bundle/bundletest"
)

// TestZarrita has zarrita, an independent implementation of Zarr in JavaScript, read every array, and compares checksums
// of the elements with those of the values that this package reads.
func TestZarrita(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "b")
	if err := bundletest.Write(dir, bundletest.Small()); err != nil {
		t.Fatal(err)
	}
	script := installZarrita(t)
	cmd := exec.Command("node", script, dir)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	compareLines(t, string(out), strings.Join(arrayLines(t, dir), "\n")+"\nclasses 24\n")
}

func compareLines(t *testing.T, got, want string) {
	t.Helper()
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// installZarrita brings zarrita into an ignored folder, unless that very version is there, and returns the script beside
// it that reads a bundle.
func installZarrita(t *testing.T) string {
	t.Helper()
	for _, program := range []string{"node", "npm"} {
		if _, err := exec.LookPath(program); err != nil {
			t.Skipf("zarrita is not tried: no %s", program)
		}
	}
	folder := filepath.Join(repository(t), ".cache", "zarrita")
	lock := read(t, "testdata/zarrita/package-lock.json")
	installed := filepath.Join(folder, "node_modules", "installed-lock.json")
	write(t, filepath.Join(folder, "read.mjs"), read(t, "testdata/zarrita/read.mjs"))
	if have, err := os.ReadFile(installed); err == nil && bytes.Equal(have, lock) {
		return filepath.Join(folder, "read.mjs")
	}
	write(t, filepath.Join(folder, "package-lock.json"), lock)
	write(t, filepath.Join(folder, "package.json"), read(t, "testdata/zarrita/package.json"))
	cmd := exec.Command("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
	cmd.Dir = folder
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("npm ci: %v\n%s", err, out)
	}
	write(t, installed, lock)
	return filepath.Join(folder, "read.mjs")
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// repository is the folder that holds go.mod.
func repository(t *testing.T) string {
	t.Helper()
	dir, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir
		}
		if parent := filepath.Dir(dir); parent != dir {
			dir = parent
			continue
		}
		t.Fatal("no go.mod above the test")
	}
}
