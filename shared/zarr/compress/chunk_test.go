package compress

import (
	"bytes"
	"math"
	"math/rand/v2"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"summit/shared/zarr"
)

func roundTrip[T zarr.Element](t *testing.T, values []T) {
	t.Helper()
	a := zarr.Array{Type: zarr.TypeOf[T](), Shape: []int{9, len(values)}, Chunk: []int{1, len(values)}}
	got, err := zarr.DecodeChunk[T](zarr.NewDecoder(), a, Chunk(NewEncoder(), a, values))
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

func TestEncodeChunkFills(t *testing.T) {
	a := zarr.Array{Type: zarr.Uint32, Shape: []int{2, 4}, Chunk: []int{1, 4}, Fill: 4294967295}
	got, err := zarr.DecodeChunk[uint32](zarr.NewDecoder(), a, Chunk(NewEncoder(), a, []uint32{5}))
	if want := []uint32{5, math.MaxUint32, math.MaxUint32, math.MaxUint32}; err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, %v; want %v", got, err, want)
	}
}

// TestEncodeChunkRepeats encodes chunks with one encoder in two orders, and with a new one each: the bytes are the same.
func TestEncodeChunkRepeats(t *testing.T) {
	a := zarr.Array{Type: zarr.Uint32, Shape: []int{40, 3000}, Chunk: []int{1, 3000}}
	r := rand.New(rand.NewPCG(1, 2))
	chunks := make([][]uint32, 40)
	want := make([][]byte, len(chunks))
	for k := range chunks {
		chunks[k] = make([]uint32, 3000)
		for i := range chunks[k] {
			chunks[k][i] = r.Uint32N(1 + uint32(k*k))
		}
		want[k] = Chunk(NewEncoder(), a, chunks[k])
	}
	e := NewEncoder()
	for pass := range 2 {
		for n := range chunks {
			k := n
			if pass == 1 {
				k = len(chunks) - 1 - n
			}
			if got := Chunk(e, a, chunks[k]); !bytes.Equal(got, want[k]) {
				t.Fatalf("pass %d: chunk %d differs", pass, k)
			}
		}
	}
}

func TestDecodeChunkRejects(t *testing.T) {
	a := zarr.Array{Type: zarr.Uint32, Shape: []int{9, 100}, Chunk: []int{1, 100}}
	longer := zarr.Array{Type: zarr.Uint32, Shape: []int{9, 101}, Chunk: []int{1, 101}}
	values := make([]uint32, 100)
	for k := range values {
		values[k] = uint32(k * k)
	}
	data := Chunk(NewEncoder(), a, values)
	d := zarr.NewDecoder()
	for n := range data {
		if _, err := zarr.DecodeChunk[uint32](d, a, data[:n]); err == nil {
			t.Errorf("the first %d of %d bytes decode", n, len(data))
		}
		flipped := bytes.Clone(data)
		flipped[n] ^= 0x10
		if got, err := zarr.DecodeChunk[uint32](d, a, flipped); err == nil && !reflect.DeepEqual(got, values) {
			t.Errorf("byte %d flipped decodes to other values", n)
		}
	}
	if _, err := zarr.DecodeChunk[uint32](d, longer, data); err == nil || !strings.Contains(err.Error(), "400 bytes instead of 404") {
		t.Errorf("a short chunk: %v", err)
	}
	if _, err := zarr.DecodeChunk[uint32](d, a, Chunk(NewEncoder(), longer, values)); err == nil {
		t.Error("a long chunk decodes")
	}
	if _, err := zarr.DecodeChunk[uint16](d, a, data); err == nil || !strings.Contains(err.Error(), "uint32 instead of uint16") {
		t.Errorf("another type: %v", err)
	}
	if got, err := zarr.DecodeChunk[uint32](d, a, data); err != nil || !reflect.DeepEqual(got, values) {
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
	a := zarr.Array{Type: zarr.Uint8, Shape: []int{1000}, Chunk: []int{1000}}
	for _, bomb := range [][]byte{w.EncodeAll(zeros, nil), stream.Bytes()} {
		d := zarr.NewDecoder()
		zarr.DecodeChunk[uint8](d, a, nil)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := zarr.DecodeChunk[uint8](d, a, bomb)
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
		a := zarr.Array{Type: zarr.Uint8, Shape: []int{n}, Chunk: []int{n}}
		var h zstd.Header
		if err := h.Decode(Chunk(NewEncoder(), a, []uint8{1})); err != nil || !h.HasFCS || h.FrameContentSize != uint64(n) {
			t.Errorf("%d bytes: %+v, %v", n, h, err)
		}
	}
}

// FuzzDecodeChunk: what is accepted has the chunk's length, and its encoding decodes to the same values.
func FuzzDecodeChunk(f *testing.F) {
	a := zarr.Array{Type: zarr.Uint16, Shape: []int{100}, Chunk: []int{100}}
	e, d := NewEncoder(), zarr.NewDecoder()
	f.Add(Chunk(e, a, []uint16{1, 2, 3}))
	f.Add(Chunk(e, a, slices.Repeat([]uint16{1, 2, 300, 4, 5}, 20)))
	f.Fuzz(func(t *testing.T, data []byte) {
		values, err := zarr.DecodeChunk[uint16](d, a, data)
		if err != nil {
			return
		}
		again, err := zarr.DecodeChunk[uint16](d, a, Chunk(e, a, values))
		if err != nil || len(values) != 100 || !slices.Equal(values, again) {
			t.Errorf("%v becomes %v, %v", values, again, err)
		}
	})
}
