package main

import (
	"errors"
	"fmt"
)

// Exit codes, documented in the root command's help.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2   // the command line was not understood; nothing was done
	exitSkipped     = 3   // all done, but some images could not be read
	exitInterrupted = 130 // ended by a signal
)

// exitError is an error that asks for an exit code other than exitFailed.
type exitError struct {
	code int
	err  error
}

func (e *exitError) Error() string { return e.err.Error() }
func (e *exitError) Unwrap() error { return e.err }

// errInterrupted takes the place of whatever a command says that a signal ended.
var errInterrupted = &exitError{code: exitInterrupted, err: errors.New("interrupted")}

// usageError marks err as a fault of the command line: a value out of range, or flags that exclude each other.
func usageError(err error) error { return &exitError{code: exitUsage, err: err} }

// skippedError says that a command has done its work without some of the images, which are listed in the file report.
func skippedError(skipped, total int, report string) error {
	return &exitError{code: exitSkipped, err: fmt.Errorf("%d of %d images could not be read; %q lists them", skipped, total, report)}
}

// exitCode returns the code that err asks for.
func exitCode(err error) int {
	var e *exitError
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &e):
		return e.code
	}
	return exitFailed
}
