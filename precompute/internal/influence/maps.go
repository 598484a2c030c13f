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

// padded is a map in float64 with its border of zeros, and the extremes of its rows and channels.
type padded struct {
	height, width  int       // border included
	data           []float64 // [channels][height][width]
	rowMax, rowMin []float64 // [channels][height]
	max, min       []float64 // [channels]
}

func (p *padded) fill(m *Map, pads [4]int) {
	p.height, p.width = m.Height+pads[0]+pads[2], m.Width+pads[1]+pads[3]
	p.data = resize(p.data, m.Channels*p.height*p.width)
	p.rowMax, p.rowMin = resize(p.rowMax, m.Channels*p.height), resize(p.rowMin, m.Channels*p.height)
	p.max, p.min = resize(p.max, m.Channels), resize(p.min, m.Channels)
	clear(p.data)
	for c := range m.Channels {
		for y := range m.Height {
			source := m.Data[(c*m.Height+y)*m.Width:][:m.Width]
			row := p.data[(c*p.height+y+pads[0])*p.width+pads[1]:][:m.Width]
			for x, v := range source {
				row[x] = float64(v)
			}
		}
		p.extremes(c)
	}
}

func (p *padded) extremes(c int) {
	for y := range p.height {
		row := p.data[(c*p.height+y)*p.width:][:p.width]
		lo, hi := row[0], row[0]
		for _, v := range row {
			if v > hi {
				hi = v
			} else if v < lo {
				lo = v
			}
		}
		p.rowMax[c*p.height+y], p.rowMin[c*p.height+y] = hi, lo
		if y == 0 || hi > p.max[c] {
			p.max[c] = hi
		}
		if y == 0 || lo < p.min[c] {
			p.min[c] = lo
		}
	}
}

func resize[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}
