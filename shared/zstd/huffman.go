package zstd

import "math/bits"

// maxHuffman is the most bits that a code has.
const maxHuffman = 11

// huffman is a Huffman code: for every value of the next bits bits the symbol that they begin with, in the low byte, and
// the length of its code.
type huffman struct {
	codes   [1 << maxHuffman]uint16
	bits    uint // 0: there is no code yet
	weights [256]uint8
	states  []entry
}

// readHuffman reads a code's description, which begins at byte at, and tells where it ends (RFC 8878, 4.2.1).
func (d *Decoder) readHuffman(at, end int) (after int, err error) {
	if at >= end {
		return 0, errShort
	}
	head, n := int(d.in.data[at]), 0
	at++
	if head < 128 {
		after = at + head
		if after > end {
			return 0, errShort
		}
		n, err = d.readWeights(at, after)
	} else {
		n = head - 127
		if after = at + (n+1)/2; after > end {
			return 0, errShort
		}
		for i := range n {
			d.huffman.weights[i] = d.in.data[at+i/2] >> (4 * (1 - i&1)) & 15
		}
	}
	if err != nil {
		return 0, err
	}
	return after, d.huffman.build(n)
}

// readWeights reads weights that are compressed in data[at:end] by two states in turn.
func (d *Decoder) readWeights(at, end int) (n int, err error) {
	var counts [maxCounts]int16
	symbols, log, at, err := d.in.readCounts(&counts, at, end, maxHuffman+2, 6)
	if err != nil {
		return 0, err
	}
	var values [maxHuffman + 2]value
	for w := range values {
		values[w].base = int32(w)
	}
	h := &d.huffman
	if h.states, err = build(h.states, counts[:symbols], log, values[:]); err != nil {
		return 0, err
	}
	p, err := d.in.backward(at, end)
	if err != nil {
		return 0, err
	}
	stop := lead + 8*at
	var state [2]int
	for k := range state {
		p -= int(log)
		state[k] = d.in.bits(p, log)
	}
	if p < stop {
		return 0, errCorrupt
	}
	for k := 0; n < len(h.weights)-2; k ^= 1 {
		e := h.states[state[k]]
		h.weights[n] = uint8(e.base)
		n++
		if p -= int(e.bits); p < stop {
			h.weights[n] = uint8(h.states[state[k^1]].base)
			return n + 1, nil
		}
		state[k] = int(e.next) + d.in.bits(p, uint(e.bits))
	}
	return 0, errCorrupt
}

// build makes the code of the first n weights; that of the symbol after them follows from the others.
func (h *huffman) build(n int) error {
	h.bits = 0
	sum := 0
	for _, w := range h.weights[:n] {
		if w > maxHuffman {
			return errCorrupt
		}
		sum += 1 << w >> 1
	}
	log := bits.Len(uint(sum))
	left := 1<<log - sum
	if sum == 0 || log > maxHuffman || n > 255 || left&(left-1) != 0 {
		return errCorrupt
	}
	h.weights[n] = uint8(bits.Len(uint(left)))
	at := 0
	for w := 1; w <= log; w++ {
		for s, weight := range h.weights[:n+1] {
			if int(weight) != w {
				continue
			}
			code := uint16(log+1-w)<<8 | uint16(s)
			for range 1 << (w - 1) {
				h.codes[at] = code
				at++
			}
		}
	}
	h.bits = uint(log)
	return nil
}

// decode fills out from the stream data[at:end].
func (d *Decoder) decodeHuffman(out []byte, at, end int) error {
	p, err := d.in.backward(at, end)
	if err != nil {
		return err
	}
	codes, shift, stop := &d.huffman.codes, 64-d.huffman.bits, lead+8*at
	for i := 0; i < len(out); {
		w := d.in.below(p)
		for range min(5, len(out)-i) { // codes that 64 bits hold at least
			code := codes[w>>shift&(1<<maxHuffman-1)]
			out[i] = byte(code)
			i++
			length := code >> 8
			w <<= length
			p -= int(length)
		}
		if p < stop {
			return errCorrupt
		}
	}
	if p != stop {
		return errCorrupt
	}
	return nil
}
