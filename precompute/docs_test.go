package main

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/spf13/cobra"
)

// repository is the root of the repository, seen from this package.
const repository = ".."

// eachPage reads every page of documentation, by its path in the repository.
func eachPage(t *testing.T, do func(t *testing.T, path, text string)) {
	t.Helper()
	pages, err := filepath.Glob(filepath.Join(repository, "docs", "*.md"))
	if err != nil || len(pages) < 5 {
		t.Fatalf("%d pages in docs, error %v", len(pages), err)
	}
	for _, name := range []string{"README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "CHANGELOG.md"} {
		pages = append(pages, filepath.Join(repository, name))
	}
	for _, page := range pages {
		path, err := filepath.Rel(repository, page)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(path, func(t *testing.T) { do(t, filepath.ToSlash(path), readText(t, path)) })
	}
}

func readText(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(repository, filepath.FromSlash(path)))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

var (
	fence = regexp.MustCompile("(?ms)^ *```([a-z]*)\n(.*?)^ *```$")
	span  = regexp.MustCompile("`([^`\n]+)`")
	link  = regexp.MustCompile(`\]\(([^)\s]+)\)`)
)

// code is what a page sets in code: the spans in its text, and the lines of its blocks that have no language or are for
// a shell, without their comments.
func code(text string) (spans, lines []string) {
	for _, block := range fence.FindAllStringSubmatch(text, -1) {
		if block[1] != "" && block[1] != "sh" {
			continue
		}
		for line := range strings.Lines(block[2]) {
			line, _, _ = strings.Cut(line, " #")
			lines = append(lines, strings.TrimSpace(line))
		}
	}
	for _, s := range span.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
		spans = append(spans, s[1])
	}
	return spans, lines
}

// TestDocsLinks follows the links between pages, to files, folders and headings.
func TestDocsLinks(t *testing.T) {
	eachPage(t, func(t *testing.T, path, text string) {
		for _, l := range link.FindAllStringSubmatch(fence.ReplaceAllString(text, ""), -1) {
			if strings.Contains(l[1], "://") {
				continue
			}
			target, heading, _ := strings.Cut(l[1], "#")
			file := filepath.Join(repository, filepath.Dir(path), target)
			if target == "" {
				file = filepath.Join(repository, path)
			}
			if _, err := os.Stat(file); err != nil {
				t.Errorf("link to %q: %v", l[1], err)
			} else if heading != "" && !slices.Contains(headings(t, file), heading) {
				t.Errorf("link to %q: no such heading", l[1])
			}
		}
	})
}

// headings are the anchors that a Markdown file's headings get.
func headings(t *testing.T, file string) []string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var anchors []string
	for line := range strings.Lines(fence.ReplaceAllString(string(text), "")) {
		if title, ok := strings.CutPrefix(strings.TrimLeft(line, "#"), " "); ok && line[0] == '#' {
			kept := regexp.MustCompile(`[^\pL\pN _-]`).ReplaceAllString(strings.TrimSpace(strings.ToLower(title)), "")
			anchors = append(anchors, strings.ReplaceAll(kept, " ", "-"))
		}
	}
	return anchors
}

// TestDocsCommands parses the command lines in the pages as the program does: commands, flags and their values.
func TestDocsCommands(t *testing.T) {
	found := 0
	eachPage(t, func(t *testing.T, _, text string) {
		spans, lines := code(text)
		for _, line := range append(lines, spans...) {
			words := strings.Fields(strings.NewReplacer("[", "", "]", "", "...", "").Replace(line))
			if len(words) < 2 || words[0] != "precompute" && words[0] != "bin/precompute" {
				continue
			}
			found++
			if err := understood(words[1:]); err != nil {
				t.Errorf("%q: %v", line, err)
			}
		}
	})
	if found < 20 {
		t.Errorf("%d command lines in all pages", found)
	}
}

// understood says whether the program knows the command and all its flags, and can read their values.
func understood(words []string) error {
	var started bool
	root := newRootCommand(&started)
	command, rest, err := root.Find(words)
	if err != nil {
		return err
	}
	if command == root {
		return fmt.Errorf("no such command")
	}
	return command.ParseFlags(rest)
}

// TestDocsFlags looks the flags up that the text names; another program's stand beside its name.
func TestDocsFlags(t *testing.T) {
	known := map[string]bool{"--omit-lockfile-registry-resolved": true} // npm's
	var started bool
	for _, command := range newRootCommand(&started).Commands() {
		for _, flag := range strings.Fields(command.Flags().FlagUsages()) {
			known[flag] = true
		}
	}
	eachPage(t, func(t *testing.T, _, text string) {
		spans, _ := code(text)
		for _, s := range spans {
			if name, _, _ := strings.Cut(s, " "); strings.HasPrefix(name, "--") && !known[name] {
				t.Errorf("no command has the flag %q", s)
			}
		}
	})
}

// TestReadme holds the README to its length and to the commands that there are.
func TestReadme(t *testing.T) {
	text := readText(t, "README.md")
	if n := strings.Count(text, "\n"); n > 150 {
		t.Errorf("%d lines, more than 150", n)
	}
	var started bool
	for _, command := range newRootCommand(&started).Commands() {
		if offered(command) && !strings.Contains(text, "`precompute "+command.Name()) {
			t.Errorf("the table of commands lacks %q", command.Name())
		}
	}
	for _, page := range []string{"README.md", "docs/scripting.md"} {
		text := readText(t, page)
		for _, c := range []int{exitOK, exitFailed, exitUsage, exitSkipped, exitInterrupted} {
			if !regexp.MustCompile(fmt.Sprintf(`\b%d\b`, c)).MatchString(text) {
				t.Errorf("%s does not name exit code %d", page, c)
			}
		}
	}
}

// offered tells the commands with results of their own from those that every program has.
func offered(c *cobra.Command) bool {
	return !slices.Contains([]string{"help", "completion", "version"}, c.Name())
}
