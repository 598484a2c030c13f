// The explorer: the page that shows attribution graphs, and the worker that computes them. Both are this program, built
// for GOOS=js GOARCH=wasm; the scripts in site/ start it and say which of the two it is.
package main

import (
	"summit/wasm/ui"
	"summit/wasm/worker"

	"github.com/vugu/vugu/js"
)

func main() {
	if js.Global().Get("summitServe").Truthy() {
		worker.Serve()
		return
	}
	ui.Run()
}
