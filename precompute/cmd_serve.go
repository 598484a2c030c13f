package main

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/serve"
	"summit/precompute/internal/site"
)

// ServeOptions are what serve takes.
type ServeOptions struct {
	Bundles []string
	Addr    string
}

// AddFlags declares the options as flags.
func (o *ServeOptions) AddFlags(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&o.Bundles, "bundle", nil, "folder of a bundle to show; repeat it for more")
	cmd.Flags().StringVar(&o.Addr, "addr", "localhost:8080", "host and port to listen on; port 0 takes a free one")
}

func newServeCommand() *cobra.Command {
	var options ServeOptions
	command := &cobra.Command{
		Use:   "serve [--bundle BUNDLE... | DIR]",
		Short: "Show bundles in the explorer",
		Long: `serve shows bundles in the explorer, or serves a site that "precompute site" has written. It prints the address and
runs until it is interrupted, which is its regular end: the exit code is 0.`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			files, err := siteToServe(options.Bundles, args)
			if err != nil {
				return err
			}
			return runServe(cmd.Context(), cmd.OutOrStdout(), options.Addr, files)
		},
	}
	options.AddFlags(command)
	return command
}

// siteToServe is a site on disk, or the explorer with bundles. A folder that is itself a bundle is taken as one.
func siteToServe(bundles, args []string) (fs.FS, error) {
	if len(args) == 0 {
		if len(bundles) == 0 {
			return nil, usageError(hint.Errorf("precompute serve --bundle BUNDLE, or precompute serve DIR", "nothing to serve"))
		}
		return site.Virtual(bundles)
	}
	if len(bundles) > 0 {
		return nil, usageError(fmt.Errorf("serve takes either bundles or the folder of a site, not both"))
	}
	if _, err := os.Stat(filepath.Join(args[0], site.Index)); err == nil {
		return site.Dir(args[0])
	}
	if _, err := os.Stat(filepath.Join(args[0], "zarr.json")); err == nil {
		return site.Virtual(args)
	}
	return nil, hint.Errorf("name a folder that \"precompute site\" or \"precompute run\" wrote", "%q is neither a site nor a bundle", args[0])
}

// runServe serves files until ctx ends.
func runServe(ctx context.Context, out io.Writer, addr string, files fs.FS) error {
	listener, err := serve.Listen(addr)
	if err != nil {
		return err
	}
	fmt.Fprintf(out, "Summit is at %s\n", serve.URL(listener))
	return serve.Serve(ctx, listener, files)
}
