package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	goruntime "runtime"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"summit/precompute/internal/features"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/runtime"
	"summit/precompute/internal/work"
)

// FeaturesOptions are the flags of `precompute features`.
type FeaturesOptions struct {
	features.Options
	Library string
	On      string
	JSON    bool
	again   string // the command line to go on with
}

// AddFlags registers the flags.
func (o *FeaturesOptions) AddFlags(flags *pflag.FlagSet) {
	o.Options = features.Standard()
	flags.StringVar(&o.Model, "model", "", "the ONNX file that the bundle was made with")
	flags.StringVar(&o.Bundle, "bundle", "", "folder of the bundle, which is revised")
	flags.StringSliceVar(&o.Layers, "layers", nil, "layers, by names or globs (default: all)")
	flags.StringSliceVar(&o.Channels, "channels", nil, "channels, by names like conv1-3 or globs of them (default: all)")
	flags.BoolVar(&o.Shown, "shown", false, "only channels that the graph of some class shows")
	flags.IntVar(&o.Steps, "steps", o.Steps, "steps of ascent")
	flags.IntVar(&o.Side, "size", 0, fmt.Sprintf("pixels a side of a picture (default: the model's, %d at most)", features.DefaultSide))
	flags.Uint64Var(&o.Seed, "seed", o.Seed, "what is random starts from it")
	flags.StringVar(&o.Objective, "objective", o.Objective, "channel: at many places; neuron: in the middle")
	flags.IntVar(&o.Diversity, "diversity", o.Diversity, "pictures of a channel that are made to differ: 4 or 0")
	flags.BoolVar(&o.Negative, "negative", false, "add a picture of what a channel is least like")
	flags.Float64Var(&o.TotalVariation, "total-variation", 0, "weight of a penalty on differences between neighbouring pixels")
	flags.Float64Var(&o.Squares, "l2", 0, "weight of a penalty on colours far from grey")
	flags.Var((*shardFlag)(&o.Shard), "shard", "make the pictures of the I-th of N parts of the channels only, as `I/N`, and leave the bundle as it is")
	flags.StringVar(&o.Sheet, "sheet", "", "write a contact sheet of the feature visualizations to this PNG; of several layers, to NAME-LAYER.png each")
	flags.StringVar(&o.On, "device", "cpu", "where the model runs: cpu, cuda, tensorrt, coreml, directml or webgpu, with options as NAME:KEY=VALUE,...")
	flags.IntVar(&o.Threads, "threads", goruntime.NumCPU(), "batches of pictures that are worked on at once")
	flags.StringVar(&o.Library, "ort-lib", "", "ONNX Runtime's library (default: $PRECOMPUTE_ORT_LIB, else .cache/ort)")
	flags.BoolVar(&o.JSON, "json", false, "print progress as newline-delimited JSON")
}

func newFeaturesCommand() *cobra.Command {
	o := &FeaturesOptions{}
	command := &cobra.Command{
		Use:   "features --model MODEL.onnx --bundle BUNDLE",
		Short: "Make feature visualizations of a bundle's channels",
		Long: `features makes pictures of what channels look for, by gradient ascent, and puts them into the bundle: first those of channels that
some class's graph shows, then the others. It may be interrupted at any time: the same command goes on with what BUNDLE.partial holds,
and so do several with --shard, whose pictures the same command without it puts into the bundle. The bundle itself changes at the end,
at once.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) (err error) {
			if o.Device, err = runtime.ParseDevice(o.On); err != nil {
				return usageError(fmt.Errorf("--device: %w", err))
			}
			if err := o.Validate(); err != nil {
				return usageError(err)
			}
			o.again = commandLine(cmd.Flags())
			return runFeatures(cmd.Context(), o, cmd.ErrOrStderr())
		},
	}
	o.AddFlags(command.Flags())
	return command
}

func runFeatures(ctx context.Context, o *FeaturesOptions, stderr io.Writer) (err error) {
	library, err := runtime.Find(o.Library)
	if err != nil {
		return err
	}
	closeLibrary, err := runtime.Open(library)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, closeLibrary()) }()
	if err := o.Device.Check(library); err != nil {
		return err
	}
	summary, err := makeFeatures(ctx, o)
	if err != nil && ctx.Err() != nil {
		return interrupted(err, o.again)
	}
	if err != nil {
		return err
	}
	printFeatures(stderr, o, summary)
	return nil
}

// makeFeatures holds the bundle's work folder, but for a shard, several of which may work at once.
func makeFeatures(ctx context.Context, o *FeaturesOptions) (summary features.Summary, err error) {
	var folder *work.Folder
	if o.Shard == (work.Shard{}) {
		if folder, err = work.Hold(o.Bundle); err != nil {
			return summary, err
		}
		defer func() { err = errors.Join(err, folder.Close()) }()
	}
	count := progress.ToStderr(o.JSON)
	defer count.Close()
	return features.Make(ctx, o.Options, folder, count)
}

// featuresSummary is the line of JSON that ends features with --json (docs/scripting.md).
type featuresSummary struct {
	Bundle       string             `json:"bundle"`
	Channels     int                `json:"channels"`
	Pictures     int                `json:"pictures"`
	Kept         int                `json:"kept"`
	BeatsDataset *float64           `json:"beats_dataset"`
	Diversity    *float64           `json:"diversity"`
	LeftOut      []features.LeftOut `json:"left_out"`
}

// printFeatures tells what was done, as JSON or in words.
func printFeatures(w io.Writer, o *FeaturesOptions, s features.Summary) {
	if o.JSON {
		line := featuresSummary{Bundle: o.Bundle, Channels: s.Channels, Pictures: s.Pictures, Kept: s.Kept, LeftOut: append([]features.LeftOut{}, s.LeftOut...)}
		if s.Quality != nil {
			line.BeatsDataset, line.Diversity = &s.Quality.BeatsDataset, &s.Quality.Diversity
		}
		data, err := json.Marshal(line)
		if err != nil {
			panic(fmt.Sprintf("precompute: summary: %v", err)) // counts and texts are always encodable
		}
		fmt.Fprintf(w, "%s\n", data)
		return
	}
	describeFeatures(w, s)
	if s.Quality == nil {
		fmt.Fprintf(w, "kept beside %s; the same command without --shard puts them into it\n", o.Bundle)
		return
	}
	fmt.Fprintf(w, "%s revised\n", o.Bundle)
}

// describeFeatures tells in words which pictures there are.
func describeFeatures(w io.Writer, s features.Summary) {
	fmt.Fprintf(w, "%d pictures of %d channels", s.Pictures, s.Channels)
	if s.Kept > 0 {
		fmt.Fprintf(w, ", %d of them made before", s.Kept)
	}
	if s.Quality != nil {
		fmt.Fprintf(w, "; %.1f %% of the feature visualizations excite their channel more than any image", 100*s.Quality.BeatsDataset)
	}
	fmt.Fprintln(w)
	for _, l := range s.LeftOut {
		fmt.Fprintf(w, "layer %s has none: %s\n", l.Layer, l.Reason)
	}
}
