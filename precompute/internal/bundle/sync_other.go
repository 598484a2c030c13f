//go:build !linux

package bundle

import "os"

// syncFile puts f on disk.
func syncFile(f *os.File) error { return f.Sync() }

// syncAll has nothing to do: every file was synced alone.
func syncAll(string) error { return nil }

// syncFolder does nothing: not every system can sync a folder, and a lost name loses the bundle as a whole, no part of it.
func syncFolder(string) error { return nil }
