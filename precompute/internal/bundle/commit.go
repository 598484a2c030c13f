package bundle

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"

	"golang.org/x/sync/errgroup"

	format "summit/shared/bundle"
	"summit/shared/model"
	"summit/shared/zarr"
)

// Commit completes the bundle with its manifest and puts it in place: means, entries, usage, metadata, checksums.txt,
// zarr.json, rename. Every class must have been written; a manifest that does not fit the shape is a panic.
func (w *Writer) Commit(m *model.Manifest) error {
	if len(m.Classes) != w.shape.Classes || m.Channels() != w.shape.Channels || m.Parameters.Inhibition != w.shape.Inhibition {
		panic(fmt.Sprintf("bundle: manifest of %d classes, %d channels for the shape %+v", len(m.Classes), m.Channels(), w.shape))
	}
	for c, written := range w.written {
		if !written {
			return fmt.Errorf("class %q has no rows", m.Classes[c].ID)
		}
	}
	w.arrays = format.Arrays(m, w.entries)
	mean, err := w.putMean(m)
	if err != nil {
		return err
	}
	graphs := newGraphs(m, mean)
	if err := w.putEntries(m, graphs); err != nil {
		return err
	}
	if err := w.putUsage(m, graphs); err != nil {
		return err
	}
	if err := w.putMetadata(m); err != nil {
		return err
	}
	return w.inPlace()
}

// putEntries writes the sparse matrices' entries, padded to the largest class, and counts the classes' graphs.
func (w *Writer) putEntries(m *model.Manifest, g *graphs) error {
	for _, matrix := range format.Matrices(w.shape.Inhibition) {
		var group errgroup.Group
		group.SetLimit(w.workers)
		for c := range w.shape.Classes {
			group.Go(func() error { return w.putMatrix(matrix, c, m, g) })
		}
		if err := group.Wait(); err != nil {
			return err
		}
		if err := w.files.root.Remove(spillFolder + "/" + string(matrix)); err != nil {
			return err
		}
	}
	return w.files.root.Remove(spillFolder)
}

func (w *Writer) putMatrix(matrix format.Matrix, c int, m *model.Manifest, g *graphs) error {
	indices, values, err := w.files.unspill(matrix, c)
	if err != nil {
		return err
	}
	if matrix == format.Influence && g != nil {
		if err := w.addGraph(g, &m.Classes[c], c, indices, values); err != nil {
			return err
		}
	}
	if err := putChunk(w, matrix.Counts(), values, c, 0); err != nil {
		return err
	}
	if w.arrays[matrix.Indices()].Type == zarr.Uint32 {
		return putChunk(w, matrix.Indices(), indices, c, 0)
	}
	return putChunk(w, matrix.Indices(), narrow(indices), c, 0)
}

// narrow are the indices in 16 bits.
func narrow(indices []uint32) []uint16 {
	narrow := make([]uint16, len(indices))
	for k, i := range indices {
		narrow[k] = uint16(i)
	}
	return narrow
}

// putMean writes activation_mean from the rows on disk.
func (w *Writer) putMean(m *model.Manifest) ([]float64, error) {
	mean, err := meanRate(m, w.activation)
	if err != nil {
		return nil, err
	}
	return mean, putChunk(w, format.ActivationMean, mean, 0)
}

func (w *Writer) activation(c int) ([]uint32, error) { return w.row(format.Activation, c) }

// putMetadata writes checksums.txt and the metadata, the root's last.
func (w *Writer) putMetadata(m *model.Manifest) error {
	manifest, err := encodeManifest(m)
	if err != nil {
		return err
	}
	files := format.Encode(manifest, w.arrays)
	root := files[format.Root]
	delete(files, format.Root)
	for name, data := range files {
		if err := w.files.write(name, data); err != nil {
			return err
		}
	}
	if err := w.files.put(checksumFile, w.files.checksums(format.Root, root)); err != nil {
		return err
	}
	if err := w.files.sync(); err != nil {
		return err
	}
	return w.files.write(format.Root, root)
}

// encodeManifest validates the manifest and writes it as JSON, without the escapes that are for JSON inside of HTML.
func encodeManifest(m *model.Manifest) ([]byte, error) {
	if err := m.Validate(); err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(m); err != nil {
		return nil, fmt.Errorf("manifest: %w", err)
	}
	return bytes.TrimSpace(b.Bytes()), nil
}

// inPlace gives the bundle its name.
func (w *Writer) inPlace() error {
	if err := w.files.sync(); err != nil {
		return err
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	w.files.root.Close()
	if err := Replace(w.files.dir, w.work, w.out); err != nil {
		return err
	}
	w.finished = true
	os.Remove(w.work) // where nothing else is in it
	return nil
}
