package bundle

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"runtime"
	"slices"
	"sync"
)

// files compares the files that are there with checksums.txt.
func (v *verification) files() {
	v.sums = v.hashAll(v.walk())
	text, err := v.root.ReadFile(checksumFile)
	if err != nil {
		v.add(checksumFile, "%v", reason(err))
		return
	}
	listed, err := parseChecksums(text)
	if err != nil {
		v.add(checksumFile, "%v", err)
		return
	}
	for path, sum := range listed {
		switch got, there := v.sums[path]; {
		case !there:
			v.add(path, "missing, but listed in %s", checksumFile)
		case got != sum:
			v.add(path, "content differs from its checksum: flipped, truncated or edited")
		}
	}
	for path := range v.sums {
		if _, known := listed[path]; !known && path != checksumFile {
			v.add(path, "not listed in %s", checksumFile)
		}
	}
}

// walk returns the paths of all regular files.
func (v *verification) walk() []string {
	var paths []string
	fs.WalkDir(v.root.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			v.add(path, "%v", reason(err))
		case entry.Type().IsRegular():
			paths = append(paths, path)
		case !entry.IsDir():
			v.add(path, "neither a file nor a folder: %v", entry.Type())
		}
		return nil
	})
	return paths
}

// hashAll returns the checksums of the files, several read at a time.
func (v *verification) hashAll(paths []string) map[string]string {
	sums := make([]string, len(paths))
	workers := runtime.GOMAXPROCS(0)
	var group sync.WaitGroup
	for first := range workers {
		group.Go(func() {
			for k := first; k < len(paths); k += workers {
				sum, err := hashFile(v.root, paths[k])
				if err != nil {
					v.add(paths[k], "%v", reason(err))
				}
				sums[k] = sum
			}
		})
	}
	group.Wait()
	all := make(map[string]string, len(paths))
	for k, path := range paths {
		all[path] = sums[k]
	}
	return all
}

func hashFile(root *os.Root, path string) (string, error) {
	f, err := root.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", err
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}

// parseChecksums reads checksumFile. Only the one text that a writer makes of its content is accepted.
func parseChecksums(text []byte) (map[string]string, error) {
	sums := map[string]string{}
	for line := range bytes.Lines(text) {
		sum, path, ok := bytes.Cut(bytes.TrimSuffix(line, []byte("\n")), []byte("  "))
		if raw, err := hex.DecodeString(string(sum)); !ok || err != nil || len(raw) != sha256.Size {
			return nil, fmt.Errorf("no checksum and path: %q", line)
		}
		sums[string(path)] = string(sum)
	}
	if !bytes.Equal(text, formatChecksums(sums)) {
		paths := slices.Sorted(maps.Keys(sums))
		return nil, fmt.Errorf("its %d lines are not as they are written: sorted by path, each path once, lower case", len(paths))
	}
	return sums, nil
}

// reason is err without the path, which is reported beside it.
func reason(err error) error {
	var at *fs.PathError
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return errors.New("missing")
	case errors.As(err, &at):
		return at.Err
	}
	return err
}
