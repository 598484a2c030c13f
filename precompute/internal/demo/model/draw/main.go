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
	if err := run(os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "draw: error:", err)
		os.Exit(1)
	}
}

func run(args []string) error {
	flags := flag.NewFlagSet("draw", flag.ContinueOnError)
	var f seaworld.Folder
	out := flags.String("out", "", "the folder to write to")
	hands := flags.String("hands", "tench", "which animals a hand holds: none, tench or even")
	flags.Uint64Var(&f.Seed, "seed", 1, "the seed of all pictures")
	flags.IntVar(&f.PerClass, "count", 100, "pictures a class")
	flags.BoolVar(&f.Masks, "masks", false, "write the masks of the parts too")
	if err := flags.Parse(args); err != nil {
		return err
	}
	if *out == "" {
		return fmt.Errorf("-out is empty: name a folder")
	}
	var err error
	if f.Hands, err = seaworld.ParseHands(*hands); err != nil {
		return err
	}
	return f.Write(context.Background(), *out, nil)
}
