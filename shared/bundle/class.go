package bundle

import (
	"fmt"

	"summit/shared/attribution"
	"summit/shared/sparse"
	"summit/shared/zarr"
)

// ClassFiles are the paths of the chunks that DecodeClass needs, in its order: class c's activation, then the influence
// matrix. It panics if c is no class.
func (b *Bundle) ClassFiles(c int) []string {
	return append(b.ActivationFiles(Activation, c), b.MatrixFiles(Influence, c)...)
}

// ActivationFiles is the path of class c's row of Activation or ActivationEmbed.
func (b *Bundle) ActivationFiles(array string, c int) []string {
	b.mustBeClass(c)
	return []string{zarr.ChunkPath(array, c, 0)}
}

// MatrixFiles are the paths of the chunks that DecodeMatrix needs, in its order: indptr, indices, counts.
func (b *Bundle) MatrixFiles(m Matrix, c int) []string {
	b.mustBeClass(c)
	return []string{zarr.ChunkPath(m.Indptr(), c, 0), zarr.ChunkPath(m.Indices(), c, 0), zarr.ChunkPath(m.Counts(), c, 0)}
}

// DecodeClass returns class c's counts from the files of ClassFiles.
func (b *Bundle) DecodeClass(d *zarr.Decoder, c int, files [][]byte) (attribution.Counts, error) {
	mustFit(b.ClassFiles(c), files)
	activation, err := b.DecodeActivation(d, Activation, c, files[:1])
	if err != nil {
		return attribution.Counts{}, err
	}
	influence, err := b.DecodeMatrix(d, Influence, c, files[1:])
	if err != nil {
		return attribution.Counts{}, err
	}
	return attribution.Counts{Images: b.images(c), Activation: activation, Influence: influence}, nil
}

// DecodeActivation returns class c's row of Activation or ActivationEmbed, [channels] counts of images.
func (b *Bundle) DecodeActivation(d *zarr.Decoder, array string, c int, files [][]byte) ([]uint32, error) {
	paths := b.ActivationFiles(array, c)
	mustFit(paths, files)
	row, err := zarr.DecodeChunk[uint32](d, b.arrays[array], files[0])
	if err != nil {
		return nil, inFile(paths[0], err)
	}
	return row, inFile(paths[0], b.withinImages(c, row))
}

// DecodeMatrix returns class c's sparse matrix [channels, channels] of counts of images.
func (b *Bundle) DecodeMatrix(d *zarr.Decoder, m Matrix, c int, files [][]byte) (sparse.CSR, error) {
	paths := b.MatrixFiles(m, c)
	mustFit(paths, files)
	indptr, err := zarr.DecodeChunk[uint32](d, b.arrays[m.Indptr()], files[0])
	if err != nil {
		return sparse.CSR{}, inFile(paths[0], err)
	}
	indices, err := b.decodeIndices(d, m, files[1])
	if err != nil {
		return sparse.CSR{}, inFile(paths[1], err)
	}
	counts, err := zarr.DecodeChunk[uint32](d, b.arrays[m.Counts()], files[2])
	if err != nil {
		return sparse.CSR{}, inFile(paths[2], err)
	}
	entries := int(indptr[len(indptr)-1])
	if entries > len(counts) {
		return sparse.CSR{}, inFile(paths[0], fmt.Errorf("offsets end at %d of %d entries", entries, len(counts)))
	}
	matrix := sparse.CSR{Indptr: indptr, Indices: indices[:entries:entries], Values: counts[:entries:entries]}
	if err := matrix.ValidateOffsets(b.Manifest.Channels()); err != nil {
		return sparse.CSR{}, inFile(paths[0], err)
	}
	for k, tail := range [][]uint32{indices[entries:], counts[entries:]} {
		if err := zeros(tail); err != nil {
			return sparse.CSR{}, inFile(paths[k+1], err)
		}
	}
	return matrix, b.checkMatrix(matrix, c, paths)
}

// checkMatrix reports what is wrong with class c's matrix, which came from the three files at paths.
func (b *Bundle) checkMatrix(m sparse.CSR, c int, paths []string) error {
	channels := b.Manifest.Channels()
	if err := m.Validate(channels, channels); err != nil {
		return inFile(paths[1], err)
	}
	for k, v := range m.Values {
		if v == 0 {
			return inFile(paths[2], fmt.Errorf("entry %d is 0", k))
		}
	}
	if err := b.checkLinks(m); err != nil {
		return inFile(paths[1], err)
	}
	return inFile(paths[2], b.withinImages(c, m.Values))
}

// checkLinks reports the first entry of m between two layers that no link joins.
func (b *Bundle) checkLinks(m sparse.CSR) error {
	n := b.Network()
	for to, l := range n.Layers {
		var joined []attribution.Span
		for _, link := range n.Links {
			if link.To == to {
				joined = append(joined, n.Layers[link.From])
			}
		}
		for j := l.Offset; j < l.Offset+l.Channels; j++ {
			indices, _ := m.Row(j)
			for _, i := range indices {
				if !anyHolds(joined, int(i)) {
					return fmt.Errorf("row %d: no link leads from channel %d to it", j, i)
				}
			}
		}
	}
	return nil
}

func anyHolds(spans []attribution.Span, channel int) bool {
	for _, s := range spans {
		if channel >= s.Offset && channel < s.Offset+s.Channels {
			return true
		}
	}
	return false
}

func (b *Bundle) decodeIndices(d *zarr.Decoder, m Matrix, file []byte) ([]uint32, error) {
	a := b.arrays[m.Indices()]
	if a.Type == zarr.Uint32 {
		return zarr.DecodeChunk[uint32](d, a, file)
	}
	narrow, err := zarr.DecodeChunk[uint16](d, a, file)
	if err != nil {
		return nil, err
	}
	wide := make([]uint32, len(narrow))
	for k, i := range narrow {
		wide[k] = uint32(i)
	}
	return wide, nil
}

func (b *Bundle) images(c int) uint32 { return uint32(b.Manifest.Classes[c].Images) }

func (b *Bundle) withinImages(c int, counts []uint32) error {
	images := b.images(c)
	for k, n := range counts {
		if n > images {
			return fmt.Errorf("entry %d counts %d images, but class %q has %d", k, n, b.Manifest.Classes[c].ID, images)
		}
	}
	return nil
}

func zeros(tail []uint32) error {
	for k, v := range tail {
		if v != 0 {
			return fmt.Errorf("%d at position %d after the last entry", v, k)
		}
	}
	return nil
}

func (b *Bundle) mustBeClass(c int) {
	if c < 0 || c >= len(b.Manifest.Classes) {
		panic(fmt.Sprintf("bundle: class %d of %d", c, len(b.Manifest.Classes)))
	}
}
