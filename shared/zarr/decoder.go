package zarr

import (
	"fmt"

	"summit/shared/zstd"
)

// Decoder decompresses chunks. It keeps its buffers between chunks, so use one for many; not from several goroutines at
// once.
type Decoder struct {
	zstd zstd.Decoder
	raw  []byte
}

// NewDecoder returns a decoder.
func NewDecoder() *Decoder { return &Decoder{} }

// DecodeChunk returns the elements of a chunk of a, row-major. It is an error if the chunk is not whole, holds more, or
// a's elements are not T. Memory stays within a few times the chunk's size whatever data claims.
func DecodeChunk[T Element](d *Decoder, a Array, data []byte) ([]T, error) {
	if t := TypeOf[T](); a.Type != t {
		return nil, fmt.Errorf("data_type is %s instead of %s", a.Type, t)
	}
	raw, err := d.decompress(data, a.ChunkLen()*a.Type.Size())
	if err != nil {
		return nil, err
	}
	values := make([]T, a.ChunkLen())
	unpack(values, raw)
	return values, nil
}

// decompress returns the size bytes that data holds, valid until the next call.
func (d *Decoder) decompress(data []byte, size int) ([]byte, error) {
	if cap(d.raw) < size {
		d.raw = make([]byte, size)
	}
	raw := d.raw[:size]
	if err := d.zstd.Decode(raw, data); err != nil {
		return nil, fmt.Errorf("%d bytes of zstd: %w", len(data), err)
	}
	return raw, nil
}
