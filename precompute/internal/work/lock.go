package work

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/hint"
)

// lock makes sure that one process at a time works in dir. The system takes the lock from a process that ends, however it does.
func lock(dir string) (*os.File, error) {
	path := filepath.Join(dir, bundle.LockFile)
	for {
		f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o666)
		if err != nil {
			return nil, err
		}
		taken, err := lockFile(f)
		if err != nil || !taken {
			owner, _ := io.ReadAll(io.LimitReader(f, 200))
			f.Close()
			if err != nil {
				return nil, fmt.Errorf("lock %q: %w", path, err)
			}
			return nil, hint.Errorf("wait until it ends, end it, or choose another folder with --out",
				"another precompute works in %q: %s", dir, owner)
		}
		if isAt(f, path) {
			return f, sign(f)
		}
		f.Close() // the process that had it removed the folder meanwhile
	}
}

// isAt reports whether f is still what lies at path.
func isAt(f *os.File, path string) bool {
	mine, err := f.Stat()
	if err != nil {
		return false
	}
	there, err := os.Stat(path)
	return err == nil && os.SameFile(mine, there)
}

// sign writes into the lock who has it.
func sign(f *os.File) error {
	host, err := os.Hostname()
	if err != nil {
		host = "unknown host"
	}
	text := fmt.Sprintf("process %d on %s since %s", os.Getpid(), host, time.Now().Format(time.DateTime))
	if err := f.Truncate(0); err != nil {
		return err
	}
	_, err = f.WriteAt([]byte(text), 0)
	return err
}
