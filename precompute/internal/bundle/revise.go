package bundle

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	format "summit/shared/bundle"
	"summit/shared/model"
)

// Revision is a bundle that is to take the place of one that is there, with some of its files and its manifest written anew. The others
// are the same files, by links where the system has them. Call Abort when done, as for a Writer.
type Revision struct {
	*Reader // of what is there
	writer  *Writer
	sums    map[string]string // of what is there
}

// Revise begins a revision of the bundle at out, in its work folder. The bundle itself does not change until Commit.
func Revise(out string, workers int) (*Revision, error) {
	old, err := Open(out)
	if err != nil {
		return nil, err
	}
	sums, err := old.Checksums()
	if err != nil {
		return nil, errors.Join(err, old.Close())
	}
	m := old.Manifest()
	w, err := Create(out, Shape{Classes: len(m.Classes), Channels: m.Channels(), Inhibition: m.Parameters.Inhibition}, workers)
	if err != nil {
		return nil, errors.Join(err, old.Close())
	}
	return &Revision{Reader: old, writer: w, sums: sums}, nil
}

// Put writes a file in the place of the one of that path, if there is one. Several goroutines may do so at once.
func (r *Revision) Put(path string, data []byte) error { return r.writer.File(path, data) }

// PutFeatures writes the activations of feature visualizations.
func (r *Revision) PutFeatures(f format.Features) error { return r.writer.Features(f) }

// Commit completes the revision with its manifest, of the same network and classes, and puts it in place.
func (r *Revision) Commit(m *model.Manifest) error {
	entries := map[format.Matrix]int{}
	for _, matrix := range format.Matrices(m.Parameters.Inhibition) {
		counts, _ := r.meta.Array(matrix.Counts())
		entries[matrix] = counts.Shape[1]
	}
	r.writer.arrays = format.Arrays(m, entries)
	if err := r.keep(); err != nil {
		return err
	}
	if err := r.writer.putMetadata(m); err != nil {
		return err
	}
	return r.writer.inPlace()
}

// Abort removes what was written so far, unless Commit has put it in place.
func (r *Revision) Abort() error { return errors.Join(r.writer.Abort(), r.Close()) }

// keep takes over the files that were not written anew.
func (r *Revision) keep() error {
	files := r.writer.files
	for path, sum := range r.sums {
		if _, written := files.sums[path]; written || filepath.Base(path) == format.Root {
			continue
		}
		if err := files.folder(filepath.ToSlash(filepath.Dir(path))); err != nil {
			return err
		}
		name := filepath.FromSlash(path)
		if err := take(filepath.Join(r.dir, name), filepath.Join(files.dir, name)); err != nil {
			return fmt.Errorf("keep %q: %w", path, err)
		}
		files.sums[path] = sum
	}
	return nil
}

// take makes to the same file as from, or else a copy of it.
func take(from, to string) error {
	err := os.Link(from, to)
	if err == nil || errors.Is(err, fs.ErrNotExist) {
		return err
	}
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return os.WriteFile(to, data, 0o666)
}
