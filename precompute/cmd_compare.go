package main

import (
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/compare"
)

// compareOptions are the flags of compare.
type compareOptions struct {
	json      bool
	tolerance float64
}

func newCompareCommand() *cobra.Command {
	var o compareOptions
	cmd := &cobra.Command{
		Use:   "compare BUNDLE BUNDLE",
		Short: "Say how far the counts of two bundles are apart",
		Long: `compare reads two bundles of the same layers and classes, such as those of two devices, and prints for each array how
many entries differ, the share that differs (the sum of all differences over the sum of all entries of both), the
largest difference, and the class that differs most; and what differs in the manifests and among the files.

It exits with 0 where the bundles are equal: with --tolerance, where no array's share is above it; without, where no count,
no file and nothing in the manifests differs but tool, command and date. Else it exits with 1.`,
		Args: twoBundles,
		RunE: func(cmd *cobra.Command, args []string) error { return runCompare(cmd, o, args[0], args[1]) },
	}
	cmd.Flags().BoolVar(&o.json, "json", false, "print the report as JSON")
	cmd.Flags().Float64Var(&o.tolerance, "tolerance", 0, "share of an array, from 0 to 1, that may differ")
	return cmd
}

func twoBundles(_ *cobra.Command, args []string) error {
	if len(args) != 2 {
		return fmt.Errorf("compare takes two bundles, not %d", len(args))
	}
	return nil
}

func runCompare(cmd *cobra.Command, o compareOptions, a, b string) (err error) {
	if !(o.tolerance >= 0 && o.tolerance <= 1) {
		return usageError(fmt.Errorf("--tolerance %v is not between 0 and 1", o.tolerance))
	}
	first, err := bundle.Open(a)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, first.Close()) }()
	second, err := bundle.Open(b)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, second.Close()) }()
	report, err := compare.Bundles(first, second, o.tolerance)
	if err != nil {
		return fmt.Errorf("compare %q and %q: %w", a, b, err)
	}
	write := report.WriteText
	if o.json {
		write = report.WriteJSON
	}
	if err := write(cmd.OutOrStdout()); err != nil {
		return err
	}
	if !report.Equal {
		return fmt.Errorf("%q and %q are different", a, b)
	}
	return nil
}
