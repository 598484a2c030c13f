package zstd

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"fmt"
	"math/rand/v2"
	"os"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"
	"pgregory.net/rapid"
)

// contents are pieces of data that bring out all kinds of blocks: what cannot be compressed, one byte over and over, text, counts as
// a bundle has them, matches far back and matches that overlap themselves.
func contents() map[string][]byte {
	r := rand.New(rand.NewPCG(1, 2))
	noise := make([]byte, 300_000)
	for i := range noise {
		noise[i] = byte(r.Uint32())
	}
	words := bytes.Fields([]byte("layer channel link step influence attribution graph count image class the of a in and 0 1 2 17 483"))
	var text, counts, skewed []byte
	for range 60_000 {
		text = append(append(text, words[min(r.IntN(len(words)), r.IntN(len(words)))]...), ' ')
		counts = append(counts, byte(1300/(1+r.IntN(400))), byte(5/(1+r.IntN(400))), 0, 0)
		skewed = append(skewed, byte(r.ExpFloat64()*3), byte(r.ExpFloat64()*20))
	}
	return map[string][]byte{
		"nothing": {}, "one byte": {7}, "short": []byte("a short text, a short text"), "noise": noise, "zeros": make([]byte, 400_000), "text": text, "counts": counts,
		"skewed": skewed, "far": bytes.Join([][]byte{noise, text, noise, skewed[:999], text[:4000]}, nil), "runs": bytes.Repeat([]byte("abcde"), 70_001), "mixed": append(text[:5000:5000], noise[:200]...),
	}
}

func encoder(t testing.TB, level int, options ...zstd.EOption) *zstd.Encoder {
	t.Helper()
	e, err := zstd.NewWriter(nil, append(options, zstd.WithEncoderLevel(zstd.EncoderLevel(level)))...)
	if err != nil {
		t.Fatal(err)
	}
	return e
}

func TestDecodeWhatTheLibraryEncodes(t *testing.T) {
	var d Decoder
	for level := 1; level <= 4; level++ {
		for _, single := range []bool{false, true} {
			e := encoder(t, level, zstd.WithSingleSegment(single), zstd.WithEncoderCRC(single), zstd.WithZeroFrames(true))
			for name, want := range contents() {
				got := make([]byte, len(want))
				if err := d.Decode(got, e.EncodeAll(want, nil)); err != nil || !bytes.Equal(got, want) {
					t.Errorf("level %d, %s: %v, or other content", level, name, err)
				}
			}
		}
	}
}

// TestDecodeAnything repeats parts of itself at random distances.
func TestDecodeAnything(t *testing.T) {
	var d Decoder
	encoders := []*zstd.Encoder{encoder(t, 1), encoder(t, 2), encoder(t, 3), encoder(t, 4)}
	rapid.Check(t, func(t *rapid.T) {
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
		alphabet := rapid.IntRange(1, 256).Draw(t, "alphabet")
		var want []byte
		for range rapid.IntRange(0, 60).Draw(t, "pieces") {
			n := 1 << r.IntN(13)
			if len(want) > 0 && r.IntN(2) == 0 {
				from := r.IntN(len(want))
				for i := range n {
					want = append(want, want[from+i])
				}
				continue
			}
			for range n {
				want = append(want, byte(r.IntN(alphabet)*r.IntN(alphabet)/alphabet))
			}
		}
		frame := rapid.SampledFrom(encoders).Draw(t, "level").EncodeAll(want, nil)
		if len(want) == 0 {
			return // no frame is made of nothing
		}
		got := make([]byte, len(want))
		if err := d.Decode(got, frame); err != nil || !bytes.Equal(got, want) {
			t.Fatalf("%v, or other content", err)
		}
		for _, size := range []int{0, len(want) - 1, len(want) + 1} {
			if err := d.Decode(make([]byte, size), frame); err == nil {
				t.Fatalf("%d bytes are decoded as %d", len(want), size)
			}
		}
	})
}

// FuzzDecode: no data panics, and what both accept is the same. (The library refuses some descriptions of Huffman codes that
// libzstd reads.)
func FuzzDecode(f *testing.F) {
	for level := 1; level <= 4; level++ {
		for _, content := range contents() {
			if len(content) > 0 && len(content) < 40_000 {
				f.Add(encoder(f, level).EncodeAll(content, nil), len(content))
			}
		}
	}
	library, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(1), zstd.WithDecoderMaxMemory(1<<20))
	if err != nil {
		f.Fatal(err)
	}
	var d Decoder
	f.Fuzz(func(t *testing.T, frame []byte, size int) {
		got := make([]byte, min(max(size, 0), 1<<20))
		if d.Decode(got, frame) != nil {
			return
		}
		if want, err := library.DecodeAll(frame, nil); err == nil && !bytes.Equal(got, want) {
			t.Error("the library has other content")
		}
	})
}

// TestDecodeFramesOfOthers decodes what libzstd made; testdata/frames.py says how.
func TestDecodeFramesOfOthers(t *testing.T) {
	text, err := os.ReadFile("testdata/frames.txt")
	if err != nil {
		t.Fatal(err)
	}
	var d Decoder
	for line := range strings.Lines(string(text)) {
		var name, sum, frame string
		var size int
		if _, err := fmt.Sscan(line, &name, &sum, &size, &frame); err != nil {
			t.Fatal(err)
		}
		data, err := base64.StdEncoding.DecodeString(frame)
		if err != nil {
			t.Fatal(err)
		}
		got := make([]byte, size)
		if err := d.Decode(got, data); err != nil || fmt.Sprintf("%x", sha256.Sum256(got)) != sum {
			t.Errorf("%s: %v, or other content", name, err)
		}
	}
}

func TestDecodeRejects(t *testing.T) {
	frame := encoder(t, 2, zstd.WithSingleSegment(true)).EncodeAll([]byte("a short text, a short text"), nil)
	change := func(at int, b byte) []byte {
		changed := bytes.Clone(frame)
		changed[at] = b
		return changed
	}
	var d Decoder
	for _, test := range []struct {
		frame []byte
		size  int
		want  string
	}{
		{frame, 25, "content of 26 bytes instead of 25"},
		{append(bytes.Clone(frame), 1, 2), 26, "2 bytes after the frame"},
		{change(0, 0), 26, "not a Zstandard frame"},
		{change(4, frame[4]|1), 26, "with a dictionary"},
		{change(4, frame[4]|8), 26, "are not supported"},
		{change(len(frame)-1, frame[len(frame)-1]+1), 26, "checksum is wrong"},
		{nil, 26, "unexpected end"},
	} {
		if err := d.Decode(make([]byte, test.size), test.frame); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("error %v does not say %q", err, test.want)
		}
	}
	for n := range frame {
		if d.Decode(make([]byte, 26), frame[:n]) == nil {
			t.Errorf("the first %d of %d bytes decode", n, len(frame))
		}
	}
	if err := d.Decode(make([]byte, 26), frame); err != nil {
		t.Errorf("after all those errors: %v", err)
	}
}
