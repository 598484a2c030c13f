package dataset

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
)

// Digest identifies a set by the content of its pictures. Pictures may be added in any order and by any number of
// goroutines, each picture once; the sum depends on the order of the items alone.
type Digest struct {
	set      *Set
	contents [][sha256.Size]byte // by item; zero where the file could not be read
}

// NewDigest returns the digest of a set none of whose pictures has been read.
func NewDigest(set *Set) *Digest {
	return &Digest{set: set, contents: make([][sha256.Size]byte, len(set.Items))}
}

// Add takes the sha256 of the content of the item with the given index.
func (d *Digest) Add(item int, content [sha256.Size]byte) { d.contents[item] = content }

// Sum returns, in lower-case hex, the sha256 over the items in order: each item's label and ID, both after their length
// as 8 bytes little endian, and then the sha256 of its content (32 zero bytes for a file that was not read).
func (d *Digest) Sum() string {
	if len(d.contents) != len(d.set.Items) {
		panic(fmt.Sprintf("dataset: digest of %d items, set has %d", len(d.contents), len(d.set.Items)))
	}
	sum := sha256.New()
	for i, item := range d.set.Items {
		for _, text := range []string{d.set.Labels[item.Label], item.ID} {
			sum.Write(binary.LittleEndian.AppendUint64(nil, uint64(len(text))))
			sum.Write([]byte(text))
		}
		sum.Write(d.contents[i][:])
	}
	return hex.EncodeToString(sum.Sum(nil))
}
