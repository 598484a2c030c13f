package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/hint"
)

func newVerifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify BUNDLE",
		Short: "Check every file of a bundle",
		Long: `verify checks every file of a bundle against checksums.txt and what it holds against the manifest: shapes, offsets,
channel numbers, counts that exceed a class's images, pictures. It prints a line for each file that is wrong and then
exits with 1.`,
		Args: oneArgument("BUNDLE"),
		RunE: func(cmd *cobra.Command, args []string) error { return runVerify(cmd, args[0]) },
	}
}

func runVerify(cmd *cobra.Command, dir string) error {
	report, err := bundle.Verify(dir)
	if err != nil {
		return err
	}
	out := cmd.OutOrStdout()
	for _, p := range report.Problems {
		fmt.Fprintf(out, "%s: %s\n", p.Path, p.What)
	}
	if n := len(report.Problems); n > 0 {
		return hint.Errorf("copy the bundle again from where it came, or make it again", "bundle %q: files that are wrong: %d", dir, n)
	}
	fmt.Fprintf(out, "ok: %d files, %d classes, %d channels\n", report.Files, report.Classes, report.Channels)
	return nil
}
