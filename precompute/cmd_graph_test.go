package main

import (
	"github.com/rogpeppe/go-internal/testscript"

	"summit/precompute/internal/bundle/bundletest"
)

// syntheticCommand is "synthetic FOLDER": it writes bundletest's small bundle, without pictures.
func syntheticCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 1 {
		ts.Fatalf("usage: synthetic FOLDER")
	}
	o := bundletest.Small()
	o.Tile = 0
	ts.Check(bundletest.Write(ts.MkAbs(args[0]), o))
}
