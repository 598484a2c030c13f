package influence

// window is how a convolution slides over a map.
type window struct {
	height, width    int
	stride, dilation [2]int
	pads             [4]int // top, left, bottom, right
}

// outputs is the number of positions along axis a of a map with the given size, border included.
func (w *window) outputs(a, size int) int { return (size-w.span(a))/w.stride[a] + 1 }

// span is the number of rows or columns that one position covers.
func (w *window) span(a int) int { return ([2]int{w.height, w.width}[a]-1)*w.dilation[a] + 1 }

// pointwise reports whether a position sees one value.
func (w *window) pointwise() bool { return w.height == 1 && w.width == 1 }

// sample finds the extremes of the positions that a strided or padded 1x1 convolution looks at, per channel.
func (w *window) sample(m *Map, highest, lowest []float32) {
	rows, columns := w.outputs(0, m.Height+w.pads[0]+w.pads[2]), w.outputs(1, m.Width+w.pads[1]+w.pads[3])
	for c := range m.Channels {
		for y := range rows {
			for x := range columns {
				value, row, column := float32(0), y*w.stride[0]-w.pads[0], x*w.stride[1]-w.pads[1]
				if row >= 0 && column >= 0 && row < m.Height && column < m.Width {
					value = finite(m.Data[(c*m.Height+row)*m.Width+column])
				}
				if x == 0 && y == 0 {
					highest[c], lowest[c] = value, value
				}
				highest[c], lowest[c] = max(highest[c], value), min(lowest[c], value)
			}
		}
	}
}

// finite is x, or 0 where x is infinite or no number.
func finite(x float32) float32 {
	if x-x != 0 {
		return 0
	}
	return x
}
