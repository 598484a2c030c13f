package main

import (
	"fmt"
	"io"
	goruntime "runtime"

	"github.com/spf13/cobra"

	"summit/precompute/internal/runtime"
	"summit/precompute/internal/turbojpeg"
)

// version is the release that this source is, or is on its way to.
const version = "0.1.0"

// toolName is what a bundle's manifest names as its maker.
func toolName() string { return "precompute " + version }

func newVersionCommand() *cobra.Command {
	library := ""
	command := &cobra.Command{
		Use:   "version",
		Short: "Print the versions of precompute, Go and ONNX Runtime, and what decodes JPEG",
		Args:  noArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return runVersion(cmd.OutOrStdout(), library) },
	}
	command.Flags().StringVar(&library, "ort-lib", "", "ONNX Runtime's library (default: $PRECOMPUTE_ORT_LIB, else .cache/ort)")
	return command
}

// runVersion prints a line for each version. A library that is not there is no error unless it was asked for.
func runVersion(out io.Writer, library string) error {
	fmt.Fprintf(out, "precompute %s\n", version)
	fmt.Fprintf(out, "%s %s/%s\n", goruntime.Version(), goruntime.GOOS, goruntime.GOARCH)
	fmt.Fprintf(out, "JPEG by %s\n", turbojpeg.Name)
	path, err := runtime.Find(library)
	if err != nil && library == "" {
		fmt.Fprintln(out, "ONNX Runtime not found")
		return nil
	}
	if err != nil {
		return err
	}
	closeLibrary, err := runtime.Open(path)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "ONNX Runtime %s (%s)\n", runtime.Version(), path)
	return closeLibrary()
}
