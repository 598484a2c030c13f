package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	goruntime "runtime"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"summit/precompute/internal/pipeline"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/runtime"
	"summit/precompute/internal/work"
)

// RunOptions are the flags of `precompute run`.
type RunOptions struct {
	pipeline.Options
	Masses       []float64
	On           string
	NoInhibition bool
	NoFeatures   bool
	DryRun       bool
	JSON         bool
	again        string // the command line to go on with
}

// AddFlags registers what any run over images takes.
func (o *RunOptions) AddFlags(flags *pflag.FlagSet) {
	flags.IntVar(&o.Threads, "threads", goruntime.NumCPU(), "images that are worked on at once")
	flags.StringVar(&o.Library, "ort-lib", "", "ONNX Runtime's library (default: $PRECOMPUTE_ORT_LIB, else .cache/ort)")
	flags.DurationVar(&o.Checkpoint, "checkpoint", time.Minute, "how often what has been done is kept: a run that was interrupted goes on from there")
	flags.BoolVar(&o.Restart, "restart", false, "drop what an interrupted run has left for this bundle")
	flags.BoolVar(&o.NoFeatures, "no-features", false, "leave out feature visualizations; precompute features makes them later")
	flags.BoolVar(&o.JSON, "json", false, "print progress as newline-delimited JSON")
}

// addAllFlags registers the rest.
func (o *RunOptions) addAllFlags(flags *pflag.FlagSet) {
	o.AddFlags(flags)
	flags.StringVar(&o.Model, "model", "", "ONNX file of an image classifier")
	flags.StringVar(&o.Data, "data", "", "folder with a folder a class, CSV of path and label, or .tar or .parquet files: one, a folder of them, or a pattern like x-{000..146}.tar")
	flags.StringVar(&o.Out, "out", "", "folder of the bundle")
	flags.StringVar(&o.Preprocess, "preprocess", "", "preset (imagenet, inception, caffe, cifar10) or TOML file (default: the model's metadata)")
	flags.StringVar(&o.Labels, "labels", "", "the model's classes: a name a line, or lines of index, id, name (default: the model's metadata)")
	flags.BoolVar(&o.Groups, "groups", false, "the data's labels need not be classes of the model; accuracy is left out")
	flags.StringVar(&o.Output, "output", "", "tensor of the logits (default: found)")
	flags.StringSliceVar(&o.Layers, "layers", nil, "layers, by names or globs of layers, tensors or nodes, inner ones too (default: all but inner ones)")
	flags.StringSliceVar(&o.Exclude, "exclude", nil, "channels that no graph shows, as globs of LAYER-CHANNEL; auto: those that are recorded for everything")
	flags.Float64SliceVar(&o.Masses, "mass", []float64{0.01, 0.03}, "tau: fraction of a layer's activation whose channels are recorded; the larger one is for the graphs, the smaller one for the embedding")
	flags.IntVar(&o.TopK, "topk", 5, "influences recorded for each output channel")
	flags.IntVar(&o.MinRecord, "min-record", 1, "channels recorded at least, for each image and layer")
	flags.IntVar(&o.Stride, "influence-stride", 1, "look at every n-th output position only; the paper's code did so with 3")
	flags.BoolVar(&o.NoInhibition, "no-inhibition", false, "leave out the most negative terms")
	flags.StringVar(&o.On, "device", "cpu", "where the model runs: cpu, cuda, tensorrt, coreml, directml or webgpu, with options as NAME:KEY=VALUE,...")
	flags.IntVar(&o.Batch, "batch", 0, "images that go through the model at once (default: 1 on the cpu, 16 on other devices)")
	flags.IntVar(&o.LimitPerClass, "limit-per-class", 0, "images of each class (default: all)")
	flags.Var((*shardFlag)(&o.Shard), "shard", "do the I-th of N parts of the images only, as `I/N`, for precompute merge")
	flags.BoolVar(&o.Strict, "strict", false, "fail at the first image that cannot be read")
	flags.BoolVar(&o.DryRun, "dry-run", false, "take a few images through the model, print what the run would do and take, and write nothing")
}

