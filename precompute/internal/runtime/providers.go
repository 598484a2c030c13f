package runtime

/*
#include <stddef.h>
#include <stdint.h>

// What onnxruntime_c_api.h calls OrtApiBase; OrtApi is a table of functions that only ever grows at its end.
typedef struct {
	void **(*api)(uint32_t version);
	const char *(*version)(void);
} base;

enum { API_VERSION = 24, GET_AVAILABLE_PROVIDERS = 125, RELEASE_AVAILABLE_PROVIDERS = 126 };

static void **table(void *get_base) { return ((const base *(*)(void))get_base)()->api(API_VERSION); }

static int available(void *get_base, char ***names) {
	int n = 0;
	void **api = table(get_base);
	if (api == NULL || ((void *(*)(char ***, int *))api[GET_AVAILABLE_PROVIDERS])(names, &n) != NULL) {
		return -1;
	}
	return n;
}

static void release(void *get_base, char **names, int n) {
	((void *(*)(char **, int))table(get_base)[RELEASE_AVAILABLE_PROVIDERS])(names, n);
}
*/
import "C"

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	goruntime "runtime"
	"slices"
	"unsafe"
)

// available are the devices whose execution providers the library has, those beside it included.
func available(library string) ([]string, error) {
	getBase, err := symbol(library, "OrtGetApiBase")
	if err != nil {
		return nil, err
	}
	var list **C.char
	n := C.available(getBase, &list)
	if n < 0 {
		return nil, fmt.Errorf("ONNX Runtime %q does not say which providers it has", library)
	}
	defer C.release(getBase, list, n)
	var compiled, devices []string
	for _, name := range unsafe.Slice(list, n) {
		compiled = append(compiled, C.GoString(name))
	}
	for _, k := range kinds {
		if slices.Contains(compiled, k.provider) && (k.library == "" || exists(filepath.Join(filepath.Dir(library), providerFile(k.library)))) {
			devices = append(devices, k.name)
		}
	}
	return devices, nil
}

// providerFile is the name of a provider's own library on this platform.
func providerFile(name string) string {
	switch goruntime.GOOS {
	case "windows":
		return "onnxruntime_" + name + ".dll"
	case "darwin":
		return "libonnxruntime_" + name + ".dylib"
	}
	return "libonnxruntime_" + name + ".so"
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return !errors.Is(err, os.ErrNotExist)
}
