package site

import (
	"bytes"
	"io/fs"
	"os"
	"strings"
	"time"
)

// Virtual is the site of the explorer and the bundles in dirs without copying anything.
func Virtual(dirs []string) (fs.FS, error) {
	if len(dirs) == 0 {
		return nil, noBundles()
	}
	explorer, err := Explorer()
	if err != nil {
		return nil, err
	}
	mounts, err := Mounts(dirs)
	if err != nil {
		return nil, err
	}
	v := &virtual{explorer: explorer, index: IndexOf(mounts), bundles: map[string]fs.FS{}}
	for _, m := range mounts {
		root, err := os.OpenRoot(m.Dir)
		if err != nil {
			return nil, err
		}
		v.bundles[m.Path] = root.FS()
	}
	return v, nil
}

// Dir is a site that was assembled into a folder. Links that lead out of it are not followed.
func Dir(dir string) (fs.FS, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	return root.FS(), nil
}

type virtual struct {
	explorer fs.FS
	index    []byte
	bundles  map[string]fs.FS // by their paths, with a closing slash
}

// Open opens a file of the explorer, the index, or a file of a bundle.
func (v *virtual) Open(name string) (fs.File, error) {
	if !fs.ValidPath(name) {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrInvalid}
	}
	if name == Index {
		return &indexFile{Reader: bytes.NewReader(v.index), size: int64(len(v.index))}, nil
	}
	for path, files := range v.bundles {
		if rest, ok := strings.CutPrefix(name, path); ok {
			return files.Open(rest)
		}
	}
	return v.explorer.Open(name)
}

// indexFile is the index as a file.
type indexFile struct {
	*bytes.Reader
	size int64
}

func (f *indexFile) Close() error               { return nil }
func (f *indexFile) Stat() (fs.FileInfo, error) { return f, nil }
func (f *indexFile) Name() string               { return Index }
func (f *indexFile) Size() int64                { return f.size }
func (f *indexFile) Mode() fs.FileMode          { return 0o444 }
func (f *indexFile) ModTime() time.Time         { return time.Time{} }
func (f *indexFile) IsDir() bool                { return false }
func (f *indexFile) Sys() any                   { return nil }
