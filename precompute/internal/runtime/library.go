// Package runtime runs ONNX models with ONNX Runtime's shared library, which is found at run time and not linked.
package runtime

import (
	"fmt"
	"os"
	"path/filepath"
	goruntime "runtime"

	ort "github.com/yalue/onnxruntime_go"

	"summit/precompute/internal/hint"
)

// LibraryVariable is the environment variable that names the shared library to use.
const LibraryVariable = "PRECOMPUTE_ORT_LIB"

// fileName is what the library is called where `make ort` puts it.
func fileName() string {
	switch goruntime.GOOS {
	case "darwin":
		return "libonnxruntime.dylib"
	case "windows":
		return "onnxruntime.dll"
	}
	return "libonnxruntime.so.1"
}

// Find returns the path of ONNX Runtime's library: the one given, else the one that PRECOMPUTE_ORT_LIB names, else
// .cache/ort/ beside the program or in the working directory or one of its parents. Symbolic links are resolved, since the library
// looks for its execution providers beside the path that it was loaded by.
func Find(explicit string) (string, error) {
	if explicit != "" {
		return resolve(explicit, "--ort-lib")
	}
	if path := os.Getenv(LibraryVariable); path != "" {
		return resolve(path, LibraryVariable)
	}
	for _, start := range searchRoots() {
		for dir := start; ; dir = filepath.Dir(dir) {
			path := filepath.Join(dir, ".cache", "ort", fileName())
			if _, err := os.Stat(path); err == nil {
				return resolve(path, path)
			}
			if dir == filepath.Dir(dir) {
				break
			}
		}
	}
	return "", hint.Wrap(fmt.Errorf("ONNX Runtime's library (%s) was not found", fileName()),
		"run `make ort` in the source folder, or name a library of version 1.24 or later by --ort-lib or %s", LibraryVariable)
}

func searchRoots() []string {
	var roots []string
	if exe, err := os.Executable(); err == nil {
		if exe, err = filepath.EvalSymlinks(exe); err == nil {
			roots = append(roots, filepath.Dir(exe))
		}
	}
	if wd, err := os.Getwd(); err == nil {
		roots = append(roots, wd)
	}
	return roots
}

func resolve(path, origin string) (string, error) {
	target, err := filepath.EvalSymlinks(path)
	if err == nil {
		target, err = filepath.Abs(target)
	}
	if err != nil {
		return "", hint.Wrap(fmt.Errorf("ONNX Runtime's library %q: %w", path, err), "look at %s", origin)
	}
	return target, nil
}

// Open loads the library, once for the whole process. Close the returned function's way.
func Open(library string) (closeLibrary func() error, err error) {
	ort.SetSharedLibraryPath(library)
	if err := ort.InitializeEnvironment(ort.WithLogLevelError()); err != nil {
		return nil, hint.Wrap(fmt.Errorf("load ONNX Runtime from %q: %w", library, err),
			"it has to be a build of version 1.24 or later for %s/%s", goruntime.GOOS, goruntime.GOARCH)
	}
	return ort.DestroyEnvironment, nil
}

// Version is that of the library that Open loaded.
func Version() string { return ort.GetVersion() }
