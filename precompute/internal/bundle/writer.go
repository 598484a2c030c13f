package bundle

import (
	"fmt"
	"maps"
	"os"
	"sync"

	format "summit/shared/bundle"
	"summit/shared/sparse"
	"summit/shared/zarr"
	"summit/shared/zarr/compress"
)

// Shape is what has to be known of a bundle before its first row is written.
type Shape struct {
	Classes, Channels int  // Channels is that of all layers together
	Inhibition        bool // whether every class has an inhibition matrix
}

// Rows are one class's rows of the matrices. Values count images.
type Rows struct {
	Activation      []uint32   // [channels], at parameters.mass
	ActivationEmbed []uint32   // [channels], at parameters.mass_embed
	Influence       sparse.CSR // [channels, channels], composed
	Inhibition      sparse.CSR // the same; not looked at without Shape.Inhibition
}

// Writer writes a bundle. Its methods may be called from several goroutines at once and in any order; the bytes are the
// same. Call Abort when done, whatever happened: after Commit it does nothing.
//
// Memory: a class's rows leave it as they come. Entries of sparse matrices wait on disk, without padding, until Commit
// knows the largest class.
type Writer struct {
	shape    Shape
	work     string
	out      string
	workers  int
	files    *partial
	arrays   map[string]zarr.Array // without what only Commit knows
	encoders sync.Pool
	decoders sync.Pool
	mu       sync.Mutex
	written  []bool                // by class
	entries  map[format.Matrix]int // of the largest class
	finished bool
}

// Create begins a bundle at out, in its work folder. It is an error if there is something at out that is neither an empty folder, a bundle
// nor a shard; what is there stays in place until Commit replaces it. Commit compresses on that many workers.
func Create(out string, shape Shape, workers int) (*Writer, error) {
	out, work, err := Target(out)
	if err != nil {
		return nil, err
	}
	if err := restore(work, out); err != nil {
		return nil, err
	}
	files, err := newPartial(work)
	if err != nil {
		return nil, err
	}
	return &Writer{
		shape: shape, work: work, out: out, workers: max(workers, 1), files: files,
		arrays:   rowArrays(shape),
		encoders: sync.Pool{New: func() any { return compress.NewEncoder() }},
		decoders: sync.Pool{New: func() any { return zarr.NewDecoder() }},
		written:  make([]bool, shape.Classes),
		entries:  map[format.Matrix]int{},
	}, nil
}

// Class writes class c's rows. Rows of another shape than the bundle's are a panic, a class that was written before is
// too.
func (w *Writer) Class(c int, rows Rows) error {
	w.claim(c)
	if len(rows.Activation) != w.shape.Channels || len(rows.ActivationEmbed) != w.shape.Channels {
		panic(fmt.Sprintf("bundle: rows of %d and %d channels instead of %d", len(rows.Activation), len(rows.ActivationEmbed), w.shape.Channels))
	}
	if err := putChunk(w, format.Activation, rows.Activation, c, 0); err != nil {
		return err
	}
	if err := putChunk(w, format.ActivationEmbed, rows.ActivationEmbed, c, 0); err != nil {
		return err
	}
	for _, matrix := range format.Matrices(w.shape.Inhibition) {
		if err := w.matrix(matrix, c, rows.matrix(matrix)); err != nil {
			return err
		}
	}
	return nil
}

// Entries is the number of entries of the sparse matrices.
func (r *Rows) Entries() int { return len(r.Influence.Values) + len(r.Inhibition.Values) }

func (r *Rows) matrix(m format.Matrix) sparse.CSR {
	if m == format.Inhibition {
		return r.Inhibition
	}
	return r.Influence
}

func (w *Writer) claim(c int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if c < 0 || c >= len(w.written) || w.written[c] {
		panic(fmt.Sprintf("bundle: class %d of %d, or twice", c, len(w.written)))
	}
	w.written[c] = true
}

// matrix writes class c's offsets and spills its entries.
func (w *Writer) matrix(m format.Matrix, c int, rows sparse.CSR) error {
	if err := rows.Validate(w.shape.Channels, w.shape.Channels); err != nil {
		panic("bundle: " + string(m) + ": " + err.Error())
	}
	w.mu.Lock()
	w.entries[m] = max(w.entries[m], len(rows.Values))
	w.mu.Unlock()
	if err := putChunk(w, m.Indptr(), rows.Indptr, c, 0); err != nil {
		return err
	}
	return w.files.spill(m, c, rows)
}

// Examples writes the dataset examples of all channels.
func (w *Writer) Examples(e format.Examples) error {
	if err := putChunk(w, format.ExampleClass, e.Class, 0, 0); err != nil {
		return err
	}
	return putChunk(w, format.ExampleActivation, e.Activation, 0, 0)
}

// Features writes the activations of all channels' feature visualizations. A bundle whose manifest has a feature tile
// needs them, others must have none.
func (w *Writer) Features(f format.Features) error {
	if err := putChunk(w, format.FeatureActivation, f.Activation, 0); err != nil {
		return err
	}
	return putChunk(w, format.FeatureDiversity, f.Diversity, 0, 0)
}

// File writes a file that is no part of a matrix: a card (model.Cards.File gives its path) or report.json. The path is
// below the bundle's root, with "/".
func (w *Writer) File(path string, data []byte) error { return w.files.write(path, data) }

// Abort removes what was written so far, unless Commit has put it in place.
func (w *Writer) Abort() error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.finished {
		return nil
	}
	w.finished = true
	w.files.root.Close()
	err := os.RemoveAll(w.files.dir)
	os.Remove(w.work) // where nothing else is in it
	return err
}

// putChunk writes one chunk of an array.
func putChunk[T zarr.Element](w *Writer, array string, values []T, index ...int) error {
	a, ok := w.arrays[array]
	if !ok || len(values) > a.ChunkLen() {
		panic(fmt.Sprintf("bundle: %d values for %q", len(values), array))
	}
	e := w.encoders.Get().(*compress.Encoder)
	data := compress.Chunk(e, a, values)
	w.encoders.Put(e)
	return w.files.write(zarr.ChunkPath(array, index...), data)
}

// rowArrays is the metadata of the arrays of a shape; of sparse matrices' entries and of the embedding it is a placeholder.
func rowArrays(s Shape) map[string]zarr.Array {
	arrays := format.ArraysOf(s.Classes, s.Channels, s.Inhibition, nil)
	maps.Copy(arrays, format.EmbeddingArrays(1, s.Classes))
	maps.Copy(arrays, format.FeatureArrays(s.Channels))
	maps.Copy(arrays, format.UsageArrays(s.Channels))
	return arrays
}
