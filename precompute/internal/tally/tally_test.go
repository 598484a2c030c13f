package tally

import (
	"bytes"
	"maps"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"
)

// reference counts with a map.
func reference(keys []uint32) map[uint32]uint32 {
	counts := map[uint32]uint32{}
	for _, key := range keys {
		counts[key]++
	}
	return counts
}

func collect(t interface{ Errorf(string, ...any) }, c Counts) map[uint32]uint32 {
	counts := map[uint32]uint32{}
	last := int64(-1)
	c.Each(func(key, count uint32) {
		if int64(key) <= last {
			t.Errorf("key %d after %d", key, last)
		}
		last = int64(key)
		counts[key] = count
	})
	return counts
}

// drawKeys draws few or many keys, near one another or far apart.
func drawKeys(t *rapid.T, name string) []uint32 {
	most := rapid.SampledFrom([]uint32{3, 300, 1 << 12, 1<<32 - 1}).Draw(t, name+" up to")
	return rapid.SliceOfN(rapid.Uint32Range(0, most), 0, rapid.SampledFrom([]int{3, 40, 3 * few}).Draw(t, name+" at most")).Draw(t, name)
}

func TestCountsAreThoseOfAMap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var all []uint32
		var parts []Counts
		for range rapid.IntRange(0, 5).Draw(t, "parts") {
			keys := drawKeys(t, "keys")
			all = append(all, keys...)
			parts = append(parts, Of(keys))
		}
		total := Sum(parts...)
		if got, want := collect(t, total), reference(all); !maps.Equal(got, want) {
			t.Errorf("counts %v, want %v", got, want)
		}
		if err := total.Validate(1<<32, uint32(len(all))); err != nil {
			t.Error(err)
		}
		slices.Reverse(parts)
		if again := Sum(append(parts, nil)...); !bytes.Equal(again, total) || !bytes.Equal(Of(all), total) {
			t.Error("another order makes other bytes")
		}
	})
}

func TestTallyOfSeveralGoroutines(t *testing.T) {
	var all []uint32
	var tally Tally
	var group sync.WaitGroup
	held := make([]int, 4)
	for g := range held {
		keys := make([]uint32, LogLength/3)
		for i := range keys {
			keys[i] = uint32(i*i+g) % 5000
		}
		all = append(all, slices.Repeat(keys, 4)...)
		group.Go(func() {
			for range 4 {
				held[g] += tally.Add(keys)
			}
			held[g] += tally.Fold()
		})
	}
	group.Wait()
	grown := held[0] + held[1] + held[2] + held[3]
	bytes := 0
	for _, run := range tally.runs {
		bytes += len(run)
	}
	if grown != bytes {
		t.Errorf("%d bytes by the changes, %d are held", grown, bytes)
	}
	if got := collect(t, tally.Counts()); !maps.Equal(got, reference(all)) {
		t.Errorf("%d keys, counts differ", len(got))
	}
}

func TestValidateRejects(t *testing.T) {
	good := Of([]uint32{0, 7, 7, 300})
	for name, c := range map[string]struct {
		counts Counts
		keys   uint64
		most   uint32
	}{
		"a key out of range":   {good, 300, 9},
		"a count out of range": {good, 301, 1},
		"cut off":              {good[:len(good)-1], 301, 9},
		"a long varint":        {Counts{0x80, 0, 0}, 301, 9},
		"an endless varint":    {bytes.Repeat([]byte{0xff}, 12), 301, 9},
		"a wrapped key":        {append(slices.Clone(good), 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 1, 0), 301, 9},
	} {
		if err := c.counts.Validate(c.keys, c.most); err == nil {
			t.Errorf("%s is accepted", name)
		}
	}
	if err := good.Validate(301, 2); err != nil {
		t.Error(err)
	}
}

// FuzzValidate: what is accepted can be read, and is written again as the same bytes.
func FuzzValidate(f *testing.F) {
	f.Add([]byte(Of([]uint32{1, 1, 300})))
	f.Fuzz(func(t *testing.T, data []byte) {
		if Counts(data).Validate(1<<20, 1<<10) != nil {
			return
		}
		b := newBuilder(0)
		Counts(data).Each(func(key, count uint32) {
			if key >= 1<<20 || count < 1 || count > 1<<10 {
				t.Errorf("key %d, count %d", key, count)
			}
			b.add(int64(key), count)
		})
		if !bytes.Equal(b.counts, data) {
			t.Errorf("%x becomes %x", data, b.counts)
		}
	})
}

// BenchmarkTally adds images of InceptionV1's number of keys, five of each of 7,000 outputs, of 60
// candidates that there are.
func BenchmarkTally(b *testing.B) {
	keys := make([]uint32, 35000)
	var tally Tally
	for image := uint32(0); b.Loop(); image++ {
		for i := range keys {
			keys[i] = uint32(i/5)*500 + uint32(i%5)*12 + (image*uint32(i+1))%12
		}
		tally.Add(keys)
	}
}
