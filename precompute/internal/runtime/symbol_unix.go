//go:build !windows

package runtime

/*
#cgo linux LDFLAGS: -ldl
#include <dlfcn.h>
#include <stdlib.h>
*/
import "C"

import (
	"fmt"
	"unsafe"
)

// symbol is the address of a function in a shared library, which stays loaded.
func symbol(library, name string) (unsafe.Pointer, error) {
	path, function := C.CString(library), C.CString(name)
	defer C.free(unsafe.Pointer(path))
	defer C.free(unsafe.Pointer(function))
	handle := C.dlopen(path, C.RTLD_LAZY)
	if handle == nil {
		return nil, fmt.Errorf("load %q: %s", library, C.GoString(C.dlerror()))
	}
	address := C.dlsym(handle, function)
	if address == nil {
		return nil, fmt.Errorf("%q has no function %s", library, name)
	}
	return address, nil
}
