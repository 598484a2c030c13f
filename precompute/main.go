// Command precompute turns an ONNX classifier and labelled pictures into a bundle of attribution graphs, and looks at
// networks, bundles and graphs (Summit, arXiv 1904.02323).
//
// Each command stands in cmd_<verb>.go. Results go to stdout; progress, errors and hints go to stderr.
package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"summit/precompute/internal/hint"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	os.Exit(execute(ctx, os.Args[1:], os.Stdout, os.Stderr))
}

// execute runs one command line and returns its exit code.
func execute(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	started, out := false, &results{w: stdout}
	root := newRootCommand(&started)
	root.SetArgs(args)
	root.SetOut(out)
	command, err := root.ExecuteContextC(ctx)
	switch {
	case err == nil && out.err == nil:
		return exitOK
	case err == nil:
		err = out.err
	case ctx.Err() != nil && exitCode(err) != exitInterrupted:
		err = errInterrupted
	case !started && out.err == nil:
		err = usageError(err)
	}
	write := report
	if json, err := command.Flags().GetBool("json"); err == nil && json {
		write = reportJSON
	}
	code := exitCode(err)
	write(stderr, err, code, command.CommandPath())
	return code
}

// newRootCommand assembles the commands; started tells, once the command line has been executed, whether it was
// understood, so that a command has begun its work.
func newRootCommand(started *bool) *cobra.Command {
	root := &cobra.Command{
		Use:   "precompute",
		Short: "Make attribution graphs of a neural network and look at them",
		Long: `precompute runs an ONNX image classifier over labelled pictures, aggregates which channels each class uses and
which channels feed them, and writes a bundle that the explorer shows.

Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but something is missing, 130 interrupted.`,
		Args:          knownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		SilenceErrors: true,
		SilenceUsage:  true,

		SuggestionsMinimumDistance: 2,
	}
	for _, command := range []*cobra.Command{
		abandonable(newCompareCommand()),
		newDemoCommand(),
		newFeaturesCommand(),
		abandonable(newGraphCommand()),
		abandonable(newInspectCommand()),
		newMergeCommand(),
		newRunCommand(),
		newServeCommand(),
		newSiteCommand(),
		abandonable(newVerifyCommand()),
		abandonable(newVersionCommand()),
	} {
		run := command.RunE
		command.RunE = func(cmd *cobra.Command, args []string) error {
			*started = true
			return run(cmd, args)
		}
		root.AddCommand(command)
	}
	return root
}

// abandonable lets a command that leaves nothing half done end when its context does, without waiting for it.
func abandonable(command *cobra.Command) *cobra.Command {
	run := command.RunE
	command.RunE = func(cmd *cobra.Command, args []string) error {
		done := make(chan error, 1)
		go func() { done <- run(cmd, args) }()
		select {
		case err := <-done:
			return err
		case <-cmd.Context().Done():
			return cmd.Context().Err()
		}
	}
	return command
}

// knownCommand rejects the first argument of the root command, which would have been found were it a command.
func knownCommand(root *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	err := fmt.Errorf("unknown command %q", args[0])
	if near := root.SuggestionsFor(args[0]); len(near) > 0 {
		return hint.Wrap(err, "did you mean %q?", root.Name()+" "+near[0])
	}
	return hint.Wrap(err, "%q lists the commands", root.Name()+" --help")
}
