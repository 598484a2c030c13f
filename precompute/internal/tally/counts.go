// Package tally counts how often each of many keys comes, in little memory: a log of keys is sorted now and then and becomes Counts,
// which are compact, can be added up, and are stored as they are.
package tally

import (
	"encoding/binary"
	"errors"
	"fmt"
	"iter"
	"math"
	"math/bits"
)

// Counts are keys and how often each came. In bytes: for each key, ascending, the distance from the key before less 1 (from -1 for the
// first) and the count less 1, both as unsigned varints. Equal counts have equal bytes. Nil: no key.
type Counts []byte

// cursor walks over Counts; it may only be used on valid ones.
type cursor struct {
	rest  []byte
	key   int64 // -1 before the first
	count uint32
}

func (c Counts) walk() cursor { return cursor{rest: c, key: -1} }

// next reports whether there is another key, and reads it.
func (c *cursor) next() bool {
	if len(c.rest) == 0 {
		c.key = math.MaxInt64
		return false
	}
	c.key += int64(c.varint()) + 1
	c.count = uint32(c.varint()) + 1
	return true
}

func (c *cursor) varint() uint64 {
	if b := c.rest[0]; b < 0x80 {
		c.rest = c.rest[1:]
		return uint64(b)
	}
	v, n := binary.Uvarint(c.rest)
	c.rest = c.rest[n:]
	return v
}

// Each calls do for every key, ascending.
func (c Counts) Each(do func(key, count uint32)) {
	for at := c.walk(); at.next(); {
		do(uint32(at.key), at.count)
	}
}

// Distinct is the number of different keys.
func (c Counts) Distinct() (n int) {
	c.Each(func(_, _ uint32) { n++ })
	return n
}

// builder appends to Counts.
type builder struct {
	counts Counts
	last   int64
}

func newBuilder(size int) builder { return builder{make(Counts, 0, size), -1} }

func (b *builder) add(key int64, count uint32) {
	b.varint(uint64(key - b.last - 1))
	b.varint(uint64(count - 1))
	b.last = key
}

func (b *builder) varint(v uint64) {
	if v < 0x80 {
		b.counts = append(b.counts, byte(v))
		return
	}
	b.counts = binary.AppendUvarint(b.counts, v)
}

// Of counts keys, which it sorts.
func Of(keys []uint32) Counts {
	sort(keys)
	b := newBuilder(2 * len(keys))
	for from := 0; from < len(keys); {
		to := from + 1
		for to < len(keys) && keys[to] == keys[from] {
			to++
		}
		b.add(int64(keys[from]), uint32(to-from))
		from = to
	}
	return fit(b.counts)
}

// Collect makes counts of keys that ascend, each with a count above 0.
func Collect(all iter.Seq2[uint32, uint32]) Counts {
	b := newBuilder(0)
	for key, count := range all {
		b.add(int64(key), count)
	}
	return fit(b.counts)
}

// Sum adds counts up; a key's sum has to fit into uint32.
func Sum(counts ...Counts) Counts {
	switch len(counts) {
	case 0:
		return nil
	case 1:
		return counts[0]
	}
	half := len(counts) / 2
	return sum(Sum(counts[:half]...), Sum(counts[half:]...))
}

func sum(x, y Counts) Counts {
	if len(x) == 0 || len(y) == 0 {
		return append(x, y...)
	}
	b := newBuilder(len(x) + len(y))
	p, q := x.walk(), y.walk()
	p.next()
	q.next()
	for p.key < math.MaxInt64 || q.key < math.MaxInt64 {
		switch {
		case p.key < q.key:
			b.add(p.key, p.count)
			p.next()
		case p.key > q.key:
			b.add(q.key, q.count)
			q.next()
		default:
			b.add(p.key, p.count+q.count)
			p.next()
			q.next()
		}
	}
	return fit(b.counts)
}

// fit copies counts where much of their memory is spare.
func fit(c Counts) Counts {
	if cap(c) < len(c)+len(c)/8 {
		return c
	}
	return append(make(Counts, 0, len(c)), c...)
}

// Validate checks counts that come from a file: every key is below keys, every count at most most, and the bytes are those that this
// package writes.
func (c Counts) Validate(keys uint64, most uint32) error {
	next := uint64(0)
	for rest := c; len(rest) > 0; {
		distance, n := binary.Uvarint(rest)
		if !shortest(distance, n) {
			return errors.New("a key that is cut off or too long")
		}
		rest = rest[n:]
		if distance >= keys || next+distance >= keys {
			return fmt.Errorf("key %d more than %d, of %d keys", distance, next, keys)
		}
		next += distance + 1
		less, n := binary.Uvarint(rest)
		if !shortest(less, n) {
			return errors.New("a count that is cut off or too long")
		}
		rest = rest[n:]
		if less >= uint64(most) {
			return fmt.Errorf("key %d has a count above %d", next-1, most)
		}
	}
	return nil
}

// shortest reports whether a varint of n bytes is written as this package does.
func shortest(v uint64, n int) bool {
	return n > 0 && n == max(1, (bits.Len64(v)+6)/7)
}
