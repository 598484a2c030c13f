package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"summit/precompute/internal/site"
)

// SiteOptions are what site takes.
type SiteOptions struct {
	Bundles []string
	Out     string
}

// AddFlags declares the options as flags.
func (o *SiteOptions) AddFlags(cmd *cobra.Command) {
	cmd.Flags().StringArrayVar(&o.Bundles, "bundle", nil, "folder of a bundle to show; repeat it for more")
	cmd.Flags().StringVar(&o.Out, "out", "", "folder to write; a site that is there is replaced")
	_ = cmd.MarkFlagRequired("bundle")
	_ = cmd.MarkFlagRequired("out")
}

func newSiteCommand() *cobra.Command {
	var options SiteOptions
	command := &cobra.Command{
		Use:   "site --bundle BUNDLE... --out DIR",
		Short: "Write a static site of the explorer and bundles",
		Long: `site writes a folder that any static host can serve: the explorer and the bundles. Files whose names carry a hash may be
cached for ever; index.html, bundles.json and zarr.json may not. netlify.toml shows the headers to send.`,
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return runSite(cmd, options) },
	}
	options.AddFlags(command)
	return command
}

func runSite(cmd *cobra.Command, options SiteOptions) error {
	mounts, err := site.Assemble(cmd.Context(), options.Out, options.Bundles)
	if err != nil {
		return err
	}
	for _, m := range mounts {
		fmt.Fprintf(cmd.OutOrStdout(), "%s: bundle %q at %s\n", options.Out, m.Name, m.Path)
	}
	return nil
}
