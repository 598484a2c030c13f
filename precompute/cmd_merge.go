package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"runtime"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"summit/precompute/internal/pipeline"
	"summit/precompute/internal/progress"
)

// MergeOptions are the flags of `precompute merge`.
type MergeOptions struct {
	pipeline.MergeOptions
	JSON bool
}

// AddFlags registers the flags.
func (o *MergeOptions) AddFlags(flags *pflag.FlagSet) {
	flags.StringVar(&o.Out, "out", "", "folder of the bundle, or of the larger shard")
	flags.StringVar(&o.Model, "model", "", "where the model is now (default: where it was)")
	flags.StringVar(&o.Data, "data", "", "where the data is now (default: where it was)")
	flags.StringVar(&o.Labels, "labels", "", "where the model's classes are now (default: where they were)")
	flags.StringVar(&o.Preprocess, "preprocess", "", "where the preprocessing is now (default: where it was)")
	flags.IntVar(&o.Threads, "threads", runtime.NumCPU(), "classes and images that are worked on at once")
	flags.BoolVar(&o.Restart, "restart", false, "drop what an interrupted run has left for this bundle")
	flags.BoolVar(&o.JSON, "json", false, "print progress as newline-delimited JSON")
}

func newMergeCommand() *cobra.Command {
	o := &MergeOptions{}
	command := &cobra.Command{
		Use:   "merge SHARD... --out BUNDLE",
		Short: "Add shards up to a bundle",
		Long: `merge adds up what precompute run --shard I/N has written, in any order and grouping. All shards of a run make the bundle that
one run would have made, to the byte; some of them make a larger shard, and the exit code is 3. Model and data are read again: for
the names of layers and for the pictures on the cards.`,
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return errors.New("SHARD is missing")
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			if o.Out == "" {
				return usageError(errors.New("--out is missing"))
			}
			if o.Threads < 1 {
				return usageError(fmt.Errorf("--threads %d is below 1", o.Threads))
			}
			o.Shards, o.Tool = args, toolName()
			return runMerge(cmd.Context(), o, cmd.ErrOrStderr())
		},
	}
	o.AddFlags(command.Flags())
	return command
}

func runMerge(ctx context.Context, o *MergeOptions, stderr io.Writer) error {
	count := progress.ToStderr(o.JSON)
	summary, err := pipeline.Merge(ctx, o.MergeOptions, count)
	count.Close()
	if err != nil {
		return err
	}
	printSummary(stderr, o.Out, summary, o.JSON)
	return incomplete(o.Out, summary)
}
