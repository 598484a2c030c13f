package bundle

import (
	format "summit/shared/bundle"
	"summit/shared/zarr"
)

// EmbedRows returns a function that reads back a class's row at parameters.mass_embed, [channels]; the class must have
// been written.
func (w *Writer) EmbedRows() func(c int) ([]uint32, error) {
	return func(c int) ([]uint32, error) { return w.row(format.ActivationEmbed, c) }
}

// row reads back class c's row of an array.
func (w *Writer) row(array string, c int) ([]uint32, error) {
	data, err := w.files.root.ReadFile(zarr.ChunkPath(array, c, 0))
	if err != nil {
		return nil, err
	}
	d := w.decoders.Get().(*zarr.Decoder)
	defer w.decoders.Put(d)
	return zarr.DecodeChunk[uint32](d, w.arrays[array], data)
}

// Layout writes layer l's layout of the classes. A bundle whose manifest has parameters.embedding needs one of every
// layer, others must have none.
func (w *Writer) Layout(l int, layout format.Layout) error {
	if err := putChunk(w, format.Embedding, layout.Points, l, 0, 0); err != nil {
		return err
	}
	if err := putChunk(w, format.SimilarClass, layout.Similar, l, 0, 0); err != nil {
		return err
	}
	return putChunk(w, format.SimilarCosine, layout.Cosine, l, 0, 0)
}

// Layout reads layer l's layout; only if the manifest has parameters.embedding.
func (r *Reader) Layout(l int) (format.Layout, error) {
	return read(r, r.meta.LayoutFiles(l), func(files [][]byte) (format.Layout, error) {
		return r.meta.DecodeLayout(r.zarr, l, files)
	})
}

// layouts checks the layout of every layer.
func (v *verification) layouts(r *Reader) {
	if r.Manifest().Parameters.Embedding == nil {
		return
	}
	for l := range r.Manifest().Layers {
		if _, err := r.Layout(l); err != nil {
			v.addError(err)
		}
	}
}
