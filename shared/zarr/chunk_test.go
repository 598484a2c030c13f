package zarr

import (
	"bytes"
	"encoding/hex"
	"reflect"
	"testing"
)

// TestChunkBytes compares what a chunk holds with bytes written out by hand from the definition of the bytes codec.
func TestChunkBytes(t *testing.T) {
	got := AppendBytes([]byte{9}, []uint16{1, 0x1234})
	got = AppendBytes(got, []uint32{0x01020304})
	got = AppendBytes(got, []float32{1})
	got = AppendBytes(got, []float64{-2})
	want := []byte{9, 1, 0, 0x34, 0x12, 4, 3, 2, 1, 0, 0, 0x80, 0x3f, 0, 0, 0, 0, 0, 0, 0, 0xc0}
	if !bytes.Equal(got, want) {
		t.Errorf("got %x, want %x", got, want)
	}
}

// TestDecodeChunkOfOthers decodes frames of libzstd 1.5.4, made by python-zstandard 0.20.0 from
// numpy.array([7, 0, 0, 0, 300], dtype='<u4').tobytes(): ZstdCompressor(level=1), the same with write_checksum=True, and
// compressobj() (no content size in the frame).
func TestDecodeChunkOfOthers(t *testing.T) {
	a := Array{Type: Uint32, Shape: []int{5}, Chunk: []int{5}}
	for _, frame := range []string{
		"28b52ffd20146500003007002c010000010032c002",
		"28b52ffd24146500003007002c010000010032c0026648e5a0",
		"28b52ffd00486500003007002c010000010032c002",
	} {
		data, err := hex.DecodeString(frame)
		if err != nil {
			t.Fatal(err)
		}
		got, err := DecodeChunk[uint32](NewDecoder(), a, data)
		if want := []uint32{7, 0, 0, 0, 300}; err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, %v; want %v", frame, got, err, want)
		}
	}
}
