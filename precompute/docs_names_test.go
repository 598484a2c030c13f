package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"summit/precompute/internal/progress"
	"summit/shared/model"
)

// areas are the folders at the root of the repository that pages name files in.
var areas = []string{".ci", "build", "docs", "precompute", "shared", "site", "wasm"}

var filePath = regexp.MustCompile(`^[\w.-]+(/[\w.-]+)+$`)

// TestDocsFiles looks for the files and folders of the repository that pages name.
func TestDocsFiles(t *testing.T) {
	eachPage(t, func(t *testing.T, _, text string) {
		spans, _ := code(text)
		for _, s := range spans {
			path := s
			if strings.HasPrefix(s, "internal/") {
				path = "precompute/" + s
			}
			if area, _, _ := strings.Cut(path, "/"); !filePath.MatchString(path) || !slices.Contains(areas, area) {
				continue
			}
			if _, err := os.Stat(filepath.Join(repository, path)); err != nil {
				t.Errorf("%q: %v", s, err)
			}
		}
	})
}

// TestDocsTargets looks the make targets up, and the tests that a page says to run.
func TestDocsTargets(t *testing.T) {
	makefile := readText(t, "Makefile")
	target := regexp.MustCompile(`^make ([a-z-]+)`)
	run := regexp.MustCompile(`go test -run (\w+) .*\./(\S+)`)
	eachPage(t, func(t *testing.T, _, text string) {
		spans, lines := code(text)
		for _, line := range append(lines, spans...) {
			if m := target.FindStringSubmatch(line); m != nil && !strings.Contains(makefile, "\n"+m[1]+":") {
				t.Errorf("%q: the Makefile has no such target", line)
			}
			if m := run.FindStringSubmatch(line); m != nil && !strings.Contains(sourceOf(t, m[2], "_test.go"), "func "+m[1]) {
				t.Errorf("%q: the package has no such test", line)
			}
		}
	})
}

func sourceOf(t *testing.T, folder, suffix string) string {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(repository, folder, "*"+suffix))
	if err != nil || len(files) == 0 {
		t.Fatalf("no %s in %q, error %v", suffix, folder, err)
	}
	var text strings.Builder
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		text.Write(data)
	}
	return text.String()
}

// TestArchitectureNames looks up what ARCHITECTURE.md calls by the names of Go: package.Name, Type.Method.
func TestArchitectureNames(t *testing.T) {
	declared := declarations(t)
	name := regexp.MustCompile(`^\w+(\.\w+)*\.(\w+)$`)
	spans, _ := code(readText(t, "ARCHITECTURE.md"))
	found := 0
	for _, s := range spans {
		m := name.FindStringSubmatch(s)
		if m == nil {
			continue
		}
		found++
		owner := strings.Split(strings.TrimSuffix(s, "."+m[2]), ".")
		if !declared[owner[len(owner)-1]+"."+m[2]] {
			t.Errorf("%q is declared nowhere", s)
		}
	}
	if found < 15 {
		t.Errorf("%d names of Go", found)
	}
}

// declarations are package.Name for functions and types, and Type.Method.
func declarations(t *testing.T) map[string]bool {
	t.Helper()
	declared := map[string]bool{}
	for _, area := range []string{"precompute", "shared"} {
		err := filepath.WalkDir(filepath.Join(repository, area), func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
				return err
			}
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.SkipObjectResolution)
			if err != nil {
				return err
			}
			declare(declared, file)
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	return declared
}

func declare(declared map[string]bool, file *ast.File) {
	for _, d := range file.Decls {
		switch d := d.(type) {
		case *ast.FuncDecl:
			owner := file.Name.Name
			if d.Recv != nil {
				owner = receiver(d.Recv.List[0].Type)
			}
			declared[owner+"."+d.Name.Name] = true
		case *ast.GenDecl:
			for _, s := range d.Specs {
				if s, ok := s.(*ast.TypeSpec); ok {
					declared[file.Name.Name+"."+s.Name.Name] = true
				}
			}
		}
	}
}

func receiver(e ast.Expr) string {
	switch e := e.(type) {
	case *ast.StarExpr:
		return receiver(e.X)
	case *ast.IndexExpr:
		return receiver(e.X)
	case *ast.Ident:
		return e.Name
	}
	return ""
}

// TestDocsFields wants each field of the interfaces between programs in the page that describes them.
func TestDocsFields(t *testing.T) {
	scripting, format := readText(t, "docs/scripting.md"), readText(t, "docs/format.md")
	for _, field := range fieldsOf(reflect.TypeFor[progress.Report](), nil) {
		if !strings.Contains(scripting, "`"+field+"`") {
			t.Errorf("docs/scripting.md lacks the field %q of progress", field)
		}
	}
	for _, field := range fieldsOf(reflect.TypeFor[model.Manifest](), nil) {
		if !regexp.MustCompile("`" + field + `(\[\])?` + "`").MatchString(format) {
			t.Errorf("docs/format.md lacks the field %q of the manifest", field)
		}
	}
}

// fieldsOf adds the JSON names of a struct's fields to names, those of structs within it too.
func fieldsOf(s reflect.Type, names []string) []string {
	for s.Kind() == reflect.Slice || s.Kind() == reflect.Pointer || s.Kind() == reflect.Array {
		s = s.Elem()
	}
	if s.Kind() != reflect.Struct {
		return names
	}
	for field := range s.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		if name != "" && name != "-" {
			names = append(names, name)
		}
		names = fieldsOf(field.Type, names)
	}
	return names
}
