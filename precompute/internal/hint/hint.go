// Package hint carries, beside an error, what the user can do about it. The command line prints the two on lines of
// their own: "error: ..." says what is wrong, "hint: ..." names the flag or the file to look at.
package hint

import (
	"errors"
	"fmt"
)

// Error is an error with a hint.
type Error struct {
	Err  error
	Hint string // a sentence fragment, lower case, without a full stop
}

// Error returns the text of the error alone.
func (e *Error) Error() string { return e.Err.Error() }

// Unwrap returns the error alone.
func (e *Error) Unwrap() error { return e.Err }

// Wrap adds a formatted hint to err; it returns nil if err is nil.
func Wrap(err error, format string, args ...any) error {
	if err == nil {
		return nil
	}
	return &Error{Err: err, Hint: fmt.Sprintf(format, args...)}
}

// Errorf makes an error with fmt.Errorf from format and args, and adds hint to it as it is.
func Errorf(hint, format string, args ...any) error {
	return &Error{Err: fmt.Errorf(format, args...), Hint: hint}
}

// Of returns the hints of err, the outermost first. Joined errors (errors.Join) give theirs one after the other.
func Of(err error) []string {
	var hints []string
	if e, ok := err.(*Error); ok {
		hints = append(hints, e.Hint)
	}
	if joined, ok := err.(interface{ Unwrap() []error }); ok {
		for _, part := range joined.Unwrap() {
			hints = append(hints, Of(part)...)
		}
		return hints
	}
	if inner := errors.Unwrap(err); inner != nil {
		hints = append(hints, Of(inner)...)
	}
	return hints
}
