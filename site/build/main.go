// Command build makes the explorer's static files: it compiles the WebAssembly, gives every file a name that carries its
// content's hash, and puts brotli and gzip versions beside it. With --size it prints what a first visit downloads and
// fails above the limit.
//
//	go run ./site/build --out dist/explorer
//	go run ./site/build --size
//	go run ./site/build --names
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
)

// embedded is the folder that precompute embeds, below the module's root.
const embedded = "precompute/internal/site/explorer"

func main() {
	out := flag.String("out", "dist/explorer", "folder to write, below the module's root unless absolute")
	size := flag.Bool("size", false, "print the files' sizes and fail above the limit")
	names := flag.Bool("names", false, "leave the names of functions in the WebAssembly, for profiles and traces in the browser")
	flag.Parse()
	if err := run(*out, *size, *names); err != nil {
		fmt.Fprintln(os.Stderr, "build: error:", err)
		os.Exit(1)
	}
}

func run(out string, size, names bool) error {
	root, err := moduleRoot()
	if err != nil {
		return err
	}
	if !filepath.IsAbs(out) {
		out = filepath.Join(root, out)
	}
	assets, err := makeAssets(root, names)
	if err != nil {
		return err
	}
	if err := assets.compress(out); err != nil {
		return err
	}
	if err := assets.write(out); err != nil {
		return err
	}
	if err := assets.write(filepath.Join(root, embedded)); err != nil {
		return err
	}
	if size {
		return assets.report(os.Stdout)
	}
	return nil
}

// moduleRoot is the folder of go.mod, here or above.
func moduleRoot() (string, error) {
	dir, err := os.Getwd()
	if err != nil {
		return "", err
	}
	for {
		if _, err := os.Stat(filepath.Join(dir, "go.mod")); err == nil {
			return dir, nil
		}
		if dir == filepath.Dir(dir) {
			return "", fmt.Errorf("no go.mod here or above")
		}
		dir = filepath.Dir(dir)
	}
}
