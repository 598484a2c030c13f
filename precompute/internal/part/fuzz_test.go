package part

import (
	"bytes"
	"testing"

	"summit/precompute/internal/aggregate"
	"summit/precompute/internal/tally"
)

// FuzzDecodeHead: no input panics, and what is accepted is written again as the same bytes.
func FuzzDecodeHead(f *testing.F) {
	images := drawImages(5)
	b := NewBuilder(testShape)
	b.Device = testDevice
	for _, item := range []int{1, 3, 9} {
		b.Add(images[item])
	}
	b.Skip(Skipped{Item: 6, Error: "no picture"})
	p := b.Take()
	p.head.Examples = p.ranking.Best()
	f.Add(encodeHead(testRun, p.head, []section{{0, 70}, {1, 40}}))
	f.Add(encodeHead(testRun, NewHead(testShape), nil))
	f.Fuzz(func(t *testing.T, data []byte) {
		run, head, sections, err := decodeHead(data, testShape)
		if err != nil {
			return
		}
		if again := encodeHead(run, head, sections); !bytes.Equal(again, data) {
			t.Errorf("%x becomes %x", data, again)
		}
	})
}

// FuzzDecodeClass is the same for classes.
func FuzzDecodeClass(f *testing.F) {
	c := &aggregate.Class{Images: 3, Right: 1, Activation: tally.Of([]uint32{1, 5, 5}), Excitation: tally.Of([]uint32{0, 299})}
	c.Histogram[4] = 3
	f.Add(encodeClass(c))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := decodeClass(data, testShape)
		if err != nil {
			return
		}
		if again := encodeClass(c); !bytes.Equal(again, data) {
			t.Errorf("%x becomes %x", data, again)
		}
	})
}
