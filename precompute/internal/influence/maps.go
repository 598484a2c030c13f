package influence

import "fmt"

// Map is one tensor of one image.
type Map struct {
	Data                    []float32 // [Channels][Height][Width]; may be nil where a plan needs the extremes only
	Channels, Height, Width int
	Max, Min                []float32 // [Channels]
}

// Extremes fills Max and Min from Data.
func (m *Map) Extremes() {
	m.Max, m.Min = resize(m.Max, m.Channels), resize(m.Min, m.Channels)
	size := m.Height * m.Width
	if len(m.Data) != m.Channels*size {
		panic(fmt.Sprintf("influence: %d values in a map of %d x %d x %d", len(m.Data), m.Channels, m.Height, m.Width))
	}
	for c := range m.Channels {
		plane := m.Data[c*size : (c+1)*size]
		lo, hi := plane[0], plane[0]
		for _, v := range plane {
			lo, hi = min(lo, v), max(hi, v)
		}
		m.Max[c], m.Min[c] = hi, lo
	}
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
