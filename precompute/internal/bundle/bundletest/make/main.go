// Command make writes a synthetic bundle, to look at or to measure with.
package main

import (
	"flag"
	"log"
	"runtime"

	"summit/precompute/internal/bundle/bundletest"
)

func main() {
	out := flag.String("out", "", "folder to write")
	classes := flag.Int("classes", 24, "number of classes")
	inception := flag.Bool("inception", false, "the layers of InceptionV1's nine blocks")
	tile := flag.Int("tile", 48, "pixels a side of an example on the cards; 0: no cards")
	flag.Parse()
	o := bundletest.Small()
	if *inception {
		o = bundletest.Inception(*classes)
	}
	o.Classes, o.Tile, o.Features, o.Workers = *classes, *tile, true, runtime.NumCPU()
	if err := bundletest.Write(*out, o); err != nil {
		log.Fatal(err)
	}
}
