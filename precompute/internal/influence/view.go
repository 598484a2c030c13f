package influence

import (
	"cmp"
	"math"
	"slices"
)

// A tile is a rectangle of output positions, of so many rows and columns unless the map is smaller. The last ones overlap their
// neighbours, so that they are whole.
const (
	tileHeight = 4
	tileWidth  = 4
)

// view is a map as one kind of convolution sees it: in float64, with its border of zeros, and with the output positions in tiles. Of a
// 1x1 convolution it has max and min only, over the positions that the convolution looks at.
type view struct {
	window        window
	height, width int       // border included
	data          []float64 // [channels][height][width]
	max, min      []float64 // [channels], of data
	norm          []float64 // [channels], the largest norm of the values that a position sees
	squares       []float64 // [height][width] of one channel: sums of the squares that kernel rows see
	tiles         []tile    // [channels][tiles], those of largest max first
	each          int       // tiles of a channel
}

// tile has the extremes of what the convolution sees at its output positions, rows [y, yEnd) and columns [x, xEnd).
type tile struct {
	max, min, norm   float64
	y, yEnd, x, xEnd int32
}

// fill takes one image's map.
func (v *view) fill(m *Map) {
	pads := v.window.pads
	height, width := m.Height+pads[0]+pads[2], m.Width+pads[1]+pads[3]
	same := v.height == height && v.width == width
	v.height, v.width = height, width
	v.max, v.min, v.norm = resize(v.max, m.Channels), resize(v.min, m.Channels), resize(v.norm, m.Channels)
	rows, columns := v.window.outputs(0, v.height), v.window.outputs(1, v.width)
	if v.window.pointwise() {
		v.sample(m, rows, columns)
		return
	}
	if !same {
		v.data = make([]float64, m.Channels*v.height*v.width) // of zeros: the border stays
	}
	v.each = parts(rows, tileHeight) * parts(columns, tileWidth)
	v.tiles = resize(v.tiles, m.Channels*v.each)
	for c := range m.Channels {
		v.max[c], v.min[c], v.norm[c] = float64(m.Max[c]), float64(m.Min[c]), 0
		if v.max[c] == 0 && v.min[c] == 0 {
			continue // never looked at
		}
		if pads != [4]int{} {
			v.max[c], v.min[c] = max(v.max[c], 0), min(v.min[c], 0)
		}
		v.copy(m, c)
		v.tile(c, rows, columns)
	}
}

// sample finds the extremes of the positions that a strided 1x1 convolution looks at.
func (v *view) sample(m *Map, rows, columns int) {
	w := &v.window
	for c := range m.Channels {
		v.max[c], v.min[c] = math.Inf(-1), math.Inf(1)
		for y := range rows {
			for x := range columns {
				value, row, column := 0.0, y*w.stride[0]-w.pads[0], x*w.stride[1]-w.pads[1]
				if row >= 0 && column >= 0 && row < m.Height && column < m.Width {
					value = float64(m.Data[(c*m.Height+row)*m.Width+column])
				}
				v.max[c], v.min[c] = max(v.max[c], value), min(v.min[c], value)
			}
		}
	}
}

func parts(size, of int) int { return (size + of - 1) / of }

func (v *view) copy(m *Map, c int) {
	for y := range m.Height {
		source := m.Data[(c*m.Height+y)*m.Width:][:m.Width]
		row := v.data[(c*v.height+y+v.window.pads[0])*v.width+v.window.pads[1]:][:m.Width]
		for x, value := range source {
			row[x] = float64(value)
		}
	}
}

// tile finds the extremes of channel c's tiles and sorts them.
func (v *view) tile(c, rows, columns int) {
	v.squareRows(c, columns)
	tiles := v.tiles[c*v.each : c*v.each : (c+1)*v.each]
	for y := 0; y < rows; y += tileHeight {
		for x := 0; x < columns; x += tileWidth {
			top, left := max(min(y, rows-tileHeight), 0), max(min(x, columns-tileWidth), 0)
			t := tile{y: int32(top), yEnd: int32(min(top+tileHeight, rows)), x: int32(left), xEnd: int32(min(left+tileWidth, columns))}
			v.extremes(&t, c)
			t.norm = v.largestNorm(&t)
			v.norm[c] = max(v.norm[c], t.norm)
			tiles = append(tiles, t)
		}
	}
	slices.SortFunc(tiles, func(a, b tile) int { return cmp.Compare(b.max, a.max) })
}

// extremes looks at all values that the tile's positions see.
func (v *view) extremes(t *tile, c int) {
	w := &v.window
	top, bottom := int(t.y)*w.stride[0], int(t.yEnd-1)*w.stride[0]+w.span(0)
	left, right := int(t.x)*w.stride[1], int(t.xEnd-1)*w.stride[1]+w.span(1)
	t.max = v.data[(c*v.height+top)*v.width+left]
	t.min = t.max
	for y := top; y < bottom; y++ {
		for _, value := range v.data[(c*v.height+y)*v.width:][left:right] {
			if value > t.max {
				t.max = value
			} else if value < t.min {
				t.min = value
			}
		}
	}
}

// squareRows sums, for every row of channel c and every output column, the squares of what a row of the kernel sees.
func (v *view) squareRows(c, columns int) {
	w := &v.window
	v.squares = resize(v.squares, v.height*columns)
	for y := range v.height {
		row := v.data[(c*v.height+y)*v.width:][:v.width]
		for x := range columns {
			sum := 0.0
			for q := range w.width {
				value := row[x*w.stride[1]+q*w.dilation[1]]
				sum += value * value
			}
			v.squares[y*columns+x] = sum
		}
	}
}

// largestNorm is the largest norm of what one of the tile's positions sees.
func (v *view) largestNorm(t *tile) float64 {
	w, columns := &v.window, v.window.outputs(1, v.width)
	largest := 0.0
	for y := int(t.y); y < int(t.yEnd); y++ {
		for x := int(t.x); x < int(t.xEnd); x++ {
			sum := 0.0
			for r := range w.height {
				sum += v.squares[(y*w.stride[0]+r*w.dilation[0])*columns+x]
			}
			largest = max(largest, sum)
		}
	}
	return math.Sqrt(largest)
}
