package dataset

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"math/rand/v2"
	"sync"
	"testing"
)

// sum reads the items in the given order, a goroutine each, and returns the digest.
func sum(t *testing.T, set *Set, order []int) string {
	t.Helper()
	digest := NewDigest(set)
	var group sync.WaitGroup
	for _, i := range order {
		group.Go(func() {
			data, err := set.Items[i].Read()
			if err != nil {
				t.Error(err)
			}
			digest.Add(i, sha256.Sum256(data))
		})
	}
	group.Wait()
	return digest.Sum()
}

func TestDigest(t *testing.T) {
	root := tree(t, "a/1.png = one", "a/2.png = two", "b/1.png = ")
	set, err := Open(root)
	if err != nil {
		t.Fatal(err)
	}
	want := sha256.New()
	for _, row := range [][3]string{{"a", "a/1.png", "one"}, {"a", "a/2.png", "two"}, {"b", "b/1.png", ""}} {
		for _, text := range row[:2] {
			binary.Write(want, binary.LittleEndian, uint64(len(text)))
			want.Write([]byte(text))
		}
		content := sha256.Sum256([]byte(row[2]))
		want.Write(content[:])
	}
	for range 10 {
		if got := sum(t, set, rand.Perm(3)); got != hex.EncodeToString(want.Sum(nil)) {
			t.Fatalf("digest %s, want %x", got, want.Sum(nil))
		}
	}
}

func TestDigestTellsSetsApart(t *testing.T) {
	seen := map[string]int{}
	for i, files := range [][]string{
		{"a/1.png = x", "b/1.png = x"},
		{"a/1.png = x", "b/1.png = y"},
		{"a/1.png = x", "b/2.png = x"},
		{"a/1.png = x", "c/1.png = x"},
		{"a/1.png = x", "a/b/1.png = x"},
		{"a/1.png = x"},
	} {
		set, err := Open(tree(t, files...))
		if err != nil {
			t.Fatal(err)
		}
		got := sum(t, set, rand.Perm(len(set.Items)))
		if before, ok := seen[got]; ok {
			t.Errorf("sets %d and %d have one digest", before, i)
		}
		seen[got] = i
	}
}
