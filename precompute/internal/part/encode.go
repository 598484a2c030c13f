package part

import (
	"encoding/binary"
	"math"

	"summit/precompute/internal/aggregate"
)

// encodeClass is a class in bytes: images, right, the histogram, and each of the four counts after its length. All numbers are unsigned
// varints.
func encodeClass(c *aggregate.Class) []byte {
	size := 64 * len(c.Counts())
	for _, counts := range c.Counts() {
		size += len(*counts)
	}
	b := make([]byte, 0, size)
	b = number(b, c.Images)
	b = number(b, c.Right)
	for _, n := range c.Histogram {
		b = number(b, n)
	}
	for _, counts := range c.Counts() {
		b = number(b, len(*counts))
		b = append(b, *counts...)
	}
	return b
}

// section is a class's place in a file.
type section struct {
	label, size int
}

// encodeHead is a head in bytes, with the run that it belongs to and the classes that the file holds.
func encodeHead(run Digest, h *Head, sections []section) []byte {
	b := append([]byte{}, run[:]...)
	b = number(b, len(h.Done))
	last := -1
	for _, d := range h.Done {
		b = number(b, d.Item-last-1)
		last = d.Item
	}
	for _, d := range h.Done {
		b = append(b, d.Content[:]...)
	}
	b = encodeSkipped(b, h.Skipped)
	for _, n := range h.Silent {
		b = number(b, n)
	}
	for _, best := range h.Examples {
		b = number(b, len(best))
		for _, e := range best {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(e.Activation))
			b = number(number(number(b, e.Item), e.Y), e.X)
		}
	}
	b = number(b, h.Device.Images)
	for _, share := range []float64{h.Device.Logits, h.Device.Maxima, h.Device.Influences} {
		b = binary.LittleEndian.AppendUint64(b, math.Float64bits(share))
	}
	b = number(b, len(sections))
	last = -1
	for _, s := range sections {
		b = number(number(b, s.label-last-1), s.size)
		last = s.label
	}
	return b
}

func encodeSkipped(b []byte, skipped []Skipped) []byte {
	b = number(b, len(skipped))
	last := -1
	for _, s := range skipped {
		b = number(b, s.Item-last-1)
		b = append(b, s.Content[:]...)
		b = number(b, len(s.Error))
		b = append(b, s.Error...)
		last = s.Item
	}
	return b
}

func number(b []byte, n int) []byte { return binary.AppendUvarint(b, uint64(n)) }
