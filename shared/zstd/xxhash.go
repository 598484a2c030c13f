package zstd

import (
	"encoding/binary"
	"math/bits"
)

// Primes of XXH64.
const (
	prime1 uint64 = 0x9e3779b185ebca87
	prime2 uint64 = 0xc2b2ae3d27d4eb4f
	prime3 uint64 = 0x165667b19e3779f9
	prime4 uint64 = 0x85ebca77c2b2ae63
	prime5 uint64 = 0x27d4eb2f165667c5
)

// xxhash64 is XXH64 with seed 0, whose low half is a frame's checksum (github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md).
func xxhash64(data []byte) uint64 {
	total, h := uint64(len(data)), prime5
	if len(data) >= 32 {
		lanes := [4]uint64{prime1, prime2, 0, 0}
		lanes[0] += prime2
		lanes[3] -= prime1
		for ; len(data) >= 32; data = data[32:] {
			for k := range lanes {
				lanes[k] = round(lanes[k], binary.LittleEndian.Uint64(data[8*k:]))
			}
		}
		h = bits.RotateLeft64(lanes[0], 1) + bits.RotateLeft64(lanes[1], 7) + bits.RotateLeft64(lanes[2], 12) + bits.RotateLeft64(lanes[3], 18)
		for _, lane := range lanes {
			h = (h^round(0, lane))*prime1 + prime4
		}
	}
	h += total
	for ; len(data) >= 8; data = data[8:] {
		h = bits.RotateLeft64(h^round(0, binary.LittleEndian.Uint64(data)), 27)*prime1 + prime4
	}
	if len(data) >= 4 {
		h = bits.RotateLeft64(h^uint64(binary.LittleEndian.Uint32(data))*prime1, 23)*prime2 + prime3
		data = data[4:]
	}
	for _, b := range data {
		h = bits.RotateLeft64(h^uint64(b)*prime5, 11) * prime1
	}
	h = (h ^ h>>33) * prime2
	h = (h ^ h>>29) * prime3
	return h ^ h>>32
}

func round(lane, value uint64) uint64 {
	return bits.RotateLeft64(lane+value*prime2, 31) * prime1
}
