//go:build cgo

package influence

// #include "screen.h"
import "C"

// native lists the vector instructions that the processor has.
func native() []Screen {
	var screens []Screen
	if C.screen_has_avx512() != 0 {
		screens = append(screens, vectors{"avx512", &C.screen_avx512})
	}
	if C.screen_has_avx2() != 0 {
		screens = append(screens, vectors{"avx2", &C.screen_avx2})
	}
	return screens
}
