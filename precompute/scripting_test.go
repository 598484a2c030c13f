package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
)

// field is a row of a table in docs/scripting.md: what a line of JSON has to hold.
type field struct{ kind, text string }

// may reports whether the page says that the field can be absent, or null.
func (f field) may(word string) bool { return strings.Contains(f.text, word) }

var listing = regexp.MustCompile("(?s)^(.*?\n\n)(?:([^|]*?)\n\n)?")

// documented reads the table of fields that comes next after a sentence, and the sentence on types behind the table:
// fields that it calls neither strings, a list, nor true or false are numbers.
func documented(page, after string) map[string]field {
	_, rest, _ := strings.Cut(page, after)
	_, rest, _ = strings.Cut(rest, "|---|---|\n")
	parts := listing.FindStringSubmatch(rest)
	fields := map[string]field{}
	for line := range strings.Lines(parts[1]) {
		cells := strings.SplitN(line, "|", 3)
		if len(cells) < 3 {
			continue
		}
		for _, name := range span.FindAllStringSubmatch(cells[1], -1) {
			fields[name[1]] = field{"number", cells[2]}
		}
	}
	for part := range strings.SplitSeq(parts[2], ";") {
		for _, name := range span.FindAllStringSubmatch(part, -1) {
			f, known := fields[name[1]]
			if known && strings.Contains(part, "list") {
				f.kind = "list"
			} else if known && strings.Contains(part, "string") {
				f.kind = "string"
			} else if known && strings.Contains(part, "true or false") {
				f.kind = "bool"
			}
			fields[name[1]] = f
		}
	}
	return fields
}

// wrong says how a line differs from what is documented, or "".
func wrong(line map[string]any, fields map[string]field) string {
	for name, value := range line {
		f, known := fields[name]
		if !known {
			return fmt.Sprintf("the field %q is not documented", name)
		}
		if kind := kindOf(value); kind != f.kind && !(value == nil && f.may("null")) {
			return fmt.Sprintf("the field %q is a %s instead of a %s", name, kind, f.kind)
		}
	}
	for name, f := range fields {
		if _, there := line[name]; !there && !f.may("absent") {
			return fmt.Sprintf("the field %q is missing", name)
		}
	}
	return ""
}

func kindOf(value any) string {
	switch value.(type) {
	case nil:
		return "null"
	case bool:
		return "bool"
	case float64:
		return "number"
	case string:
		return "string"
	}
	return "list"
}

// errorFields are those of the line that ends a command with --json that did not end well.
var errorFields = map[string]field{"error": {"string", "absent"}, "warning": {"string", "absent"}, "hints": {"list", "absent"}, "code": {"number", ""}}

// linesCommand is "lines CODE PHASES...": every line of stderr has to be JSON with the fields that docs/scripting.md names,
// the phases have to come in that order, each from a first to a last line, and an error has to name the code.
func linesCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 1 {
		ts.Fatalf("usage: lines CODE PHASE...")
	}
	data, err := os.ReadFile(filepath.Join(ts.Getenv("REPOSITORY"), "docs", "scripting.md"))
	ts.Check(err)
	page := string(data)
	progress, summary := documented(page, "## Progress"), documented(page, "A run ends with one line")
	var phases, ended []string
	code := "0"
	for text := range strings.Lines(ts.ReadFile("stderr")) {
		var line map[string]any
		if err := json.Unmarshal([]byte(text), &line); err != nil {
			ts.Fatalf("no JSON: %s", text)
		}
		fields := progress
		switch phase, isProgress := line["phase"].(string); {
		case isProgress && !strings.Contains(progress["phase"].text, "`"+phase+"`"):
			ts.Fatalf("the phase %q is not documented", phase)
		case isProgress && line["finished"] == any(true):
			ended = append(ended, phase)
		case isProgress && !slices.Contains(phases, phase):
			phases = append(phases, phase)
		case line["code"] != nil:
			fields, code = errorFields, fmt.Sprint(line["code"])
		case line["bundle"] != nil:
			fields = summary
		}
		if what := wrong(line, fields); what != "" {
			ts.Fatalf("%s: %s", what, text)
		}
	}
	if code != args[0] || !slices.Equal(phases, args[1:]) || !slices.Equal(ended, phases) {
		ts.Fatalf("code %s, phases %q of which ended %q; want %s and %q", code, phases, ended, args[0], args[1:])
	}
}

// fieldsCommand is "fields SENTENCE": stdout has to be a JSON object with the fields of the table that follows the sentence in docs/scripting.md;
// those of objects within it stand there with a point between.
func fieldsCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 1 {
		ts.Fatalf("usage: fields SENTENCE")
	}
	page, err := os.ReadFile(filepath.Join(ts.Getenv("REPOSITORY"), "docs", "scripting.md"))
	ts.Check(err)
	var object map[string]any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile("stdout")), &object))
	if what := wrong(flat(object), documented(string(page), args[0])); what != "" {
		ts.Fatalf("%s", what)
	}
}

// flat gives the fields of objects within an object the names of both.
func flat(object map[string]any) map[string]any {
	fields := map[string]any{}
	for name, value := range object {
		inner, nested := value.(map[string]any)
		if !nested {
			fields[name] = value
		}
		for field, value := range flat(inner) {
			fields[name+"."+field] = value
		}
	}
	return fields
}

// appearCommand is "appear COUNT GLOB": it waits until so many files are there.
func appearCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 2 {
		ts.Fatalf("usage: appear COUNT GLOB")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	for range 600 {
		if found, err := filepath.Glob(ts.MkAbs(args[1])); err == nil && len(found) >= want {
			return
		}
		time.Sleep(50 * time.Millisecond)
	}
	ts.Fatalf("%d of %q do not appear", want, args[1])
}
