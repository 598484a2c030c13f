package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strings"

	"summit/precompute/internal/hint"
)

// results is stdout. It keeps the first error of writing, so that a command need not look at each line that it prints.
type results struct {
	w   io.Writer
	err error
}

func (r *results) Write(p []byte) (int, error) {
	n, err := r.w.Write(p)
	if r.err == nil {
		r.err = err
	}
	return n, err
}

// report prints an error and its hints; wrong usage without a hint of its own gets one.
func report(w io.Writer, err error, code int, command string) {
	severity := ": error"
	switch code {
	case exitSkipped:
		severity = ": warning"
	case exitInterrupted:
		severity = ""
	}
	fmt.Fprintf(w, "precompute%s: %s\n", severity, strings.ReplaceAll(err.Error(), "\n", "\n  "))
	for _, text := range hintsOf(err, code, command) {
		fmt.Fprintf(w, "hint: %s\n", text)
	}
}

// reportJSON prints the same as one line of JSON, for programs that read progress as lines of JSON.
func reportJSON(w io.Writer, err error, code int, command string) {
	line := struct {
		Error   string   `json:"error,omitempty"`
		Warning string   `json:"warning,omitempty"`
		Hints   []string `json:"hints,omitempty"`
		Code    int      `json:"code"`
	}{Error: err.Error(), Hints: hintsOf(err, code, command), Code: code}
	if code == exitSkipped {
		line.Error, line.Warning = "", line.Error
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.Encode(line) // an error of writing has nobody left to hear of it
}

func hintsOf(err error, code int, command string) []string {
	hints := hint.Of(err)
	if len(hints) == 0 && code == exitUsage {
		hints = []string{fmt.Sprintf("%q explains the arguments and flags", command+" --help")}
	}
	return hints
}
