package main

import (
	"fmt"
	"io"
)

// limit is what the WebAssembly may weigh, brotli at its best, in bytes.
const limit = 850_000

// report prints what a first visit downloads, and is an error above the limit.
func (all assets) report(w io.Writer) error {
	fmt.Fprintf(w, "%-16s %10s %10s %10s\n", "file", "raw", "gzip", "brotli")
	var raw, zip, br, wasm int
	for _, a := range all {
		fmt.Fprintf(w, "%-16s %10d %10d %10d\n", a.name, len(a.data), len(a.zip), len(a.brotli))
		raw, zip, br = raw+len(a.data), zip+len(a.zip), br+len(a.brotli)
		if a.name == "explorer.wasm" {
			wasm = len(a.brotli)
		}
	}
	fmt.Fprintf(w, "%-16s %10d %10d %10d\n", "all", raw, zip, br)
	if wasm > limit {
		return fmt.Errorf("explorer.wasm has %d bytes, brotli; the limit is %d", wasm, limit)
	}
	return nil
}
