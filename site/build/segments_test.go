package main

import (
	"bytes"
	"encoding/binary"
	"math/rand"
	"testing"
)

// module is WebAssembly with data at addresses, and another section before and after it.
func module(segments []segment) []byte {
	out := []byte("\x00asm\x01\x00\x00\x00")
	for _, s := range []struct {
		id   byte
		body []byte
	}{{10, []byte("code")}, {dataSection, writeSegments(segments)}, {0, []byte("\x04name")}} {
		out = append(binary.AppendUvarint(append(out, s.id), uint64(len(s.body))), s.body...)
	}
	return out
}

// memory is what a module's data makes of an empty memory, and in how many segments; it reads them by itself.
func memory(t *testing.T, module []byte) (contents []byte, segments int) {
	t.Helper()
	r := bytes.NewBuffer(module[8:])
	next := func() int {
		n, err := binary.ReadUvarint(r)
		if err != nil {
			t.Fatal(err)
		}
		return int(n)
	}
	contents = make([]byte, 1<<21)
	for r.Len() > 0 {
		if id, size := next(), next(); id != dataSection {
			r.Next(size)
			continue
		}
		segments = next()
		for range segments {
			r.Next(2) // memory 0, i32.const
			at, shift := 0, 0
			for more := true; more; shift += 7 {
				b := r.Next(1)[0]
				at, more = at|int(b&0x7f)<<shift, b >= 0x80
			}
			r.Next(1) // end
			copy(contents[at:], r.Next(next()))
		}
	}
	return contents, segments
}

// TestJoinedSegmentsAreTheSameMemory: 300 pieces in any order, up to 2 kB apart, 200,000 bytes apart in the middle.
func TestJoinedSegmentsAreTheSameMemory(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	var segments []segment
	at := 60
	for k := range 300 {
		data := make([]byte, 1+random.Intn(90))
		random.Read(data)
		segments = append(segments, segment{at, data})
		if at += len(data) + 8 + random.Intn(2000); k == 150 {
			at += 200_000
		}
	}
	random.Shuffle(len(segments), func(a, b int) { segments[a], segments[b] = segments[b], segments[a] })
	before := module(segments)
	after, err := rewriteData(before, join)
	if err != nil {
		t.Fatal(err)
	}
	want, many := memory(t, before)
	got, few := memory(t, after)
	if !bytes.Equal(got, want) {
		t.Error("the memory differs")
	}
	if many != 300 || few != 2 {
		t.Errorf("%d segments of %d", few, many)
	}
	if !bytes.Contains(after, []byte("\x0a\x04code")) || !bytes.HasSuffix(after, []byte("\x00\x05\x04name")) {
		t.Error("other sections are not as they were")
	}
}

func TestJoinSegmentsRefusesWhatItDoesNotKnow(t *testing.T) {
	good := module([]segment{{8, []byte("abc")}, {20_000, []byte("def")}})
	if _, err := rewriteData(good, join); err != nil {
		t.Fatal(err)
	}
	for name, bad := range map[string][]byte{
		"not WebAssembly": []byte("\x7fELF\x01\x00\x00\x00"), "cut": good[:len(good)-9], "overlap": module([]segment{{8, []byte("abc")}, {10, []byte("d")}}),
		"passive": bytes.Replace(good, []byte{0, i32Const, 8, end}, []byte{1, i32Const, 8, end}, 1),
		"global":  bytes.Replace(good, []byte{0, i32Const, 8, end}, []byte{0, 0x23, 8, end}, 1),
	} {
		if _, err := rewriteData(bad, join); err == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
