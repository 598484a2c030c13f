package influence

// term returns the largest value of sign * (x_c * K_pair) over all output positions if that is at least floor; else some value
// below floor or the exact one. Tiles come in order of what they can reach, and those that cannot matter are left out.
func (k *kernel) term(v *view, pair, c int, sign, floor float64) float64 {
	if v.max[c] == 0 && v.min[c] == 0 {
		return 0
	}
	reach := k.reach[pair].signed(sign)
	best := negativeInfinity
	for i := range v.each {
		t := &v.tiles[c*v.each+i]
		if bound := reach.edge(v.min[c], t.max); bound <= best || bound < floor {
			break // as it is for all tiles to come
		}
		if bound := reach.bound(t.min, t.max, t.norm); bound > best && bound >= floor {
			best = max(best, k.largest(v, t, pair, c, sign))
		}
	}
	return best
}

// largest returns the largest of sign times the sums of a tile's positions.
func (k *kernel) largest(v *view, t *tile, pair, c int, sign float64) float64 {
	w := &k.window
	plane := v.data[c*v.height*v.width:][:v.height*v.width]
	weights := k.weights[pair*w.height*w.width:][:w.height*w.width]
	if w.height == 3 && w.width == 3 && w.stride[1] == 1 && w.dilation == [2]int{1, 1} && t.xEnd-t.x == tileWidth {
		step := w.stride[0] * v.width
		return largest3x3(plane[int(t.y)*step+int(t.x):], v.width, step, int(t.yEnd-t.y), (*[9]float64)(weights), sign)
	}
	best := negativeInfinity
	for y := int(t.y); y < int(t.yEnd); y++ {
		for x := int(t.x); x < int(t.xEnd); x++ {
			best = max(best, sign*w.sum(plane[y*w.stride[0]*v.width+x*w.stride[1]:], v.width, weights))
		}
	}
	return best
}

// sum is one position: values holds the map from the position's first value on.
func (w *window) sum(values []float64, width int, weights []float64) float64 {
	sum := 0.0
	for r := range w.height {
		row := values[r*w.dilation[0]*width:]
		for q, weight := range weights[r*w.width : (r+1)*w.width] {
			sum += weight * row[q*w.dilation[1]]
		}
	}
	return sum
}

// largest3x3 is largest for whole tiles and the commonest kernel: values holds the map from the first position's first value on, the
// rows of a window are width apart, those of positions step. Its order of summation is that of sum.
func largest3x3(values []float64, width, step, rows int, w *[9]float64, sign float64) float64 {
	best := negativeInfinity
	for y := range rows {
		var s0, s1, s2, s3 float64
		for r := range 3 {
			x := (*[tileWidth + 2]float64)(values[y*step+r*width:])
			k0, k1, k2 := w[3*r], w[3*r+1], w[3*r+2]
			s0 = s0 + k0*x[0] + k1*x[1] + k2*x[2]
			s1 = s1 + k0*x[1] + k1*x[2] + k2*x[3]
			s2 = s2 + k0*x[2] + k1*x[3] + k2*x[4]
			s3 = s3 + k0*x[3] + k1*x[4] + k2*x[5]
		}
		best = max(best, max(sign*s0, sign*s1), max(sign*s2, sign*s3))
	}
	return best
}
