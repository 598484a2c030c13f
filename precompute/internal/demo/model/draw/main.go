// Command draw writes the pictures that the demo's models are trained on and tested with, as ImageFolders:
//
//	draw -out DIR -seed N -count PICTURES_A_CLASS -hands none|tench|even [-masks]
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"summit/precompute/internal/seaworld"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "draw: error:", err)
		os.Exit(1)
	}
}

func run() error {
	var f seaworld.Folder
	out := flag.String("out", "", "the folder to write to")
	hands := flag.String("hands", "tench", "which animals a hand holds: none, tench or even")
	flag.Uint64Var(&f.Seed, "seed", 1, "the seed of all pictures")
	flag.IntVar(&f.PerClass, "count", 100, "pictures a class")
	flag.BoolVar(&f.Masks, "masks", false, "write the masks of the parts too")
	flag.Parse()
	if *out == "" {
		return fmt.Errorf("-out is empty: name a folder")
	}
	var err error
	if f.Hands, err = seaworld.ParseHands(*hands); err != nil {
		return err
	}
	return f.Write(context.Background(), *out, nil)
}
