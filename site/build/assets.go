package main

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"strings"

	"summit/wasm/ui"
)

// asset is a file of the site.
type asset struct {
	name        string // as the sources refer to it
	hashed      string // as it is written; the same as name for the page itself
	data        []byte
	brotli, zip []byte // nil where compressing does not pay
}

type assets []*asset

// shellFiles lists the shell's files that get a hash, in an order in which each refers only to earlier ones. Those of a line
// become one, under the name of the first.
var shellFiles = [][]string{{"style.css", "channel.css", "embedding.css", "contrast.css"}, {"draw.js", "scatter.js"}, {"icon.svg"}, {"worker.js"}, {"boot.js", "early.js"}}

// makeAssets reads and makes all files; names is for compile.
func makeAssets(root string, names bool) (assets, error) {
	var all assets
	wasm, err := compile(root, names)
	if err != nil {
		return nil, err
	}
	all.add("explorer.wasm", wasm)
	runtime, err := goRuntime()
	if err != nil {
		return nil, err
	}
	all.add("wasm_exec.js", runtime)
	vugu, err := vuguScript(root)
	if err != nil {
		return nil, err
	}
	all.add("vugu.js", vugu)
	for _, names := range shellFiles {
		data, err := readShell(root, names)
		if err != nil {
			return nil, err
		}
		all.add(names[0], all.rename(data))
	}
	page, err := makePage(root)
	if err != nil {
		return nil, err
	}
	all = append(all, &asset{name: "index.html", hashed: "index.html", data: all.rename(page)})
	return all, nil
}

// makePage is the shell's page with the components in it as they are at first.
func makePage(root string) ([]byte, error) {
	const place, opening = `<div id="app"></div>`, `<div `
	name := filepath.Join(root, "site", "shell", "index.html")
	page, err := os.ReadFile(name)
	if err != nil {
		return nil, err
	}
	var components bytes.Buffer
	if err := ui.Static(&components); err != nil {
		return nil, err
	}
	if !bytes.Contains(page, []byte(place)) || !bytes.HasPrefix(components.Bytes(), []byte(opening)) {
		return nil, fmt.Errorf("%s: no %s for the components, which begin %.40q", name, place, components.Bytes())
	}
	with := append([]byte(`<div id="app" `), components.Bytes()[len(opening):]...)
	return bytes.Replace(page, []byte(place), with, 1), nil
}

// readShell reads files of the shell, one after the other.
func readShell(root string, names []string) ([]byte, error) {
	var all []byte
	for _, name := range names {
		data, err := os.ReadFile(filepath.Join(root, "site", "shell", name))
		if err != nil {
			return nil, err
		}
		all = append(all, data...)
	}
	return all, nil
}

// add gives data a name that carries its hash.
func (all *assets) add(name string, data []byte) {
	sum := sha256.Sum256(data)
	stem, extension, _ := strings.Cut(name, ".")
	*all = append(*all, &asset{name: name, hashed: fmt.Sprintf("%s.%x.%s", stem, sum[:6], extension), data: data})
}

// rename puts hashed names where text quotes the names of earlier assets.
func (all assets) rename(text []byte) []byte {
	for _, a := range all {
		text = bytes.ReplaceAll(text, []byte(`"`+a.name+`"`), []byte(`"`+a.hashed+`"`))
	}
	return text
}

// files maps the names that are written to their contents.
func (all assets) files() map[string][]byte {
	files := map[string][]byte{}
	for _, a := range all {
		files[a.hashed] = a.data
		if a.brotli != nil {
			files[a.hashed+".br"] = a.brotli
			files[a.hashed+".gz"] = a.zip
		}
	}
	return files
}

// write makes dir hold the assets and nothing else but dot files. A file that is there already stays as it is.
func (all assets) write(dir string) error {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return err
	}
	files := all.files()
	old, err := os.ReadDir(dir)
	if err != nil {
		return err
	}
	for _, entry := range old {
		if _, stays := files[entry.Name()]; !stays && !strings.HasPrefix(entry.Name(), ".") {
			if err := os.RemoveAll(filepath.Join(dir, entry.Name())); err != nil {
				return err
			}
		}
	}
	names := make([]string, 0, len(files))
	for name := range files {
		names = append(names, name)
	}
	sort.Strings(names)
	for _, name := range names {
		if err := replace(filepath.Join(dir, name), files[name]); err != nil {
			return err
		}
	}
	return nil
}

// replace writes a file under a temporary name first, unless it holds data already.
func replace(path string, data []byte) error {
	if old, err := os.ReadFile(path); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := os.WriteFile(path+".new", data, 0o644); err != nil {
		return err
	}
	return os.Rename(path+".new", path)
}
