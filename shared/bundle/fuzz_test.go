package bundle

import (
	"encoding/binary"
	"slices"
	"testing"

	"summit/shared/zarr"
)

// FuzzParse: no metadata panics; what is accepted is encoded and read again.
func FuzzParse(f *testing.F) {
	s := newStored()
	files := encode(f, &s.manifest, Arrays(&s.manifest, map[Matrix]int{Influence: s.entries}))
	f.Add(files[Root])
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := Parse(data)
		if err != nil {
			return
		}
		b.Network()
		files := encode(t, &b.Manifest, b.arrays)
		if _, err := Parse(files[Root]); err != nil {
			t.Error(err)
		}
	})
}

// FuzzDecodeMatrix stores arbitrary numbers as a class's matrix: it comes back as it was stored, or not at all.
func FuzzDecodeMatrix(f *testing.F) {
	s := newStored()
	b := s.open(f)
	d := zarr.NewDecoder()
	seed := zarr.AppendBytes(nil, s.indptr)
	seed = zarr.AppendBytes(seed, s.counts)
	f.Add(zarr.AppendBytes(seed, s.indices))
	f.Fuzz(func(t *testing.T, data []byte) {
		s := stored{indptr: make([]uint32, 8), counts: make([]uint32, 6), indices: make([]uint16, 6)}
		data = append(data, make([]byte, 4*14+2*6)...)
		for k := range s.indptr {
			s.indptr[k] = binary.LittleEndian.Uint32(data[4*k:])
		}
		for k := range s.counts {
			s.counts[k] = binary.LittleEndian.Uint32(data[32+4*k:])
			s.indices[k] = binary.LittleEndian.Uint16(data[56+2*k:])
		}
		m, err := b.DecodeMatrix(d, Influence, 0, s.class(b, nil)[1:])
		if err != nil {
			return
		}
		if err := m.Validate(7, 7); err != nil {
			t.Fatal(err)
		}
		n := len(m.Values)
		again := s
		again.indptr, again.counts, again.indices = m.Indptr, m.Values, nil
		for _, i := range m.Indices {
			again.indices = append(again.indices, uint16(i))
		}
		if !slices.EqualFunc(s.class(b, nil), again.class(b, nil), slices.Equal) || slices.Max(append(m.Values, 0)) > 10 {
			t.Errorf("%+v becomes %+v with %d entries", s, m, n)
		}
	})
}