func newRunCommand() *cobra.Command {
	o := &RunOptions{}
	command := &cobra.Command{
		Use:   "run --model MODEL.onnx --data IMAGES --out BUNDLE",
		Short: "Run a model over labelled images and write a bundle",
		Long: `run takes every image through the model once, counts for each class which channels fire and which drive which, and
writes a bundle: matrices, accuracy, and a card of dataset examples for every channel. Then it makes feature visualizations of the
channels that graphs show, and adds them to the bundle; "precompute features" makes those of the others. It may be interrupted at any time: the
same command goes on with what OUT.partial holds.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if err := o.complete(); err != nil {
				return usageError(err)
			}
			o.Command = commandLine(cmd.Flags(), "out", "threads", "json", "ort-lib", "checkpoint", "restart", "batch", "shard")
			o.again = commandLine(cmd.Flags(), "restart")
			if o.DryRun {
				return runDry(cmd.Context(), o, cmd.OutOrStdout())
			}
			return runRun(cmd.Context(), o, cmd.ErrOrStderr())
		},
	}
	o.addAllFlags(command.Flags())
	return command
}

// complete turns the flags into the pipeline's options.
func (o *RunOptions) complete() error {
	if len(o.Masses) < 1 || len(o.Masses) > 2 {
		return fmt.Errorf("--mass takes one value or two, not %d", len(o.Masses))
	}
	if err := o.completeDevice(); err != nil {
		return err
	}
	o.MassEmbed, o.Mass = slices.Min(o.Masses), slices.Max(o.Masses)
	o.Inhibition, o.Features = !o.NoInhibition, !o.NoFeatures
	o.Tool = toolName()
	return o.Validate()
}

// deviceBatch is the batch on an accelerator: enough to fill it with a small model, small enough for the memory of most.
const deviceBatch = 16

// completeDevice reads --device, and finds the batch where none is given.
func (o *RunOptions) completeDevice() (err error) {
	if o.Device, err = runtime.ParseDevice(o.On); err != nil {
		return fmt.Errorf("--device: %w", err)
	}
	o.Heads = !o.Device.CPU()
	switch {
	case o.Batch != 0:
	case o.Device.CPU():
		o.Batch = 1
	default:
		o.Batch = deviceBatch
	}
	return nil
}

// commandLine is the command with the flags that were given, in the order of the alphabet, quoted where a shell needs it. From what the
// manifest names, flags are left out that do not change what is written, so that the same input gives the same bytes.
func commandLine(flags *pflag.FlagSet, without ...string) string {
	words := []string{"precompute", flags.Name()}
	flags.Visit(func(flag *pflag.Flag) {
		if slices.Contains(without, flag.Name) {
			return
		}
		value := flag.Value.String()
		if list, ok := flag.Value.(pflag.SliceValue); ok {
			value = strings.Join(list.GetSlice(), ",")
		}
		if value == "" || strings.ContainsAny(value, " \t\n'\"\\$&|;<>()*?[]#~`!{}") {
			value = "'" + strings.ReplaceAll(value, "'", `'\''`) + "'"
		}
		words = append(words, "--"+flag.Name+"="+value)
	})
	return strings.Join(words, " ")
}

// shardFlag is a value of --shard.
type shardFlag work.Shard

func (s *shardFlag) String() string {
	if *s == (shardFlag{}) {
		return ""
	}
	return work.Shard(*s).String()
}

// Set takes I/N, with I from 1 to N.
func (s *shardFlag) Set(value string) error {
	index, of, _ := strings.Cut(value, "/")
	i, err1 := strconv.Atoi(index)
	n, err2 := strconv.Atoi(of)
	if errors.Join(err1, err2) != nil || i < 1 || i > n {
		return errors.New("it is not I/N with I from 1 to N")
	}
	*s = shardFlag{Index: i, Of: n}
	return nil
}

// Type is what the help calls the value.
func (s *shardFlag) Type() string { return "I/N" }

func runDry(ctx context.Context, o *RunOptions, stdout io.Writer) error {
	count := progress.ToStderr(o.JSON)
	e, err := pipeline.DryRun(ctx, o.Options, count)
	count.Close()
	if err != nil {
		return err
	}
	return printEstimate(stdout, e, o.JSON)
}

func runRun(ctx context.Context, o *RunOptions, stderr io.Writer) error {
	count := progress.ToStderr(o.JSON)
	summary, err := pipeline.Run(ctx, o.Options, count)
	count.Close()
	if err != nil && ctx.Err() != nil {
		return interrupted(err, o.again)
	}
	if err != nil {
		return err
	}
	printSummary(stderr, o.Out, summary, o.JSON)
	return incomplete(o.Out, summary)
}
