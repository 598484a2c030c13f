package zarr

import (
	"fmt"

	"github.com/klauspost/compress/zstd"
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
		zstd.WithEncoderLevel(zstd.EncoderLevelFromZstd(Level)))
	if err != nil {
		panic("zarr: " + err.Error())
	}
	return &Encoder{zstd: e}
}

// EncodeChunk returns the bytes of a chunk of a. Missing values at the end are fill values. It panics if there are too
// many values, or if a's elements are not T.
func EncodeChunk[T Element](e *Encoder, a Array, values []T) []byte {
	if t := TypeOf[T](); a.Type != t {
		panic(fmt.Sprintf("zarr: %s values for an array of %s", t, a.Type))
	}
	n := a.ChunkLen()
	if len(values) > n {
		panic(fmt.Sprintf("zarr: %d values for a chunk of %d", len(values), n))
	}
	e.raw = AppendBytes(e.raw[:0], values)
	fill := AppendBytes(nil, []T{T(a.Fill)})
	for range n - len(values) {
		e.raw = append(e.raw, fill...)
	}
	return e.zstd.EncodeAll(e.raw, nil)
}
