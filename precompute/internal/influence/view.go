package influence

// view is a map as one kind of convolution sees it: for each channel the windows, one for each output position, those with the largest
// norms first. They are put in order by tiers, in each of which norms are close to each other, and copied in groups of as many as there
// are lanes, as far as somebody looks.
type view struct {
	seen     int // of the plan; -1: empty
	geometry geometry
	channels []channel
	planes   []float32 // [channels][padded height][padded width], the map with its border of zeros
	squares  []float32 // [rows][columns] of one channel, and [padded height][columns] of partial sums
	order    []int32   // [channels][groups][lanes] places of the windows in the plane
	bounds   []float32 // [channels][groups] at least the norm of any window from this group on
	windows  []float32 // [channels][groups][taps][lanes] values of the gathered groups
}

// geometry is the sizes of a view, as C reads them.
type geometry struct {
	channels, height, width, top, left, paddedHeight, paddedWidth, rows, columns    int32
	kernelHeight, kernelWidth, strideY, strideX, dilationY, dilationX, taps, groups int32
}

// channel is how far a view's channel has been looked at, as C reads it.
type channel struct {
	reach    float32 // at least the norm of any window; 0: all values are 0; infinite: left to float64
	negative int32   // 1: a value is below 0
	gathered int32   // groups in windows
}

// fit makes room for a map seen through a window.
func (v *view) fit(w *window, m *Map) {
	g := geometry{channels: int32(m.Channels), height: int32(m.Height), width: int32(m.Width), top: int32(w.pads[0]), left: int32(w.pads[1]),
		paddedHeight: int32(m.Height + w.pads[0] + w.pads[2]), paddedWidth: int32(m.Width + w.pads[1] + w.pads[3]),
		kernelHeight: int32(w.height), kernelWidth: int32(w.width), strideY: int32(w.stride[0]), strideX: int32(w.stride[1]),
		dilationY: int32(w.dilation[0]), dilationX: int32(w.dilation[1]), taps: int32(w.height * w.width)}
	g.rows, g.columns = int32(w.outputs(0, int(g.paddedHeight))), int32(w.outputs(1, int(g.paddedWidth)))
	g.groups = (g.rows*g.columns + lanes - 1) / lanes
	if v.geometry == g {
		return // the border is still zero
	}
	v.geometry = g
	v.planes = resize(v.planes, m.Channels*int(g.paddedHeight*g.paddedWidth))
	clear(v.planes)
	v.squares = resize(v.squares, int((g.rows+max(g.rows, g.paddedHeight))*g.columns))
	v.order = resize(v.order, m.Channels*int(g.groups)*lanes)
	v.bounds = resize(v.bounds, m.Channels*int(g.groups))
	v.windows = resize(v.windows, m.Channels*int(g.groups*g.taps)*lanes)
	v.channels = resize(v.channels, m.Channels)
}

// exact is the largest of sign times the sums of channel c with the weights, [taps], over all positions: in float64, in the order of
// the taps. Values and weights that are not finite count as 0.
func (v *view) exact(c int, weights []float32, sign float64) float64 {
	g := &v.geometry
	if v.channels[c].reach == 0 {
		return 0
	}
	plane := v.planes[c*int(g.paddedHeight*g.paddedWidth):]
	best := negativeInfinity
	for y := range int(g.rows) {
		for x := range int(g.columns) {
			best = max(best, sign*g.sum(plane[y*int(g.strideY*g.paddedWidth)+x*int(g.strideX):], weights))
		}
	}
	return best
}

// sum is one window: values holds the plane from its first value on. The product of two float32 is exact in float64, so that it does not
// matter whether a platform fuses it with the sum.
func (g *geometry) sum(values, weights []float32) float64 {
	sum := 0.0
	for r := range int(g.kernelHeight) {
		row := values[r*int(g.dilationY*g.paddedWidth):]
		for q, weight := range weights[r*int(g.kernelWidth):][:g.kernelWidth] {
			sum += float64(finite(weight)) * float64(finite(row[q*int(g.dilationX)]))
		}
	}
	return sum
}
