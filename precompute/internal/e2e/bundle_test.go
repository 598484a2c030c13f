package e2e

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"sync"
	"testing"

	"summit/precompute/internal/bundle/bundletest"
	"summit/precompute/internal/runtime"
)

// scratch is a folder for what the tests share; TestMain removes it.
var scratch = sync.OnceValues(func() (string, error) { return os.MkdirTemp("", "summit-e2e") })

// program is the command line, built once.
var program = sync.OnceValues(func() (string, error) {
	dir, err := scratch()
	if err != nil {
		return "", err
	}
	path := filepath.Join(dir, "precompute")
	if out, err := exec.Command("go", "build", "-o", path, "summit/precompute").CombinedOutput(); err != nil {
		return "", fmt.Errorf("go build: %w: %s", err, out)
	}
	return path, nil
})

// bundleDir is the bundle under test: the one that SUMMIT_E2E_BUNDLE names, else the demo's with six pictures a class, else,
// where ONNX Runtime is not there, a synthetic one.
var bundleDir = sync.OnceValues(func() (string, error) {
	if dir := os.Getenv("SUMMIT_E2E_BUNDLE"); dir != "" {
		return dir, nil
	}
	dir, err := scratch()
	if err != nil {
		return "", err
	}
	if _, err := runtime.Find(""); err != nil {
		fmt.Fprintln(os.Stderr, "e2e: a synthetic bundle instead of the demo's:", err)
		return filepath.Join(dir, "synthetic"), bundletest.Write(filepath.Join(dir, "synthetic"), bundletest.Small())
	}
	path, err := program()
	if err != nil {
		return "", err
	}
	out := filepath.Join(dir, "demo")
	if text, err := exec.Command(path, "demo", "--no-features", "--no-serve", "--per-class", "6", "--out", out).CombinedOutput(); err != nil {
		return "", fmt.Errorf("precompute demo: %w: %s", err, text)
	}
	return out, nil
})

func testBundle(t testing.TB) string {
	t.Helper()
	dir, err := bundleDir()
	if err != nil {
		t.Fatal(err)
	}
	return dir
}

// printed is what `precompute graph` prints of the graph of a class, or of a set.
func printed(t *testing.T, set string, classes ...string) truth {
	t.Helper()
	arguments := []string{"--set", set}
	for _, class := range classes[1:] {
		arguments = append(arguments, "--class", class)
	}
	return printedWith(t, classes[0], arguments...)
}

// printedWith is what `precompute graph` prints of a class with these flags.
func printedWith(t *testing.T, class string, flags ...string) truth {
	t.Helper()
	path, err := program()
	if err != nil {
		t.Fatal(err)
	}
	arguments := append([]string{"graph", "--bundle", testBundle(t), "--format", "json", "--class", class}, flags...)
	text, err := exec.Command(path, arguments...).Output()
	if err != nil {
		t.Fatal(err)
	}
	type channel struct {
		Layer   string
		Channel int
	}
	var graph struct {
		Nodes []struct {
			channel
			Count                 int
			PageRank, Lift, Score float64
			Classes               []string
		}
		Edges []struct {
			From, To channel
			Count    int
			Classes  []string
		}
	}
	if err := json.Unmarshal(text, &graph); err != nil {
		t.Fatal(err)
	}
	exact := func(x float64) string { return strconv.FormatFloat(x, 'g', -1, 64) }
	each := func(classes []string) (text string) {
		for _, class := range classes {
			text += " " + class
		}
		return text
	}
	name := func(c channel) string { return fmt.Sprintf("%s:%d", c.Layer, c.Channel) }
	var want truth
	for _, n := range graph.Nodes {
		want.Nodes = append(want.Nodes, fmt.Sprintf("%s count %d pagerank %s lift %s score %s",
			name(n.channel), n.Count, exact(n.PageRank), exact(n.Lift), exact(n.Score))+each(n.Classes))
	}
	for _, e := range graph.Edges {
		want.Edges = append(want.Edges, fmt.Sprintf("%s to %s count %d", name(e.From), name(e.To), e.Count)+each(e.Classes))
	}
	return want
}

// TestPageShowsWhatTheCommandPrints compares every bit of two classes' scores.
func TestPageShowsWhatTheCommandPrints(t *testing.T) {
	ids := classes(t)
	for _, id := range []string{ids[0], ids[len(ids)-1]} {
		p := open(t, "?class="+id, nil)
		p.waitFor(id, defaults())
		want, got := printed(t, "", id), p.shown()
		if len(want.Nodes) == 0 || len(want.Edges) == 0 {
			t.Errorf("class %q: the command prints %d nodes and %d edges", id, len(want.Nodes), len(want.Edges))
		}
		compare(t, "nodes", got.Nodes, want.Nodes)
		compare(t, "edges", got.Edges, want.Edges)
		p.quiet()
	}
}
