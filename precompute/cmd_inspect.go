package main

import (
	"encoding/json"
	"fmt"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/topology"
)

// inspectOptions are the flags of inspect.
type inspectOptions struct {
	json   bool
	size   int
	output string
	layers []string
}

func (o *inspectOptions) addFlags(flags *pflag.FlagSet) {
	flags.BoolVar(&o.json, "json", false, "print the report as JSON")
	flags.IntVar(&o.size, "size", 0, "the images' height and width where the model leaves them open (default 224)")
	flags.StringVar(&o.output, "output", "", "the `tensor` of the class scores (default: the graph's output)")
	flags.StringSliceVar(&o.layers, "layers", nil, "only these layers: `names` or patterns (* and ?) of layers, tensors or nodes, inner ones too")
}

func newInspectCommand() *cobra.Command {
	var o inspectOptions
	cmd := &cobra.Command{
		Use:   "inspect MODEL.onnx",
		Short: "Show a model's layers, the links between them, and what cannot be analysed",
		Long: `inspect prints the layers of an ONNX classifier (every tensor that all paths from the image to the class scores pass
through, and inner ones that --layers names), what each position of a layer sees of the image, and for each layer and the
nearest before it the steps of the link between them: the sums through which channels of the earlier layer feed channels
of the later one.

A pair of layers between which the graph holds something unknown is listed as not analysed; the other links still work.`,
		Args: oneArgument("MODEL.onnx"),
		RunE: func(cmd *cobra.Command, args []string) error { return runInspect(cmd, o, args[0]) },
	}
	o.addFlags(cmd.Flags())
	return cmd
}

func runInspect(cmd *cobra.Command, o inspectOptions, path string) error {
	if o.size < 0 {
		return usageError(fmt.Errorf("--size %d is no size", o.size))
	}
	m, err := onnx.Load(path)
	if err != nil {
		return err
	}
	size := o.size
	if size == 0 {
		size = topology.DefaultSize
	}
	net, err := topology.Analyse(m, topology.Options{Height: size, Width: size, Output: o.output, Layers: o.layers})
	if err != nil {
		return err
	}
	report := topology.NewReport(m, net)
	if !o.json {
		return report.WriteText(cmd.OutOrStdout())
	}
	out := json.NewEncoder(cmd.OutOrStdout())
	out.SetIndent("", "  ")
	out.SetEscapeHTML(false)
	return out.Encode(report)
}
