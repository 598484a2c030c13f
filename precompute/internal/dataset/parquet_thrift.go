package dataset

import (
	"encoding/binary"
	"errors"
	"fmt"
	"io"
)

// thriftLength is the length of the struct in Thrift's compact protocol that data begins with; io.ErrUnexpectedEOF if it goes on. What it
// passes can be decoded in memory in proportion to its length: no text and no list in it claims to be longer than the bytes are.
func thriftLength(data []byte) (int, error) {
	t := thriftBytes{data}
	err := t.structure(0)
	return len(data) - len(t.rest), err
}

// thriftBytes are bytes of the compact protocol that have not been gone over yet.
type thriftBytes struct{ rest []byte }

// maxThriftDepth bounds structs within structs; Parquet's metadata have about eight.
const maxThriftDepth = 32

func (t *thriftBytes) structure(depth int) error {
	if depth > maxThriftDepth {
		return fmt.Errorf("structs %d deep", depth)
	}
	for {
		head, err := t.byte()
		if err != nil || head == 0 {
			return err
		}
		if head>>4 == 0 { // the field's number follows
			if _, err := t.number(); err != nil {
				return err
			}
		}
		if kind := head & 0xf; kind > 2 { // 1 and 2 are true and false
			if err := t.value(kind, depth); err != nil {
				return err
			}
		}
	}
}

func (t *thriftBytes) value(kind byte, depth int) error {
	switch kind {
	case 1, 2, 3:
		return t.skip(1)
	case 4, 5, 6:
		_, err := t.number()
		return err
	case 7:
		return t.skip(8)
	case 8:
		n, err := t.number()
		if err != nil {
			return err
		}
		return t.skip(n)
	case 9, 10:
		return t.list(depth)
	case 11:
		return t.pairs(depth)
	case 12:
		return t.structure(depth + 1)
	}
	return fmt.Errorf("a field of type %d", kind)
}

func (t *thriftBytes) list(depth int) error {
	head, err := t.byte()
	if err != nil {
		return err
	}
	n := uint64(head >> 4)
	if n == 0xf {
		if n, err = t.number(); err != nil {
			return err
		}
	}
	return t.repeat(n, depth, head&0xf)
}

func (t *thriftBytes) pairs(depth int) error {
	n, err := t.number()
	if err != nil || n == 0 {
		return err
	}
	kinds, err := t.byte()
	if err != nil {
		return err
	}
	return t.repeat(n, depth, kinds>>4, kinds&0xf)
}

// repeat goes over n times a value of each kind.
func (t *thriftBytes) repeat(n uint64, depth int, kinds ...byte) error {
	if n > uint64(len(t.rest)) {
		return io.ErrUnexpectedEOF
	}
	for range n {
		for _, kind := range kinds {
			if kind == 12 && len(t.rest) > 0 && t.rest[0] == 0 {
				return errors.New("a list of nothing")
			}
			if err := t.value(kind, depth); err != nil {
				return err
			}
		}
	}
	return nil
}

func (t *thriftBytes) byte() (byte, error) {
	if len(t.rest) == 0 {
		return 0, io.ErrUnexpectedEOF
	}
	b := t.rest[0]
	t.rest = t.rest[1:]
	return b, nil
}

func (t *thriftBytes) number() (uint64, error) {
	v, n := binary.Uvarint(t.rest)
	if n <= 0 {
		return 0, io.ErrUnexpectedEOF
	}
	t.rest = t.rest[n:]
	return v, nil
}

func (t *thriftBytes) skip(n uint64) error {
	if n > uint64(len(t.rest)) {
		return io.ErrUnexpectedEOF
	}
	t.rest = t.rest[n:]
	return nil
}
