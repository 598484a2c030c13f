package bundle

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"summit/precompute/internal/hint"
	"summit/shared/attribution"
	format "summit/shared/bundle"
	"summit/shared/model"
	"summit/shared/sparse"
	"summit/shared/zarr"
)

// Reader reads a bundle on disk. It is not for several goroutines at once; open one for each.
type Reader struct {
	dir  string
	root *os.Root
	meta *format.Bundle
	zarr *zarr.Decoder
}

// Open opens the bundle in dir. Close it after use.
func Open(dir string) (*Reader, error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, hint.Errorf("name a folder that precompute wrote", "open bundle %q: %w", dir, err)
	}
	r := &Reader{dir: dir, root: root, zarr: zarr.NewDecoder()}
	if err := r.open(); err != nil {
		root.Close()
		return nil, fmt.Errorf("open bundle %q: %w", dir, err)
	}
	return r, nil
}

func (r *Reader) open() error {
	data, err := r.root.ReadFile(format.Root)
	if errors.Is(err, fs.ErrNotExist) && IsRun(r.dir) {
		return unfinished(r.dir)
	}
	if errors.Is(err, fs.ErrNotExist) {
		return hint.Errorf("name a folder that precompute wrote; one that was interrupted has no "+format.Root, "no %s", format.Root)
	}
	if err != nil {
		return err
	}
	r.meta, err = format.Parse(data)
	return err
}

// unfinished says what a folder with parts of a run is.
func unfinished(dir string) error {
	if strings.HasSuffix(filepath.Clean(dir), WorkSuffix) {
		return hint.Errorf("run the command again that it was made by: it goes on where it ended", "it holds what an unfinished run has done so far")
	}
	return hint.Errorf("precompute merge SHARD... --out BUNDLE makes a bundle of all shards of a run", "it is a shard of a run, no bundle")
}

// clone returns a reader of the same bundle for another goroutine; it is not to be closed.
func (r *Reader) clone() *Reader {
	c := *r
	c.zarr = zarr.NewDecoder()
	return &c
}

// Close closes the bundle.
func (r *Reader) Close() error { return r.root.Close() }

// Manifest is the bundle's manifest; it belongs to r.
func (r *Reader) Manifest() *model.Manifest { return &r.meta.Manifest }

// Class reads class c's counts.
func (r *Reader) Class(c int) (attribution.Counts, error) {
	return read(r, r.meta.ClassFiles(c), func(files [][]byte) (attribution.Counts, error) {
		return r.meta.DecodeClass(r.zarr, c, files)
	})
}

// Activation reads class c's row at tau = parameters.mass, [channels] counts of images.
func (r *Reader) Activation(c int) ([]uint32, error) { return r.row(format.Activation, c) }

// ActivationEmbed reads class c's row at tau = parameters.mass_embed, [channels] counts of images.
func (r *Reader) ActivationEmbed(c int) ([]uint32, error) { return r.row(format.ActivationEmbed, c) }

func (r *Reader) row(array string, c int) ([]uint32, error) {
	return read(r, r.meta.ActivationFiles(array, c), func(files [][]byte) ([]uint32, error) {
		return r.meta.DecodeActivation(r.zarr, array, c, files)
	})
}

// Matrix reads class c's sparse matrix m; for format.Inhibition only if parameters.inhibition.
func (r *Reader) Matrix(m format.Matrix, c int) (sparse.CSR, error) {
	return read(r, r.meta.MatrixFiles(m, c), func(files [][]byte) (sparse.CSR, error) {
		return r.meta.DecodeMatrix(r.zarr, m, c, files)
	})
}

// Network reads the shape that all classes share.
func (r *Reader) Network() (attribution.Network, error) {
	return read(r, r.meta.NetworkFiles(), func(files [][]byte) (attribution.Network, error) {
		return r.meta.DecodeNetwork(r.zarr, files)
	})
}

// Examples reads the dataset examples of all channels.
func (r *Reader) Examples() (format.Examples, error) {
	return read(r, r.meta.ExampleFiles(), func(files [][]byte) (format.Examples, error) {
		return r.meta.DecodeExamples(r.zarr, files)
	})
}

// Features reads the activations of all channels' feature visualizations; only if the manifest has a feature tile.
func (r *Reader) Features() (format.Features, error) {
	return read(r, r.meta.FeatureFiles(), func(files [][]byte) (format.Features, error) {
		return r.meta.DecodeFeatures(r.zarr, files)
	})
}

// File reads another file of the bundle, by its path below the root.
func (r *Reader) File(name string) ([]byte, error) {
	data, err := r.root.ReadFile(name)
	if err != nil {
		return nil, r.in(&format.FileError{Path: name, Err: reason(err)})
	}
	return data, nil
}

// Checksums are the sha256 of every file but zarr.json and the list itself, by path.
func (r *Reader) Checksums() (map[string]string, error) {
	return read(r, []string{checksumFile}, func(files [][]byte) (map[string]string, error) {
		sums, err := parseChecksums(files[0])
		if err != nil {
			return nil, &format.FileError{Path: checksumFile, Err: err}
		}
		return sums, nil
	})
}

// read reads the files and decodes them.
func read[T any](r *Reader, paths []string, decode func([][]byte) (T, error)) (T, error) {
	var zero T
	files := make([][]byte, len(paths))
	for k, path := range paths {
		data, err := r.File(path)
		if err != nil {
			return zero, err
		}
		files[k] = data
	}
	value, err := decode(files)
	if err != nil {
		return zero, r.in(err)
	}
	return value, nil
}

// in says which bundle is damaged.
func (r *Reader) in(err error) error {
	return hint.Wrap(fmt.Errorf("bundle %q: %w", r.dir, err), "%q lists everything that is wrong with it", "precompute verify "+r.dir)
}
