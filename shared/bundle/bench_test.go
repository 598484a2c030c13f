package bundle

import (
	"math/rand/v2"
	"testing"

	"summit/shared/model"
	"summit/shared/sparse"
	"summit/shared/zarr"
	"summit/shared/zarr/compress"
)

// BenchmarkDecodeClass decodes a class of a model of InceptionV1's size: nine layers, 5,488 channels, 20 earlier channels
// for each later one, 1,300 images.
func BenchmarkDecodeClass(b *testing.B) {
	m, matrix := inception()
	files := encode(b, m, Arrays(m, map[Matrix]int{Influence: len(matrix.Values)}))
	bundle, err := Parse(files[Root])
	if err != nil {
		b.Fatal(err)
	}
	e := compress.NewEncoder()
	indices := make([]uint16, len(matrix.Indices))
	for k, i := range matrix.Indices {
		indices[k] = uint16(i)
	}
	class := [][]byte{
		compress.Chunk(e, bundle.arrays[Activation], []uint32{1, 2, 3}),
		compress.Chunk(e, bundle.arrays[Influence.Indptr()], matrix.Indptr),
		compress.Chunk(e, bundle.arrays[Influence.Indices()], indices),
		compress.Chunk(e, bundle.arrays[Influence.Counts()], matrix.Values),
	}
	stored := 0
	for _, file := range class {
		stored += len(file)
	}
	d := zarr.NewDecoder()
	for b.Loop() {
		if _, err := bundle.DecodeClass(d, 0, class); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(stored), "stored-bytes")
	b.ReportMetric(float64(len(matrix.Values)), "entries")
}

// inception draws a manifest and a matrix of that shape.
func inception() (*model.Manifest, sparse.CSR) {
	m := &model.Manifest{Format: model.Format, Data: model.Data{Images: 1300}, Classes: []model.Class{{ID: "x", Images: 1300}}}
	matrix := sparse.CSR{Indptr: []uint32{0}}
	r := rand.New(rand.NewPCG(1, 1))
	offset, before := 0, 0
	for k, channels := range []int{256, 480, 512, 512, 512, 528, 832, 832, 1024} {
		m.Layers = append(m.Layers, model.Layer{Name: string(rune('a' + k)), Channels: channels, Offset: offset})
		if k > 0 {
			m.Links = append(m.Links, model.Link{From: m.Layers[k-1].Name, To: m.Layers[k].Name})
		}
		for range channels {
			for n := range min(before, 20) {
				step := before / 20
				matrix.Indices = append(matrix.Indices, uint32(offset-before+n*step+r.IntN(step)))
				matrix.Values = append(matrix.Values, uint32(1+1299/(1+r.IntN(400))))
			}
			matrix.Indptr = append(matrix.Indptr, uint32(len(matrix.Values)))
		}
		offset, before = offset+channels, channels
	}
	return m, matrix
}
