package main

import (
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

// compile builds the WebAssembly. Inlining is off: it makes the download a tenth larger, and PageRank no faster.
func compile(root string) ([]byte, error) {
	dir, err := os.MkdirTemp("", "summit-wasm")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	overlay, err := withoutCrypto(dir)
	if err != nil {
		return nil, err
	}
	target := filepath.Join(dir, "explorer.wasm")
	cmd := exec.Command("go", "build", "-trimpath", "-overlay="+overlay, "-ldflags=-s -w -buildid=", "-gcflags=all=-l", "-o", target, "./wasm")
	cmd.Dir, cmd.Stderr = root, os.Stderr
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm", "CGO_ENABLED=0")
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("compile ./wasm: %w", err)
	}
	return os.ReadFile(target)
}

// withoutCrypto writes to dir an overlay for go build that leaves nothing of crypto/rand but its reader's name. zstd's
// encoder pads frames with it; the page never encodes, but would carry all that crypto sets up when a program starts: 35 kB.
func withoutCrypto(dir string) (string, error) {
	root, err := goRoot()
	if err != nil {
		return "", err
	}
	files, err := filepath.Glob(filepath.Join(root, "src", "crypto", "rand", "*.go"))
	if err != nil {
		return "", err
	}
	stub := filepath.Join(dir, "rand.go")
	if err := os.WriteFile(stub, []byte("package rand\n\nimport \"io\"\n\nvar Reader io.Reader\n"), 0o644); err != nil {
		return "", err
	}
	replace := map[string]string{}
	for _, file := range files {
		replace[file] = "" // not there
	}
	replace[filepath.Join(root, "src", "crypto", "rand", "rand.go")] = stub
	text, err := json.Marshal(map[string]any{"Replace": replace})
	if err != nil {
		return "", err
	}
	overlay := filepath.Join(dir, "overlay.json")
	return overlay, os.WriteFile(overlay, text, 0o644)
}

func goRoot() (string, error) {
	root, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return "", fmt.Errorf("go env GOROOT: %w", err)
	}
	return strings.TrimSpace(string(root)), nil
}

// goRuntime is Go's own script that runs WebAssembly.
func goRuntime() ([]byte, error) {
	root, err := goRoot()
	if err != nil {
		return nil, err
	}
	return os.ReadFile(filepath.Join(root, "lib", "wasm", "wasm_exec.js"))
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
