package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
)

func someAssets() assets {
	var all assets
	all.add("style.css", []byte("body { color: black }"))
	all.add("boot.js", all.rename([]byte(`load("style.css", "other.css")`)))
	return append(all, &asset{name: "index.html", hashed: "index.html", data: all.rename([]byte(`<link href="style.css"><script src="boot.js">`))})
}

func TestNamesCarryHashes(t *testing.T) {
	all := someAssets()
	css, js, page := all[0].hashed, all[1].hashed, string(all[2].data)
	if !strings.HasPrefix(css, "style.") || !strings.HasSuffix(css, ".css") || len(css) != len("style.0123456789ab.css") {
		t.Errorf("name %q", css)
	}
	if want := `load("` + css + `", "other.css")`; string(all[1].data) != want {
		t.Errorf("%s instead of %s", all[1].data, want)
	}
	if want := `<link href="` + css + `"><script src="` + js + `">`; page != want {
		t.Errorf("%s instead of %s", page, want)
	}
}

func TestWriteLeavesNothingOld(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"style.000000000000.css", ".gitignore"} {
		if err := os.WriteFile(filepath.Join(dir, name), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	all := someAssets()
	if err := all.compress(dir); err != nil {
		t.Fatal(err)
	}
	if err := all.write(dir); err != nil {
		t.Fatal(err)
	}
	entries, _ := os.ReadDir(dir)
	if len(entries) != 3*3+1 {
		t.Errorf("files %v", entries)
	}
	plain, _ := os.ReadFile(filepath.Join(dir, all[0].hashed))
	packed, _ := os.ReadFile(filepath.Join(dir, all[0].hashed+".br"))
	if got, err := io.ReadAll(brotli.NewReader(bytes.NewReader(packed))); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("brotli holds %q, error %v", got, err)
	}
	zipped, err := gzip.NewReader(bytes.NewReader(all[0].zip))
	if err != nil {
		t.Fatal(err)
	}
	if got, err := io.ReadAll(zipped); err != nil || !bytes.Equal(got, plain) {
		t.Errorf("gzip holds %q, error %v", got, err)
	}
}

func TestVuguScriptIsFollowedByItsText(t *testing.T) {
	root, err := moduleRoot()
	if err != nil {
		t.Fatal(err)
	}
	script, err := vuguScript(root)
	if err != nil {
		t.Fatal(err)
	}
	code, text, found := strings.Cut(string(script), ";\nwindow.summitVuguScript = ")
	if !found || !strings.HasPrefix(code, "(function(){if(window.vuguRender)return;") || len(text) < len(code) {
		t.Errorf("script of %d bytes, text of %d", len(code), len(text))
	}
}

func TestReportEnforcesTheLimit(t *testing.T) {
	var out bytes.Buffer
	for bytesOfWasm, fails := range map[int]bool{limit: false, limit + 1: true} {
		err := assets{{name: "explorer.wasm", brotli: make([]byte, bytesOfWasm)}}.report(&out)
		if (err != nil) != fails {
			t.Errorf("%d bytes: error %v", bytesOfWasm, err)
		}
	}
	if !strings.Contains(out.String(), "explorer.wasm") {
		t.Error(out.String())
	}
}
