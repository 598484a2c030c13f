package main

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"sync"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/demo"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/serve"
	"summit/precompute/internal/site"
)

// DemoOptions are the flags of `precompute demo`.
type DemoOptions struct {
	RunOptions
	Out      string
	Addr     string
	NoServe  bool
	Control  bool
	PerClass int
}

// AddFlags registers the flags.
func (o *DemoOptions) AddFlags(flags *pflag.FlagSet) {
	o.RunOptions.AddFlags(flags)
	flags.StringVar(&o.Out, "out", "summit-demo", "folder of the bundle; pictures and model go beside it, into OUT-data")
	flags.StringVar(&o.Addr, "addr", ":8080", "address to serve the explorer at")
	flags.BoolVar(&o.NoServe, "no-serve", false, "end when the bundle is written")
	flags.BoolVar(&o.Control, "control", false, "run the control, in which hands are spread evenly over the classes")
	flags.IntVar(&o.PerClass, "per-class", 120, "pictures of each class")
}

func newDemoCommand() *cobra.Command {
	o := &DemoOptions{}
	command := &cobra.Command{
		Use:   "demo",
		Short: "Draw the embedded data set, run the embedded model over it and serve the explorer",
		Long: `demo needs nothing but this program and ONNX Runtime: it draws a small sea world, runs a small CNN that was trained on it over
the pictures, writes the bundle and serves the explorer. A bundle that is there already is served as it is.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			o.again = commandLine(cmd.Flags(), "restart")
			return runDemo(cmd.Context(), o, cmd)
		},
	}
	o.AddFlags(command.Flags())
	return command
}

func runDemo(ctx context.Context, o *DemoOptions, cmd *cobra.Command) error {
	if o.PerClass < 1 {
		return usageError(fmt.Errorf("--per-class %d is below 1", o.PerClass))
	}
	if !o.NoServe {
		if err := tryAddress(o.Addr); err != nil {
			return err
		}
	}
	stderr := cmd.ErrOrStderr()
	if o.upToDate() {
		if !o.JSON {
			fmt.Fprintf(stderr, "the demo's bundle is at %s already\n", o.Out)
		}
	} else if err := o.make(ctx, stderr); err != nil {
		return err
	}
	if o.NoServe {
		return nil
	}
	files, err := site.Virtual([]string{o.Out})
	if err != nil {
		return err
	}
	return runServe(ctx, cmd.OutOrStdout(), o.Addr, files)
}

// demoSteps are those of the demo's feature visualizations: few enough for somebody who waits. docs/features.md says what they are worth.
const demoSteps = 24

// tryAddress fails before the work rather than after it where nothing can be served at addr.
func tryAddress(addr string) error {
	listener, err := serve.Listen(addr)
	if err != nil {
		return err
	}
	return listener.Close()
}

func (o *DemoOptions) experiment() demo.Experiment {
	if o.Control {
		return demo.Control()
	}
	return demo.Shortcut()
}

// command is what the manifest names as the way to make the bundle again: only what its content depends on.
func (o *DemoOptions) command() string {
	command := fmt.Sprintf("precompute demo --per-class %d", o.PerClass)
	if o.Control {
		command += " --control"
	}
	if o.NoFeatures {
		command += " --no-features"
	}
	return command
}

// upToDate reports whether the bundle that this command would write is there.
func (o *DemoOptions) upToDate() bool {
	reader, err := bundle.Open(o.Out)
	if err != nil {
		return false
	}
	defer reader.Close()
	m := reader.Manifest()
	sum := sha256.Sum256(o.experiment().Model)
	return m.Tool == toolName() && m.Command == o.command() && m.Model.SHA256 == hex.EncodeToString(sum[:])
}

// make draws the pictures and runs the model.
func (o *DemoOptions) make(ctx context.Context, stderr io.Writer) error {
	count := progress.ToStderr(o.JSON)
	experiment := o.experiment()
	var begin sync.Once
	model, pictures, err := experiment.Write(ctx, o.Out+"-data", o.PerClass, func(_, of int) {
		begin.Do(func() { count.Begin("pictures", of) })
		count.Add(1)
	})
	count.Close()
	if err != nil {
		return err
	}
	o.Masses, o.TopK, o.MinRecord, o.Stride, o.On = []float64{0.01, 0.03}, 5, 1, 1, "cpu"
	o.FeatureSteps = demoSteps
	o.Options.Model, o.Options.Data, o.Options.Out, o.Options.DataName = model, pictures, o.Out, experiment.Name
	if err := o.complete(); err != nil {
		return err
	}
	o.Options.Command = o.command()
	return runRun(ctx, &o.RunOptions, stderr)
}
