//go:build cgo

package influence

// #include "screen.h"
import "C"

// native lists NEON, which every arm64 processor has.
func native() []Screen { return []Screen{vectors{"neon", &C.screen_neon}} }
