package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"summit/precompute/internal/preprocess"
)

// TestDocsPreprocessing parses the TOML in the pages, and compares the table of presets with what they are.
func TestDocsPreprocessing(t *testing.T) {
	eachPage(t, func(t *testing.T, path, text string) {
		for _, block := range fence.FindAllStringSubmatch(text, -1) {
			if block[1] != "toml" {
				continue
			}
			if _, err := preprocess.Parse(path, block[2]); err != nil {
				t.Error(err)
			}
		}
	})
	in := preprocess.Input{Name: "any", Channels: 3}
	for _, name := range []string{"imagenet", "inception", "caffe", "cifar10"} {
		o, err := preprocess.Resolve(name, "", in)
		if err != nil {
			t.Fatal(err)
		}
		if row := presetRow(name, o); !strings.Contains(readText(t, "docs/scripting.md"), row+"\n") {
			t.Errorf("docs/scripting.md lacks the row %s", row)
		}
	}
}

// presetRow is a preset's row of the table: name, size, resize, channels, scale, mean, std.
func presetRow(name string, o preprocess.Options) string {
	resize := o.Resize
	if resize == "shorter" {
		resize = fmt.Sprintf("shorter, %d", o.ResizeTo)
	}
	scale := "1"
	if o.Scale == 1.0/255 {
		scale = "1/255"
	}
	values := func(v []float64) string { // one number where all are the same
		return strings.ReplaceAll(strings.Trim(fmt.Sprint(slices.Compact(slices.Clone(v))), "[]"), " ", ", ")
	}
	return fmt.Sprintf("| `%s` | %d | %s | %s | %s | %s | %s |", name, o.Size[0], resize, o.Channels, scale, values(o.Mean), values(o.Std))
}

// TestDocsGraphFields wants every field that graph prints in a recorded graph in the page on scripting.
func TestDocsGraphFields(t *testing.T) {
	_, graph, found := strings.Cut(readText(t, "precompute/testdata/script/graph.txtar"), "-- tench.json --\n")
	if !found {
		t.Fatal("the recorded graph is missing")
	}
	graph, _, _ = strings.Cut(graph, "\n-- ")
	page := readText(t, "docs/scripting.md")
	for _, field := range regexp.MustCompile(`"(\w+)":`).FindAllStringSubmatch(graph, -1) {
		if !regexp.MustCompile("`" + field[1] + `(\[\])?` + "`").MatchString(page) {
			t.Errorf("docs/scripting.md lacks the field %q", field[1])
		}
	}
}

// TestDocsVariables looks the environment variables up that pages name.
func TestDocsVariables(t *testing.T) {
	used := map[string]bool{}
	variable := regexp.MustCompile(`\b[A-Z]+(_[A-Z]+)+\b`)
	for _, area := range []string{"precompute", "build"} {
		err := filepath.WalkDir(filepath.Join(repository, area), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || !slices.Contains([]string{".go", ".sh"}, filepath.Ext(path)) {
				return err
			}
			text, err := os.ReadFile(path)
			for _, name := range variable.FindAllString(string(text), -1) {
				used[name] = true
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	eachPage(t, func(t *testing.T, _, text string) {
		spans, lines := code(text)
		for _, s := range append(lines, spans...) {
			if name, _, _ := strings.Cut(s, "="); variable.FindString(name) == name && name != "" && !used[name] {
				t.Errorf("nothing reads %q", name)
			}
		}
	})
}
