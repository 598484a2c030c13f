package main

import (
	"context"
	"errors"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"

	"summit/precompute/internal/demo"
	"summit/precompute/internal/runtime"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"precompute": main})
}

// TestScript runs testdata/script. Beside testscript's own commands there are exit, lines, fields, appear, sea, small and synthetic; the condition
// [ort] holds where ONNX Runtime's library is, [swiftshader] where SwiftShader is as well, which $SWIFTSHADER names.
func TestScript(t *testing.T) {
	library, err := runtime.Find("")
	if err != nil {
		t.Logf("scripts that run models are skipped: %v", err)
	}
	here, err := filepath.Abs(repository)
	if err != nil {
		t.Fatal(err)
	}
	shader := swiftShader()
	if shader == "" {
		t.Log("scripts that run models without a GPU by WebGPU are skipped: SwiftShader is not there (as root: apt-get install chromium)")
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			env.Setenv(runtime.LibraryVariable, library)
			env.Setenv("REPOSITORY", here)
			env.Setenv("SWIFTSHADER", shader)
			return nil
		},
		Condition: func(name string) (bool, error) {
			switch name {
			case "ort":
				return library != "", nil
			case "swiftshader":
				return library != "" && shader != "", nil
			}
			return false, errors.New("unknown condition")
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){"exit": exitCommand, "sea": seaCommand, "small": smallCommand,
			"synthetic": syntheticCommand, "lines": linesCommand, "fields": fieldsCommand, "appear": appearCommand},
	})
}

// exitCommand is "exit CODE COMMAND ARGUMENT...": it runs a command and wants its exit code.
func exitCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) < 2 {
		ts.Fatalf("usage: exit CODE COMMAND ARGUMENT...")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// seaCommand is "sea FOLDER": it writes the demo's model, sea-world.onnx, and a picture of each of its classes, in images.
func seaCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 1 {
		ts.Fatalf("usage: sea FOLDER")
	}
	_, _, err := demo.Shortcut().Write(context.Background(), ts.MkAbs(args[0]), 1, func(_, _ int) {})
	ts.Check(err)
}
