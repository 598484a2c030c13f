package zstd

import "encoding/binary"

// input is a frame as bytes and as a number of bits, little endian: bit k of byte i is bit lead+8*i+k. There are zeros
// around it, so that loops may look a little over its ends before they find that they are there.
type input struct {
	data  []byte
	words []uint64
}

// lead is the number of zero bits before the frame.
const lead = 128

func (in *input) set(data []byte) {
	in.data = data
	n := lead/64 + len(data)/8 + 3
	if cap(in.words) < n {
		in.words = make([]uint64, n)
	}
	in.words = in.words[:n]
	w := in.words[lead/64:]
	clear(in.words[:lead/64])
	clear(w[len(data)/8:])
	for k := range len(data) / 8 {
		w[k] = binary.LittleEndian.Uint64(data[8*k:])
	}
	for k, b := range data[len(data)&^7:] {
		w[len(data)/8] |= uint64(b) << (8 * k)
	}
}

// bits are the n bits from bit p on, n below 57.
func (in *input) bits(p int, n uint) int {
	w := in.words[p>>6]>>(p&63) | in.words[p>>6+1]<<(64-p&63)
	return int(w & (1<<n - 1))
}

// below are the 64 bits below bit p.
func (in *input) below(p int) uint64 {
	p -= 64
	return in.words[p>>6]>>(p&63) | in.words[p>>6+1]<<(64-p&63)
}

// backward is where the bits of a stream in data[at:end] begin that is read from its end: below its highest bit that is
// set.
func (in *input) backward(at, end int) (p int, err error) {
	if end <= at || in.data[end-1] == 0 {
		return 0, errCorrupt
	}
	p = lead + 8*end - 1
	for b := in.data[end-1]; b < 0x80; b <<= 1 {
		p--
	}
	return p, nil
}
