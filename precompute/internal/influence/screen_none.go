//go:build !cgo || !(amd64 || arm64)

package influence

// native lists no screens: there is no C compiler, or none are written for the processor.
func native() []Screen { return nil }
