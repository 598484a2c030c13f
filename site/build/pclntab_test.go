package main

import (
	"bytes"
	"debug/gosym"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// forgetful is a program built for the browser, as the linker makes it.
func forgetful(t *testing.T) []byte {
	t.Helper()
	target := filepath.Join(t.TempDir(), "program.wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags=-s -w -buildid=", "-o", target, "./testdata/forgetful")
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	module, err := os.ReadFile(target)
	if err != nil {
		t.Fatal(err)
	}
	return module
}

// output is what a program for the browser prints in Node.js, up to the first line of its deadlock.
func output(t *testing.T, module []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "program.wasm")
	if err := os.WriteFile(path, module, 0o600); err != nil {
		t.Fatal(err)
	}
	script, err := filepath.Abs("../../build/wasm_exec.sh")
	if err != nil {
		t.Fatal(err)
	}
	out, err := exec.Command("sh", script, path).CombinedOutput()
	var exit *exec.ExitError
	if !errors.As(err, &exit) {
		t.Fatalf("error %v: %s", err, out)
	}
	said, _, found := strings.Cut(string(out), "deadlock")
	if !found {
		t.Fatalf("no deadlock was found: %s", out)
	}
	return said
}

// TestForgetfulProgramRunsOn: a program without names does what it did with them, the runtime's own tests of its tables included.
func TestForgetfulProgramRunsOn(t *testing.T) {
	before := forgetful(t)
	after, err := rewriteData(before, shrink)
	if err != nil {
		t.Fatal(err)
	}
	want := "1001\nruntime error: index out of range [3] with length 0 after 3, runtime error: index out of range [2] with length 0 after 2, " +
		"runtime error: index out of range [1] with length 0 after 1, runtime error: index out of range [0] with length 0 after 0\n1275 in goroutines\n"
	with, without := output(t, before), output(t, after)
	if !strings.HasPrefix(with, want) || without != with {
		t.Errorf("the program printed %q, with its names %q", without, with)
	}
}

// names are those of a module's functions, by debug/gosym.
func names(t *testing.T, module []byte) (names []string) {
	t.Helper()
	contents, _ := memory(t, module)
	at := bytes.Index(contents, []byte(tableMagic))
	table, err := gosym.NewTable(nil, gosym.NewLineTable(contents[at:], 0))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range table.Funcs {
		names = append(names, f.Name)
	}
	return names
}

// TestNamesAreForgotten: of as many functions as there were, those of the runtime are still known to be its own.
func TestNamesAreForgotten(t *testing.T) {
	before := forgetful(t)
	after, err := rewriteData(before, shrink)
	if err != nil {
		t.Fatal(err)
	}
	had, has := names(t, before), names(t, after)
	if len(has) != len(had) || len(had) < 1000 {
		t.Fatalf("%d functions, %d before", len(has), len(had))
	}
	for k, name := range had {
		want := ""
		if strings.HasPrefix(name, "runtime.") {
			want = "runtime."
		}
		if has[k] != want {
			t.Fatalf("%q became %q", name, has[k])
		}
	}
}

func TestTableIsAsExpected(t *testing.T) {
	contents, _ := memory(t, forgetful(t))
	table := contents[bytes.Index(contents, []byte(tableMagic)):]
	found, err := findTable(table)
	if err != nil {
		t.Fatal(err)
	}
	spoilt := func(at int, with string) []byte {
		return append(append(bytes.Clone(table[:at]), with...), table[at+len(with):]...)
	}
	for name, data := range map[string][]byte{
		"no table": table[1:], "two tables": append(bytes.Clone(table), tableMagic...), "the end": table[:60], "cut off": table[:found.directory+100],
		"order": spoilt(33, "\xff\xff"), "functions": spoilt(9, "\xff\xff\xff"),
	} {
		if err := forgetNames(bytes.Clone(data)); !errors.Is(err, errModule) {
			t.Errorf("%s: error %v", name, err)
		}
	}
}
