// Package compress makes the chunks that package zarr reads. It stands apart because the page writes none: the encoder would
// be an eighth of its download.
package compress

import (
	"fmt"

	"github.com/klauspost/compress/zstd"

	"summit/shared/zarr"
)

// Encoder compresses chunks. The same values give the same bytes, whatever it compressed before; use one for many chunks,
// not from several goroutines at once.
type Encoder struct {
	zstd *zstd.Encoder
	raw  []byte
}

// NewEncoder returns an encoder.
func NewEncoder() *Encoder {
	e, err := zstd.NewWriter(nil,
		zstd.WithEncoderConcurrency(1),
		zstd.WithEncoderCRC(true),
		zstd.WithSingleSegment(true), // every frame tells its content's size, which some readers need
		zstd.WithEncoderLevel(zstd.EncoderLevelFromZstd(zarr.Level)))
	if err != nil {
		panic("compress: " + err.Error())
	}
	return &Encoder{zstd: e}
}

// Chunk returns the bytes of a chunk of a. Missing values at the end are fill values. It panics if there are too
// many values, or if a's elements are not T.
func Chunk[T zarr.Element](e *Encoder, a zarr.Array, values []T) []byte {
	if t := zarr.TypeOf[T](); a.Type != t {
		panic(fmt.Sprintf("compress: %s values for an array of %s", t, a.Type))
	}
	n := a.ChunkLen()
	if len(values) > n {
		panic(fmt.Sprintf("compress: %d values for a chunk of %d", len(values), n))
	}
	e.raw = zarr.AppendBytes(e.raw[:0], values)
	fill := zarr.AppendBytes(nil, []T{T(a.Fill)})
	for range n - len(values) {
		e.raw = append(e.raw, fill...)
	}
	return e.zstd.EncodeAll(e.raw, nil)
}
