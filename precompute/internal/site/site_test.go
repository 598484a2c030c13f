package site

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/bundle/bundletest"
	"summit/precompute/internal/hint"
)

func someBundle(t *testing.T, name string, seed uint64) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), name)
	o := bundletest.Small()
	o.Classes, o.Seed, o.Tile = 3, seed, 8
	if err := bundletest.Write(dir, o); err != nil {
		t.Fatal(err)
	}
	return dir
}

func needExplorer(t *testing.T) {
	t.Helper()
	if _, err := Explorer(); err != nil {
		t.Fatalf("%v; go run ./site/build puts it in", err)
	}
}

// An assembled site and a virtual one hold the same files, and the bundle in them is whole.
func TestAssembledAndVirtualSitesAgree(t *testing.T) {
	needExplorer(t)
	dirs := []string{someBundle(t, "sea", 1), someBundle(t, "sea", 2), someBundle(t, "Ünder the sea!", 3)}
	out := filepath.Join(t.TempDir(), "site")
	for range 2 { // the second time it replaces the first
		if _, err := Assemble(t.Context(), out, dirs); err != nil {
			t.Fatal(err)
		}
	}
	v, err := Virtual(dirs)
	if err != nil {
		t.Fatal(err)
	}
	count := 0
	err = fs.WalkDir(os.DirFS(out), ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		count++
		want, _ := os.ReadFile(filepath.Join(out, path))
		got, err := fs.ReadFile(v, path)
		if err != nil || string(got) != string(want) {
			t.Errorf("%s differs, error %v", path, err)
		}
		return nil
	})
	if err != nil || count < 50 {
		t.Fatalf("%d files, error %v", count, err)
	}
	checkIndex(t, out)
}

func checkIndex(t *testing.T, out string) {
	t.Helper()
	var index struct{ Bundles []Mount }
	text, _ := os.ReadFile(filepath.Join(out, Index))
	if err := json.Unmarshal(text, &index); err != nil {
		t.Fatal(err)
	}
	names := []string{}
	paths := map[string]bool{}
	for _, m := range index.Bundles {
		names = append(names, m.Name)
		paths[m.Path] = true
		report, err := bundle.Verify(filepath.Join(out, m.Path))
		if err != nil || len(report.Problems) > 0 {
			t.Errorf("%s: %+v, error %v", m.Path, report, err)
		}
	}
	if got := strings.Join(names, " "); got != "sea sea-2 nder-the-sea" || len(paths) != 3 {
		t.Errorf("bundles %s at %v", got, paths)
	}
}

func TestAssembleRefuses(t *testing.T) {
	needExplorer(t)
	dir := someBundle(t, "sea", 1)
	full := t.TempDir()
	if err := os.WriteFile(filepath.Join(full, "thesis.tex"), nil, 0o644); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		out     string
		bundles []string
	}{
		"a folder that is no site":   {full, []string{dir}},
		"no bundle":                  {t.TempDir(), nil},
		"a folder that is no bundle": {t.TempDir(), []string{full}},
		"a bundle within the site":   {filepath.Dir(dir), []string{dir}},
	} {
		if _, err := Assemble(t.Context(), test.out, test.bundles); err == nil || len(hint.Of(err)) == 0 {
			t.Errorf("%s: error %v, hints %q", name, err, hint.Of(err))
		}
	}
	if _, err := os.Stat(filepath.Join(full, "thesis.tex")); err != nil {
		t.Error(err)
	}
}

// A site whose writing ended early shows no bundle, and can be written again.
func TestAssembleAgainAfterInterruption(t *testing.T) {
	needExplorer(t)
	dir, out := someBundle(t, "sea", 1), filepath.Join(t.TempDir(), "site")
	if _, err := Assemble(t.Context(), out, []string{dir}); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := Assemble(ctx, out, []string{dir}); !errors.Is(err, context.Canceled) {
		t.Fatalf("error %v", err)
	}
	if _, err := os.Stat(filepath.Join(out, Index)); err == nil {
		t.Error("the interrupted site shows bundles")
	}
	if _, err := Assemble(t.Context(), out, []string{dir}); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(out, unfinished)); err == nil {
		t.Error("the site is still marked as unfinished")
	}
}

func TestPathChangesWithContent(t *testing.T) {
	one, err := Mounts([]string{someBundle(t, "sea", 1)})
	if err != nil {
		t.Fatal(err)
	}
	two, err := Mounts([]string{someBundle(t, "sea", 2)})
	if err != nil {
		t.Fatal(err)
	}
	if one[0].Path == two[0].Path || one[0].Name != two[0].Name {
		t.Errorf("%+v and %+v", one, two)
	}
}
