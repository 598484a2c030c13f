package work

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"summit/precompute/internal/aggregate"
	"summit/precompute/internal/hint"
	"summit/precompute/internal/part"
)

var testShape = part.Shape{Items: 10, Labels: 2, Layers: 1, Channels: 3, Keys: 9}

func testRun(topk string) *Run {
	return &Run{Tool: "test", Purpose: "a bundle", Shape: testShape, Content: map[string]string{"--topk": topk, "--mass": "1"}}
}

func open(t *testing.T, out string, run *Run, restart bool) *Folder {
	t.Helper()
	f, err := Open(out, run, restart)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { f.Close() })
	return f
}

// put writes a part of some items.
func put(t *testing.T, f *Folder, items ...int) {
	t.Helper()
	b := part.NewBuilder(testShape)
	for _, item := range items {
		b.Add(&part.Image{Image: aggregate.Image{Activation: []uint32{1}}, Item: item, Label: item / 5})
	}
	if err := f.Write(b.Take()); err != nil {
		t.Fatal(err)
	}
}

func parts(t *testing.T, f *Folder) int {
	t.Helper()
	files, err := f.Parts(func(string) {})
	if err != nil {
		t.Fatal(err)
	}
	return len(files)
}

func wantError(t *testing.T, err error, text, hintText string) {
	t.Helper()
	if err == nil || !strings.Contains(err.Error(), text) || !strings.Contains(strings.Join(hint.Of(err), " "), hintText) {
		t.Errorf("error %v with hints %q, want %q and %q", err, hint.Of(err), text, hintText)
	}
}

func TestFolderKeepsParts(t *testing.T) {
	out := filepath.Join(t.TempDir(), "b")
	f := open(t, out, testRun("5"), false)
	put(t, f, 1, 2)
	put(t, f, 3)
	_, err := Open(out, testRun("5"), false)
	wantError(t, err, fmt.Sprintf("process %d on ", os.Getpid()), "wait until it ends")
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	_, err = Open(out, testRun("4"), false)
	wantError(t, err, "--topk: 5, not 4", "--restart")
	other := testRun("5")
	other.Purpose = "shard 1/2"
	_, err = Open(out, other, false)
	wantError(t, err, "one of a bundle", "--restart")
	again := open(t, out, testRun("5"), false)
	put(t, again, 4)
	if n := parts(t, again); n != 3 {
		t.Errorf("%d parts", n)
	}
	again.Close()
	anew := open(t, out, testRun("4"), true)
	if n := parts(t, anew); n != 0 {
		t.Errorf("%d parts after a restart", n)
	}
	anew.Close()
	if _, err := os.Stat(out + ".partial"); err == nil {
		t.Error("a folder without parts stays")
	}
}

// Parts without run.json are what was left when a run was done; a run.json of another version or cut off is not guessed at.
func TestFolderWithoutRun(t *testing.T) {
	out := filepath.Join(t.TempDir(), "b")
	f := open(t, out, testRun("5"), false)
	put(t, f, 1)
	f.Close()
	run := filepath.Join(out+".partial", "run.json")
	for _, text := range []string{`{"format":2}`, `{"format":1`, `{"format":1,"shape":{"layers":-4}}`, `{"format":1,"shards":[{"index":3,"of":2}]}`} {
		if err := os.WriteFile(run, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
		_, err := Open(out, testRun("5"), false)
		wantError(t, err, "run.json", "--restart")
	}
	if err := os.Remove(run); err != nil {
		t.Fatal(err)
	}
	if n := parts(t, open(t, out, testRun("5"), false)); n != 0 {
		t.Errorf("%d parts of a run that is done", n)
	}
}

// A folder that holds what is not ours is left as it is.
func TestFolderOfSomebodyElse(t *testing.T) {
	out := filepath.Join(t.TempDir(), "b")
	thesis := filepath.Join(out+".partial", "thesis.txt")
	if err := os.MkdirAll(filepath.Dir(thesis), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(thesis, nil, 0o666); err != nil {
		t.Fatal(err)
	}
	_, err := Open(out, testRun("5"), true)
	wantError(t, err, "thesis.txt", "move or delete it")
}

// Shards of a run have each item once, and as many give or take one.
func TestRanges(t *testing.T) {
	for items := range 30 {
		for of := 1; of < 9; of++ {
			next := 0
			for i := 1; i <= of; i++ {
				first, end := Shard{i, of}.Range(items)
				if n := end - first; first != next || n < items/of || n > items/of+1 {
					t.Errorf("%d/%d of %d items: from %d to %d", i, of, items, first, end)
				}
				next = end
			}
			if next != items {
				t.Errorf("%d of %d items", next, items)
			}
		}
	}
}
