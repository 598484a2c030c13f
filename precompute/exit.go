package main

import (
	"context"
	"errors"
	"fmt"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/hint"
	"summit/precompute/internal/pipeline"
)

// Exit codes, documented in the root command's help.
const (
	exitOK          = 0
	exitFailed      = 1
	exitUsage       = 2   // the command line was not understood; nothing was done
	exitSkipped     = 3   // done, but some images could not be read, or some shards were not there
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

// interrupted is what a run says that a signal ended: how to go on, and what else went wrong.
func interrupted(err error, again string) error {
	ended := error(errInterrupted)
	if err.Error() != context.Canceled.Error() {
		ended = fmt.Errorf("%w: %w", errInterrupted, err)
	}
	return hint.Wrap(ended, "what has been done is kept; to go on: %s", again)
}

// usageError marks err as a fault of the command line: a value out of range, or flags that exclude each other.
func usageError(err error) error { return &exitError{code: exitUsage, err: err} }

// incomplete returns an error if a command has done its work without some of the images: those that could not be read, or those of
// shards that it was not given.
func incomplete(out string, s pipeline.Summary) error {
	var err error
	switch {
	case s.Missing != "":
		err = hint.Errorf("precompute merge adds them to it", "%q is a larger shard, no bundle: it lacks %s", out, s.Missing)
	case s.Skipped > 0 && len(s.Shards) > 0:
		err = fmt.Errorf("%d of %d images could not be read; the bundle's %s will list them", s.Skipped, s.Total, bundle.ReportFile)
	case s.Skipped > 0:
		err = fmt.Errorf("%d of %d images could not be read; %q lists them", s.Skipped, s.Total, out+"/"+bundle.ReportFile)
	default:
		return nil
	}
	return &exitError{code: exitSkipped, err: err}
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
