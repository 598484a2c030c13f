package dataset

import (
	"errors"
	"fmt"
	"image"
	"io"
	"io/fs"
	"os"
	"path/filepath"
)

// MaxBytes is the size of the largest file that is taken for a picture.
const MaxBytes = 1 << 29

// Item is one labelled picture.
type Item struct {
	Label int    // index into Set.Labels
	ID    string // names it in the digest, with slashes; unique within its label

	source   source
	at, size int64 // where in the source, and bytes; what they mean is the source's
}

// source holds the bytes of pictures. It may be used by any number of goroutines at once.
type source interface {
	// path names an item for people: the file, and what is within it.
	path(Item) string
	// read returns the picture's bytes; the error need not name it.
	read(Item) ([]byte, error)
}

// Name is the ID as UTF-8, for reports.
func (item Item) Name() string { return utf8Text(item.ID) }

// Path says where the picture lies: a file, or a file and what is within it.
func (item Item) Path() string { return item.source.path(item) }

// Read returns the bytes of the picture; its errors name it.
func (item Item) Read() ([]byte, error) {
	data, err := item.source.read(item)
	if err != nil {
		return nil, fmt.Errorf("read %q: %w", item.Path(), err)
	}
	return data, nil
}

// Decode decodes what Read returned; its errors name the picture.
func (item Item) Decode(data []byte) (image.Image, error) {
	img, err := Decode(data)
	if err != nil {
		return nil, fmt.Errorf("decode %q: %w", item.Path(), err)
	}
	return img, nil
}

// folder is a source of files: an item's ID is its path, relative to the folder or absolute.
type folder string

func (f folder) path(item Item) string { return f.file(item.ID) }

func (f folder) file(id string) string {
	path := filepath.FromSlash(id)
	if filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(string(f), path)
}

func (f folder) read(item Item) ([]byte, error) { return readFile(f.file(item.ID)) }

// readFile reads a regular file whole. It never waits for a pipe or reads a device, which may have no end.
func readFile(path string) ([]byte, error) {
	f, size, err := openRegular(path)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return readRange(f, 0, size)
}

// openRegular opens a file that is no folder, pipe or device, links followed, and returns its size.
func openRegular(path string) (*os.File, int64, error) {
	info, err := os.Stat(path)
	if err != nil {
		return nil, 0, cause(err)
	}
	if !info.Mode().IsRegular() {
		return nil, 0, errors.New("not a regular file")
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, 0, cause(err)
	}
	return f, info.Size(), nil
}

// readRange reads size bytes from at on.
func readRange(f io.ReaderAt, at, size int64) ([]byte, error) {
	if size > MaxBytes {
		return nil, fmt.Errorf("%d bytes: more than %d", size, MaxBytes)
	}
	data := make([]byte, size)
	if n, err := f.ReadAt(data, at); n < len(data) {
		if err == io.EOF {
			return nil, fmt.Errorf("the file has become shorter: %d of %d bytes", n, size)
		}
		return nil, cause(err)
	}
	return data, nil
}

// cause is an error of the file system without the operation and the path, which the caller names.
func cause(err error) error {
	var at *fs.PathError
	if errors.As(err, &at) {
		return at.Err
	}
	return err
}
