package zarr

import (
	"bytes"
	"encoding/hex"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
)

func roundTrip[T Element](t *testing.T, values []T) {
	t.Helper()
	a := Array{Type: TypeOf[T](), Shape: []int{9, len(values)}, Chunk: []int{1, len(values)}}
	got, err := DecodeChunk[T](NewDecoder(), a, EncodeChunk(NewEncoder(), a, values))
	if err != nil || !reflect.DeepEqual(got, values) {
		t.Errorf("%s: got %v, %v; want %v", a.Type, got, err, values)
	}
}

func TestChunkRoundTrip(t *testing.T) {
	roundTrip(t, []uint8{0, 1, 255})
	roundTrip(t, []uint16{0, 1, 256, 65535})
	roundTrip(t, []uint32{0, 1, 65536, math.MaxUint32})
	roundTrip(t, []float32{0, -1.5, math.SmallestNonzeroFloat32, math.MaxFloat32, float32(math.Inf(-1))})
	roundTrip(t, []float64{0, -1.5, math.SmallestNonzeroFloat64, math.MaxFloat64, math.Inf(1)})
}

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

func TestEncodeChunkFills(t *testing.T) {
	a := Array{Type: Uint32, Shape: []int{2, 4}, Chunk: []int{1, 4}, Fill: 4294967295}
	got, err := DecodeChunk[uint32](NewDecoder(), a, EncodeChunk(NewEncoder(), a, []uint32{5}))
	if want := []uint32{5, math.MaxUint32, math.MaxUint32, math.MaxUint32}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

// TestEncodeChunkRepeats encodes chunks with one encoder in two orders, and with a new one each: the bytes are the same.
func TestEncodeChunkRepeats(t *testing.T) {
	a := Array{Type: Uint32, Shape: []int{40, 3000}, Chunk: []int{1, 3000}}
	r := rand.New(rand.NewPCG(1, 2))
	chunks := make([][]uint32, 40)
	want := make([][]byte, len(chunks))
	for k := range chunks {
		chunks[k] = make([]uint32, 3000)
		for i := range chunks[k] {
			chunks[k][i] = r.Uint32N(1 + uint32(k*k))
		}
		want[k] = EncodeChunk(NewEncoder(), a, chunks[k])
	}
	e := NewEncoder()
	for pass := range 2 {
		for n := range chunks {
			k := n
			if pass == 1 {
				k = len(chunks) - 1 - n
			}
			if got := EncodeChunk(e, a, chunks[k]); !bytes.Equal(got, want[k]) {
				t.Fatalf("pass %d: chunk %d differs", pass, k)
			}
		}
	}
}

func TestDecodeChunkRejects(t *testing.T) {
	a := Array{Type: Uint32, Shape: []int{9, 100}, Chunk: []int{1, 100}}
	longer := Array{Type: Uint32, Shape: []int{9, 101}, Chunk: []int{1, 101}}
	values := make([]uint32, 100)
	for k := range values {
		values[k] = uint32(k * k)
	}
	data := EncodeChunk(NewEncoder(), a, values)
	d := NewDecoder()
	for n := range data {
		if _, err := DecodeChunk[uint32](d, a, data[:n]); err == nil {
			t.Errorf("the first %d of %d bytes decode", n, len(data))
		}
		flipped := bytes.Clone(data)
		flipped[n] ^= 0x10
		if got, err := DecodeChunk[uint32](d, a, flipped); err == nil && !reflect.DeepEqual(got, values) {
			t.Errorf("byte %d flipped decodes to other values", n)
		}
	}
	if _, err := DecodeChunk[uint32](d, longer, data); err == nil || !strings.Contains(err.Error(), "400 instead of 404") {
		t.Errorf("a short chunk: %v", err)
	}
	if _, err := DecodeChunk[uint32](d, a, EncodeChunk(NewEncoder(), longer, values)); err == nil {
		t.Error("a long chunk decodes")
	}
	if _, err := DecodeChunk[uint16](d, a, data); err == nil || !strings.Contains(err.Error(), "uint32 instead of uint16") {
		t.Errorf("another type: %v", err)
	}
	if got, err := DecodeChunk[uint32](d, a, data); err != nil || !reflect.DeepEqual(got, values) {
		t.Errorf("after all those errors: %v, %v", got, err)
	}
}

// TestDecodeChunkBomb gives a small chunk 64 MiB of zeros in 4 kB, with and without the size in the frame.
func TestDecodeChunkBomb(t *testing.T) {
	zeros := make([]byte, 64<<20)
	w, err := zstd.NewWriter(nil, zstd.WithEncoderConcurrency(1))
	if err != nil {
		t.Fatal(err)
	}
	var stream bytes.Buffer
	w.Reset(&stream)
	w.Write(zeros)
	w.Close()
	a := Array{Type: Uint8, Shape: []int{1000}, Chunk: []int{1000}}
	for _, bomb := range [][]byte{w.EncodeAll(zeros, nil), stream.Bytes()} {
		d := NewDecoder()
		DecodeChunk[uint8](d, a, nil)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := DecodeChunk[uint8](d, a, bomb)
		runtime.ReadMemStats(&after)
		if err == nil {
			t.Errorf("%d bytes decode", len(bomb))
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 4<<20 {
			t.Errorf("%d bytes make the decoder allocate %d", len(bomb), used)
		}
	}
}

// TestEncodeChunkSize: every frame, also a short one, tells the size of its content (RFC 8878, section 3.1.1.1).
func TestEncodeChunkSize(t *testing.T) {
	for _, n := range []int{1, 3, 255, 256, 257, 65535, 65536, 1 << 20} {
		a := Array{Type: Uint8, Shape: []int{n}, Chunk: []int{n}}
		var h zstd.Header
		if err := h.Decode(EncodeChunk(NewEncoder(), a, []uint8{1})); err != nil || !h.HasFCS || h.FrameContentSize != uint64(n) {
			t.Errorf("%d bytes: %+v, %v", n, h, err)
		}
	}
}
