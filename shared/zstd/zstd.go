// Package zstd decompresses Zstandard frames (RFC 8878): a reader of one frame that is in memory and whose size is known, in a
// twelfth of the code that a whole library brings into the page. It refuses dictionaries.
//
// Words are the RFC's: a frame is a header and blocks; a block is literals and sequences; a sequence copies literals, then
// a match, which lies an offset back in what was written.
package zstd

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// Decoder keeps tables and buffers from frame to frame. One goroutine at a time may use it.
type Decoder struct {
	in       input
	out      []byte // of the frame's content, whole
	at       int    // how much of out is written
	literals []byte // of the block
	buffer   [maxBlock]byte
	huffman  huffman
	tables   [3]table   // by alphabet: of this block or an earlier one of the frame; without entries where there was none
	presets  [3][]entry // by alphabet
	own      [3][]entry // memory of tables that blocks describe
	offsets  [3]int     // the last three, the latest first
}

const (
	magic    = 0xfd2fb528
	maxBlock = 128 << 10 // of a block's content and of its literals
)

// Decode decompresses data, one frame whose content has len(out) bytes, into out.
func (d *Decoder) Decode(out, data []byte) (err error) {
	rest, checked, err := header(data, len(out))
	if err != nil {
		return err
	}
	d.in.set(data)
	d.out, d.at = out, 0
	d.huffman.bits, d.tables, d.offsets = 0, [3]table{}, [3]int{1, 4, 8}
	at, last := len(data)-len(rest), false
	for !last {
		if at, last, err = d.block(at); err != nil {
			return err
		}
	}
	if d.at != len(out) {
		return fmt.Errorf("content of %d bytes instead of %d", d.at, len(out))
	}
	rest = data[at:]
	if checked && len(rest) >= 4 {
		if sum := uint32(xxhash64(out)); sum != binary.LittleEndian.Uint32(rest) {
			return errors.New("the content's checksum is wrong")
		}
		rest = rest[4:]
	} else if checked {
		return errShort
	}
	if len(rest) > 0 {
		return fmt.Errorf("%d bytes after the frame", len(rest))
	}
	return nil
}

var (
	errShort   = errors.New("unexpected end of data")
	errCorrupt = errors.New("corrupt block")
)

// header reads the frame's header: what follows it, and whether a checksum ends the frame.
func header(data []byte, size int) (rest []byte, checked bool, err error) {
	if len(data) < 6 {
		return nil, false, errShort
	}
	if binary.LittleEndian.Uint32(data) != magic {
		return nil, false, errors.New("not a Zstandard frame")
	}
	flags := data[4]
	single := flags>>5&1 == 1
	window, content := 1, [4]int{0, 2, 4, 8}[flags>>6]
	if single {
		window, content = 0, max(content, 1)
	}
	if flags&0xb != 0 {
		return nil, false, errors.New("frames with a dictionary, or of a later version, are not supported")
	}
	end := 5 + window + content
	if len(data) < end {
		return nil, false, errShort
	}
	if content > 0 {
		var field [8]byte
		copy(field[:], data[5+window:end])
		told := binary.LittleEndian.Uint64(field[:])
		if content == 2 {
			told += 256
		}
		if told != uint64(size) {
			return nil, false, fmt.Errorf("content of %d bytes instead of %d", told, size)
		}
	}
	return data[end:], flags&4 != 0, nil
}

// block decodes the block that begins at byte at, and tells where it ends and whether it is the frame's last.
func (d *Decoder) block(at int) (end int, last bool, err error) {
	data := d.in.data
	if len(data)-at < 3 {
		return 0, false, errShort
	}
	head := int(data[at]) | int(data[at+1])<<8 | int(data[at+2])<<16
	last, at = head&1 == 1, at+3
	kind, size := head>>1&3, head>>3
	stored := size
	if kind == 1 {
		stored = 1
	}
	if size > maxBlock || kind == 3 {
		return 0, false, errCorrupt
	}
	if len(data)-at < stored {
		return 0, false, errShort
	}
	end = at + stored
	if kind == 2 {
		return end, last, d.compressed(at, end)
	}
	if len(d.out)-d.at < size {
		return 0, false, errLong
	}
	to := d.out[d.at : d.at+size]
	d.at += size
	if kind == 0 {
		copy(to, data[at:end])
	} else {
		repeat(to, data[at])
	}
	return end, last, nil
}

var errLong = errors.New("more content than there should be")

func repeat(to []byte, b byte) {
	for i := range to {
		to[i] = b
	}
}

// compressed decodes a block of literals and sequences.
func (d *Decoder) compressed(at, end int) error {
	at, err := d.readLiterals(at, end)
	if err != nil {
		return err
	}
	return d.sequences(at, end)
}
