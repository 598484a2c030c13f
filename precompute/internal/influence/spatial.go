package influence

// scan computes the extreme of one convolution term, row by row, leaving out rows that cannot matter.
type scan struct {
	bounds []float64 // of the output rows
	row    []float64 // sums of one output row
}

// term returns the largest value of sign * (x_c * K_pair) over all output positions if that is at least floor; else some value
// below floor or the exact one.
func (s *scan) term(k *kernel, p *padded, pair, c int, sign, floor float64) float64 {
	rows := (p.height-(k.height-1)*k.dilation[0]-1)/k.stride[0] + 1
	first := s.bound(k, p, pair, c, sign, rows)
	best := s.extreme(k, p, pair, c, sign, first)
	for y := range rows {
		if y != first && s.bounds[y] > best && s.bounds[y] >= floor {
			best = max(best, s.extreme(k, p, pair, c, sign, y))
		}
	}
	return best
}

// bound fills the upper bounds of the output rows and returns the row that has the largest.
func (s *scan) bound(k *kernel, p *padded, pair, c int, sign float64, rows int) (first int) {
	s.bounds = resize(s.bounds, rows)
	positive, negative := k.positive[pair*k.height:][:k.height], k.negative[pair*k.height:][:k.height]
	hi, lo := p.rowMax[c*p.height:][:p.height], p.rowMin[c*p.height:][:p.height]
	for y := range rows {
		var sum float64
		for r := range k.height {
			at := y*k.stride[0] + r*k.dilation[0]
			sum += edge(positive[r], negative[r], lo[at], hi[at], sign)
		}
		s.bounds[y] = widen(sum, abs(sum))
		if s.bounds[y] > s.bounds[first] {
			first = y
		}
	}
	return first
}

// extreme returns the largest of sign times the sums of output row y.
func (s *scan) extreme(k *kernel, p *padded, pair, c int, sign float64, y int) float64 {
	plane := p.data[c*p.height*p.width:][:p.height*p.width]
	weights := k.weights[pair*k.height*k.width:][:k.height*k.width]
	columns := (p.width-(k.width-1)*k.dilation[1]-1)/k.stride[1] + 1
	if k.height == 3 && k.width == 3 && k.stride[1] == 1 && k.dilation == [2]int{1, 1} {
		return largest3x3(plane[y*k.stride[0]*p.width:], p.width, columns, (*[9]float64)(weights), sign)
	}
	s.row = resize(s.row, columns)
	clear(s.row)
	for r := range k.height {
		in := plane[(y*k.stride[0]+r*k.dilation[0])*p.width:][:p.width]
		for q := range k.width {
			accumulate(s.row, in[q*k.dilation[1]:], k.stride[1], weights[r*k.width+q])
		}
	}
	best := sign * s.row[0]
	for _, v := range s.row {
		best = max(best, sign*v)
	}
	return best
}

// accumulate adds w times every stride-th value of in to sums.
func accumulate(sums, in []float64, stride int, w float64) {
	if stride == 1 {
		in = in[:len(sums)]
		for x, v := range in {
			sums[x] += w * v
		}
		return
	}
	for x := range sums {
		sums[x] += w * in[x*stride]
	}
}

// largest3x3 is extreme for the commonest kernel, without the buffer: rows holds the three rows of the map, width apart. Its
// order of summation is that of accumulate.
func largest3x3(rows []float64, width, columns int, w *[9]float64, sign float64) float64 {
	a0, a1, a2 := rows[0:][:columns], rows[1:][:columns], rows[2:][:columns]
	b0, b1, b2 := rows[width:][:columns], rows[width+1:][:columns], rows[width+2:][:columns]
	c0, c1, c2 := rows[2*width:][:columns], rows[2*width+1:][:columns], rows[2*width+2:][:columns]
	var k [9]float64
	for i, v := range w {
		k[i] = sign * v
	}
	best := negativeInfinity
	for x := range columns {
		sum := k[0]*a0[x] + k[1]*a1[x] + k[2]*a2[x] + k[3]*b0[x] + k[4]*b1[x] + k[5]*b2[x] + k[6]*c0[x] + k[7]*c1[x] + k[8]*c2[x]
		if sum > best {
			best = sum
		}
	}
	return best
}
