package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// compile builds the WebAssembly, with the names of functions if they are asked for. Inlining is off: it makes the download a tenth larger, and
// PageRank no faster.
func compile(root string, names bool) ([]byte, error) {
	dir, err := os.MkdirTemp("", "summit-wasm")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	target, strip := filepath.Join(dir, "explorer.wasm"), "-s -w "
	if names {
		strip = ""
	}
	cmd := exec.Command("go", "build", "-trimpath", "-ldflags="+strip+"-buildid=", "-gcflags=all=-l", "-o", target, "./wasm")
	cmd.Dir, cmd.Stderr = root, os.Stderr
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("compile ./wasm: %w", err)
	}
	module, err := os.ReadFile(target)
	if err != nil {
		return nil, err
	}
	if names {
		return rewriteData(module, join)
	}
	return rewriteData(module, shrink)
}

// shrink joins segments, and has them forget names.
func shrink(segments []segment) ([]segment, error) {
	segments, err := join(segments)
	if err != nil {
		return nil, err
	}
	for _, s := range segments {
		if bytes.Contains(s.data, []byte(tableMagic)) {
			return segments, forgetNames(s.data)
		}
	}
	return nil, fmt.Errorf("%w: no table of functions", errModule)
}

// goRuntime is Go's own script that runs WebAssembly.
func goRuntime() ([]byte, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("go env GOROOT: %w", err)
	}
	return os.ReadFile(filepath.Join(strings.TrimSpace(string(root)), "lib", "wasm", "wasm_exec.js"))
}

// vuguScript is the script that Vugu's renderer would evaluate at run time, which the security policy forbids. It is
// followed by its own text, by which site/shell/boot.js recognises that call.
func vuguScript(root string) ([]byte, error) {
	cmd := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/vugu/vugu")
	cmd.Dir, cmd.Stderr = root, os.Stderr
	dir, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("find Vugu: %w", err)
	}
	path := filepath.Join(strings.TrimSpace(string(dir)), "domrender", "renderer-js-script.go")
	file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
	if err != nil {
		return nil, err
	}
	script, err := constant(file, "jsHelperScript")
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	text, err := json.Marshal(script)
	if err != nil {
		return nil, err
	}
	return []byte(script + ";\nwindow.summitVuguScript = " + string(text) + ";\n"), nil
}

// constant is the value of a string constant that is one literal.
func constant(file *ast.File, name string) (value string, err error) {
	err = errors.New("no constant " + name)
	ast.Inspect(file, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if ok && len(spec.Values) == 1 && spec.Names[0].Name == name {
			if literal, ok := spec.Values[0].(*ast.BasicLit); ok {
				value, err = strconv.Unquote(literal.Value)
			}
		}
		return true
	})
	return value, err
}
