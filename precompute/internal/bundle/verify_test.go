package bundle_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/bundle/bundletest"
)

// problems verifies dir and returns the lines that the command prints.
func problems(t *testing.T, dir string) []string {
	t.Helper()
	report, err := bundle.Verify(dir)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, p := range report.Problems {
		lines = append(lines, p.Path+": "+p.What)
	}
	return lines
}

func write(t *testing.T, path string, data []byte) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, data, 0o666); err != nil {
		t.Fatal(err)
	}
}

// everyByte makes TestVerifyFlips thorough: a few minutes.
var everyByte = flag.Bool("every-byte", false, "flip every byte of the bundle instead of some eight of each file")

// TestVerifyFlips flips bytes all over every file of a small bundle, one bit each, and truncates every file at several
// places: each time that file is reported.
func TestVerifyFlips(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "b")
	o := tiny()
	o.Tile = 4
	if err := bundletest.Write(dir, o); err != nil {
		t.Fatal(err)
	}
	if lines := problems(t, dir); len(lines) > 0 {
		t.Fatalf("undamaged: %q", lines)
	}
	flips := 0
	for name := range contents(t, dir) {
		path := filepath.Join(dir, name)
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		step := 1 + len(data)/8
		if *everyByte {
			step = 1
		}
		for k := 0; k < len(data); k += step {
			data[k] ^= 1 << (k % 8)
			write(t, path, data)
			expectProblem(t, dir, name, "byte", k)
			data[k] ^= 1 << (k % 8)
			flips++
		}
		for _, n := range []int{0, 1, len(data) / 2, len(data) - 1} {
			write(t, path, data[:n])
			expectProblem(t, dir, name, "cut to", n)
		}
		write(t, path, data)
	}
	t.Logf("%d bytes flipped", flips)
	if lines := problems(t, dir); len(lines) > 0 {
		t.Errorf("restored: %q", lines)
	}
}

// expectProblem wants name reported; a damaged checksums.txt may name the file whose line was damaged instead.
func expectProblem(t *testing.T, dir, name, how string, k int) {
	t.Helper()
	lines := problems(t, dir)
	if len(lines) == 0 {
		t.Errorf("%s %s %d: nothing found", name, how, k)
	}
	if name == "checksums.txt" {
		return
	}
	for _, line := range lines {
		if strings.HasPrefix(line, name+": ") {
			return
		}
	}
	t.Errorf("%s %s %d: %q", name, how, k, lines)
}

// TestVerifyFiles adds, removes and replaces files.
func TestVerifyFiles(t *testing.T) {
	tests := []struct {
		damage func(t *testing.T, dir string)
		want   []string
	}{
		{func(t *testing.T, dir string) { write(t, filepath.Join(dir, "cards/more.txt"), nil) }, []string{"cards/more.txt: not listed in checksums.txt"}},
		{func(t *testing.T, dir string) { remove(t, dir, "cards/mixed3a/2.jpg") }, []string{"cards/mixed3a/2.jpg: missing, but listed in checksums.txt"}},
		{func(t *testing.T, dir string) { remove(t, dir, "influence/counts/c/1/0") }, []string{"influence/counts/c/1/0: missing, but listed"}},
		{func(t *testing.T, dir string) { remove(t, dir, "influence/zarr.json") }, []string{"influence/zarr.json: missing"}},
		{func(t *testing.T, dir string) { remove(t, dir, "zarr.json") }, []string{"zarr.json: missing"}},
		{func(t *testing.T, dir string) { remove(t, dir, "checksums.txt") }, []string{"checksums.txt: missing"}},
		{func(t *testing.T, dir string) {
			remove(t, dir, "activation/c/1/0")
			if err := os.Symlink("0", filepath.Join(dir, "activation/c/1/0")); err != nil {
				t.Fatal(err)
			}
		}, []string{"activation/c/1/0: neither a file nor a folder: L"}},
		{func(t *testing.T, dir string) {
			swap(t, filepath.Join(dir, "activation/c/0/0"), filepath.Join(dir, "activation/c/1/0"))
		}, []string{"activation/c/0/0: content differs from its checksum", "activation/c/1/0: content differs"}},
	}
	for _, test := range tests {
		dir := filepath.Join(t.TempDir(), "b")
		if err := bundletest.Write(dir, tiny()); err != nil {
			t.Fatal(err)
		}
		test.damage(t, dir)
		got := problems(t, dir)
		if len(got) != len(test.want) {
			t.Errorf("got %q, want %q", got, test.want)
			continue
		}
		for k, want := range test.want {
			if !strings.HasPrefix(got[k], want) {
				t.Errorf("got %q, want %q", got[k], want)
			}
		}
	}
	if _, err := bundle.Verify(filepath.Join(t.TempDir(), "none")); err == nil {
		t.Error("a folder that there is not is verified")
	}
}

func remove(t *testing.T, dir, name string) {
	t.Helper()
	if err := os.Remove(filepath.Join(dir, name)); err != nil {
		t.Fatal(err)
	}
}

func swap(t *testing.T, a, b string) {
	t.Helper()
	first, errA := os.ReadFile(a)
	second, errB := os.ReadFile(b)
	if errA != nil || errB != nil {
		t.Fatal(errA, errB)
	}
	write(t, a, second)
	write(t, b, first)
}
