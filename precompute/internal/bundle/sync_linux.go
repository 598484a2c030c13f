package bundle

import (
	"os"

	"golang.org/x/sys/unix"
)

// syncFile leaves the work to syncAll: one sync of the file system is far cheaper than thousands of files synced alone.
func syncFile(*os.File) error { return nil }

// syncAll puts on disk whatever was written to the file system of dir; a failed delayed write is reported.
func syncAll(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return unix.Syncfs(int(f.Fd()))
}

// syncFolder puts the names in dir on disk.
func syncFolder(dir string) error {
	f, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer f.Close()
	return f.Sync()
}
