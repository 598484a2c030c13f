package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// noArguments is for commands that take flags only.
func noArguments(command *cobra.Command, args []string) error {
	if len(args) > 0 {
		return fmt.Errorf("%s takes flags only, not %q", command.Name(), args[0])
	}
	return nil
}

// oneArgument is for commands that take one argument, which the help calls name.
func oneArgument(name string) cobra.PositionalArgs {
	return func(command *cobra.Command, args []string) error {
		switch {
		case len(args) == 0:
			return fmt.Errorf("%s is missing", name)
		case len(args) > 1:
			return fmt.Errorf("%s takes one %s, not %d arguments", command.Name(), name, len(args))
		}
		return nil
	}
}
