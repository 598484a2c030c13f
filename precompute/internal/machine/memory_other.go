//go:build !linux

package machine

// Memory is how many bytes this process can take; 0: not known.
func Memory() int64 { return 0 }
