package bundle

import (
	"bytes"
	"maps"
	"strings"
	"testing"
)

// TestChecksumsFlips flips every bit of a checksum file and cuts it everywhere: it is refused, or lists something else.
func TestChecksumsFlips(t *testing.T) {
	want := map[string]string{"zarr.json": strings.Repeat("0af9", 16), "a/zarr.json": strings.Repeat("7b", 32), "a/c/0/0": strings.Repeat("e", 64)}
	text := formatChecksums(want)
	got, err := parseChecksums(text)
	if err != nil || !maps.Equal(got, want) {
		t.Fatalf("%q: got %v, %v", text, got, err)
	}
	for k := range text {
		for bit := range 8 {
			flipped := bytes.Clone(text)
			flipped[k] ^= 1 << bit
			if got, err := parseChecksums(flipped); err == nil && maps.Equal(got, want) {
				t.Errorf("byte %d, bit %d: not noticed", k, bit)
			}
		}
		if got, err := parseChecksums(text[:k]); err == nil && maps.Equal(got, want) {
			t.Errorf("cut to %d: not noticed", k)
		}
	}
}

// FuzzParseChecksums: what is accepted is written as it was.
func FuzzParseChecksums(f *testing.F) {
	f.Add(formatChecksums(map[string]string{"zarr.json": strings.Repeat("0af9", 16), "a/c/0/0": strings.Repeat("e", 64)}))
	f.Fuzz(func(t *testing.T, text []byte) {
		if sums, err := parseChecksums(text); err == nil && !bytes.Equal(formatChecksums(sums), text) {
			t.Errorf("%q becomes %q", text, formatChecksums(sums))
		}
	})
}
