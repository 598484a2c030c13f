// Package site puts the explorer and bundles together into a folder that any static host can serve:
//
//	index.html, *.wasm, *.js, *.css   the explorer, and compressed versions beside each file
//	bundles.json                      {"bundles": [{"name": ..., "path": ...}]}, what the page opens first
//	bundles/<name>-<hash>/            a bundle each; the hash changes with its content, so that it may be cached for ever
package site

import (
	"embed"
	"errors"
	"io/fs"

	"summit/precompute/internal/hint"
)

// The explorer's files are built by site/build into this folder, which is empty in a fresh checkout.
//
//go:embed all:explorer
var embedded embed.FS

// Page is the explorer's page.
const Page = "index.html"

// Explorer is the explorer's files. A program that was built without them is an error that says how to get them.
func Explorer() (fs.FS, error) {
	files, err := fs.Sub(embedded, "explorer")
	if err != nil {
		return nil, err
	}
	if _, err := fs.Stat(files, Page); err != nil {
		return nil, hint.Wrap(errors.New("this program was built without the explorer"), `build it with "make build", which puts the explorer in`)
	}
	return files, nil
}
