package compress

import (
	"math/rand/v2"
	"testing"

	"summit/shared/zarr"
)

// BenchmarkDecodeChunk decodes what one class of a model of InceptionV1's size has of counts: 100,000 values below 1,300,
// most of them small.
func BenchmarkDecodeChunk(b *testing.B) {
	a := zarr.Array{Type: zarr.Uint32, Shape: []int{1, 100_000}, Chunk: []int{1, 100_000}}
	r := rand.New(rand.NewPCG(1, 1))
	values := make([]uint32, a.ChunkLen())
	for k := range values {
		values[k] = uint32(1300 / (1 + r.IntN(600)))
	}
	data := Chunk(NewEncoder(), a, values)
	d := zarr.NewDecoder()
	b.SetBytes(int64(a.ChunkLen() * a.Type.Size()))
	b.ReportMetric(float64(len(data)), "stored-bytes")
	for b.Loop() {
		if _, err := zarr.DecodeChunk[uint32](d, a, data); err != nil {
			b.Fatal(err)
		}
	}
}
