package bundle_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/bundle/bundletest"
)

// python has numpy and zstandard on Debian (python3-numpy, python3-zstandard).
const python = "/usr/bin/python3"

// printed is what the test adds to the page's lines: for each array the line of arrayLines.
const printed = `
import hashlib

def line(array, values):
    meta = json.loads((bundle / array / "zarr.json").read_text())
    assert list(values.shape) == meta["shape"], array
    print(array, meta["data_type"], ",".join(map(str, values.shape)), hashlib.sha256(values.tobytes()).hexdigest())

classes = range(len(manifest["classes"]))
line("activation", activation)
line("activation_embed", numpy.concatenate([chunk("activation_embed", c, 0) for c in classes]))
line("activation_mean", chunk("activation_mean", 0))
layers = range(len(manifest["layers"]))
line("embedding", numpy.concatenate([chunk("embedding", l, 0, 0) for l in layers]))
line("examples/activation", chunk("examples/activation", 0, 0))
line("examples/class", chunk("examples/class", 0, 0))
line("features/activation", chunk("features/activation", 0))
line("features/diversity", chunk("features/diversity", 0, 0))
for array in ["influence/counts", "influence/indices", "influence/indptr", "inhibition/counts", "inhibition/indices", "inhibition/indptr"]:
    line(array, numpy.concatenate([chunk(array, c, 0) for c in classes]))
line("similarity/class", numpy.concatenate([chunk("similarity/class", l, 0, 0) for l in layers]))
line("similarity/cosine", numpy.concatenate([chunk("similarity/cosine", l, 0, 0) for l in layers]))
channels = activation.shape[1]
for array in ["usage/class", "usage/classes", "usage/count", "usage/graphs", "usage/images"]:
    blocks = [chunk(array, k, 0) for k in range(-(-channels // 256))] if array in ["usage/class", "usage/count"] else [chunk(array, 0)]
    line(array, numpy.concatenate(blocks)[:channels])
offsets, columns, counts = influence(7)
print("class 7:", len(offsets), len(columns), len(counts), counts.sum())
`

// TestPython runs docs/reading-from-python.md's lines for numpy and zstandard as they stand there.
func TestPython(t *testing.T) {
	if err := exec.Command(python, "-c", "import numpy, zstandard").Run(); err != nil {
		t.Skipf("docs/reading-from-python.md is not tried: %s has no numpy and zstandard", python)
	}
	parent := t.TempDir()
	dir := filepath.Join(parent, "bundle")
	if err := bundletest.Write(dir, bundletest.Small()); err != nil {
		t.Fatal(err)
	}
	page := string(read(t, filepath.Join(repository(t), "docs", "reading-from-python.md")))
	blocks := pythonBlocks(page[strings.Index(page, "## With numpy and zstandard alone"):])
	cmd := exec.Command(python, "-c", blocks[0]+printed+blocks[1])
	cmd.Dir, cmd.Stderr = parent, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	want := strings.Join(arrayLines(t, dir), "\n") + "\n" + classSeven(t, dir)
	got, top, _ := strings.Cut(string(out), "mixed")
	compareLines(t, got, want)
	if n := strings.Count(top, "\n"); n != 10 {
		t.Errorf("%d channels printed: %s", n, top)
	}
}

// pythonBlocks returns the fenced blocks of Python in a page.
func pythonBlocks(page string) []string {
	var blocks []string
	for _, part := range strings.Split(page, "```python\n")[1:] {
		block, _, _ := strings.Cut(part, "```")
		blocks = append(blocks, block)
	}
	return blocks
}

func classSeven(t *testing.T, dir string) string {
	t.Helper()
	r, err := bundle.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	counts, err := r.Class(7)
	if err != nil {
		t.Fatal(err)
	}
	m, sum := counts.Influence, uint32(0)
	for _, v := range m.Values {
		sum += v
	}
	return fmt.Sprintln("class 7:", len(m.Indptr), len(m.Indices), len(m.Values), sum)
}
