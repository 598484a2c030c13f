package main

import (
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
)

// gapKept is the number of zeros between two data segments from which on they stay two.
const gapKept = 4096

// dataSection is the number of the section of a WebAssembly module that holds its memory's first contents.
const dataSection = 11

// i32Const and end are the instructions that a segment's offset is made of; an active segment of memory 0 begins with 0.
const i32Const, end = 0x41, 0x0b

var errModule = errors.New("the linker's WebAssembly is not as expected")

// segment is data at an address of the memory.
type segment struct {
	at   int
	data []byte
}

// rewriteData writes a module with the segments that rewrite makes of its own, which ascend.
func rewriteData(module []byte, rewrite func([]segment) ([]segment, error)) ([]byte, error) {
	const magic = "\x00asm\x01\x00\x00\x00"
	if len(module) < len(magic) || string(module[:len(magic)]) != magic {
		return nil, errModule
	}
	out := append(make([]byte, 0, len(module)), magic...)
	for rest := module[len(magic):]; len(rest) > 0; {
		id := rest[0]
		size, n := binary.Uvarint(rest[1:])
		if n <= 0 || size > uint64(len(rest)-1-n) {
			return nil, errModule
		}
		body := rest[1+n : 1+n+int(size)]
		rest = rest[1+n+int(size):]
		if id == dataSection {
			segments, err := readSegments(body)
			if err != nil {
				return nil, err
			}
			if segments, err = rewrite(segments); err != nil {
				return nil, err
			}
			body = writeSegments(segments)
		}
		out = binary.AppendUvarint(append(out, id), uint64(len(body)))
		out = append(out, body...)
	}
	return out, nil
}

// readSegments reads a data section, and puts its segments in the order of their addresses.
func readSegments(body []byte) (segments []segment, err error) {
	count, n := binary.Uvarint(body)
	if n <= 0 {
		return nil, errModule
	}
	body = body[n:]
	for k := range count {
		if len(body) < 2 || body[0] != 0 || body[1] != i32Const {
			return nil, fmt.Errorf("%w: segment %d is of another kind", errModule, k)
		}
		at, n := signed(body[2:])
		if n == 0 || len(body) < 3+n || body[2+n] != end {
			return nil, fmt.Errorf("%w: segment %d has no address", errModule, k)
		}
		body = body[3+n:]
		size, n := binary.Uvarint(body)
		if n <= 0 || size > uint64(len(body)-n) {
			return nil, errModule
		}
		segments = append(segments, segment{at, body[n : n+int(size)]})
		body = body[n+int(size):]
	}
	if len(body) > 0 {
		return nil, errModule
	}
	slices.SortFunc(segments, func(a, b segment) int { return a.at - b.at })
	return segments, nil
}

// join makes segments one that lie closer than gapKept. They ascend and must not overlap. The linker makes one of whatever lies between eight
// zeros, 75,000 in all, and what stands between them keeps compression from finding what repeats: brotli makes a fifth more of them.
func join(segments []segment) (joined []segment, err error) {
	for _, s := range segments {
		if last := len(joined) - 1; last >= 0 {
			before := &joined[last]
			gap := s.at - before.at - len(before.data)
			if gap < 0 {
				return nil, fmt.Errorf("%w: segments overlap at %d", errModule, s.at)
			}
			if gap < gapKept {
				before.data = append(append(before.data, make([]byte, gap)...), s.data...)
				continue
			}
		}
		joined = append(joined, segment{s.at, append([]byte(nil), s.data...)})
	}
	return joined, nil
}

func writeSegments(segments []segment) []byte {
	body := binary.AppendUvarint(nil, uint64(len(segments)))
	for _, s := range segments {
		body = append(appendSigned(append(body, 0, i32Const), s.at), end)
		body = append(binary.AppendUvarint(body, uint64(len(s.data))), s.data...)
	}
	return body
}

// signed reads a signed LEB128 number that is not negative, and how many bytes it has; 0: there is none.
func signed(data []byte) (value, n int) {
	for n < len(data) && n < 5 {
		b := data[n]
		value |= int(b&0x7f) << (7 * n)
		n++
		if b < 0x80 {
			if b&0x40 != 0 {
				return 0, 0
			}
			return value, n
		}
	}
	return 0, 0
}

// appendSigned writes what signed reads.
func appendSigned(out []byte, value int) []byte {
	for value >= 0x40 {
		out = append(out, byte(value)&0x7f|0x80)
		value >>= 7
	}
	return append(out, byte(value))
}
