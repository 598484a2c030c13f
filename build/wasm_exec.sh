#!/bin/sh
# Runs a WebAssembly test binary in Node.js: go test -exec. The environment is cut down, because Go's runtime for the
# browser takes 8 kB of it at most.
exec env -i PATH="$PATH" HOME="${HOME-/}" ${SUMMIT_SHARED+SUMMIT_SHARED="$SUMMIT_SHARED"} \
	"$(go env GOROOT)/lib/wasm/go_js_wasm_exec" "$@"
