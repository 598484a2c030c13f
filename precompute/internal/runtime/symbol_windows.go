package runtime

import (
	"fmt"
	"syscall"
	"unsafe"
)

// symbol is the address of a function in a shared library, which stays loaded.
func symbol(library, name string) (unsafe.Pointer, error) {
	dll, err := syscall.LoadDLL(library)
	if err != nil {
		return nil, fmt.Errorf("load %q: %w", library, err)
	}
	function, err := dll.FindProc(name)
	if err != nil {
		return nil, fmt.Errorf("%q has no function %s: %w", library, name, err)
	}
	address := function.Addr()
	return *(*unsafe.Pointer)(unsafe.Pointer(&address)), nil
}
