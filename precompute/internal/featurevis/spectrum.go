package featurevis

import "math"

// spectrum takes one plane of a picture from its Fourier coefficients and back. A plane is [side][side] values, side even. Its
// coefficients are [2][side][side/2+1], real parts before imaginary ones: those of the upper half of the vertical frequencies at all
// horizontal ones, which a real plane has no others than. They count in units that fall with the frequency f, in cycles a
// pixel, as 1/f^decay, so that a step of the same size in all of them makes pictures with a natural spectrum; below the frequency of the longest
// wave that a channel sees they fall no more, and towards the shortest waves, of less than sharpest pixels, they fall off steeply: gradients
// through strides and poolings are chequered. Coefficients drawn with variance 1 make planes with variance 1.
//
// It holds scratch memory: give each goroutine its own.
type spectrum struct {
	side, half int
	across     *transform // of side
	down       *transform // of side/2, which holds a column of pairs
	scale      []float32  // [side][half]
	a, b       rows
}

// sharpest is the length of waves, in pixels, whose unit is half of what it would be otherwise.
const sharpest = 2.5

func newSpectrum(side, longest int, decay float64) *spectrum {
	s := &spectrum{side: side, half: side/2 + 1, across: newTransform(side), down: newTransform(side / 2)}
	s.a, s.b = newRows(side, s.half), newRows(side, s.half)
	units, variance := make([]float64, 0, side*s.half), 0.0
	for kx := range side {
		for ky := range s.half {
			f := math.Hypot(float64(min(kx, side-kx)), float64(ky)) / float64(side)
			unit := math.Pow(max(f, 1/float64(longest)), -decay) / (1 + math.Pow(sharpest*f, 8))
			units = append(units, unit)
			variance += s.weight(ky) * unit * unit
		}
	}
	for _, unit := range units {
		s.scale = append(s.scale, float32(unit/math.Sqrt(variance)))
	}
	return s
}

// weight is by how much a complex coefficient of variance 1 adds to a plane's: the others than the first and the last frequency count twice
// in the sum of waves, for the half of the spectrum that is not kept.
func (s *spectrum) weight(ky int) float64 {
	if ky == 0 || ky == s.half-1 {
		return 1
	}
	return 4
}

// coefficients is how many numbers a plane has.
func (s *spectrum) coefficients() int { return 2 * s.side * s.half }

// paint sums the waves.
func (s *spectrum) paint(coefficients, plane []float32) {
	re, im := coefficients[:len(s.scale)], coefficients[len(s.scale):]
	for k, scale := range s.scale {
		s.a.re[k], s.a.im[k] = re[k]*scale, im[k]*scale
	}
	lines := s.across.inverse(s.a, s.b, s.half)
	columns := s.other(lines)
	transpose(columns.re, lines.re, s.side, s.half)
	transpose(columns.im, lines.im, s.side, s.half)
	s.pair(columns, lines)
	pairs := s.down.inverse(lines, columns, s.side)
	for y := range s.side / 2 {
		copy(plane[2*y*s.side:], pairs.re[y*s.side:][:s.side])
		copy(plane[(2*y+1)*s.side:], pairs.im[y*s.side:][:s.side])
	}
}

// gradient is the adjoint of paint: from derivatives by a plane's values to those by its coefficients.
func (s *spectrum) gradient(plane, coefficients []float32) {
	for y := range s.side / 2 {
		copy(s.a.re[y*s.side:][:s.side], plane[2*y*s.side:])
		copy(s.a.im[y*s.side:][:s.side], plane[(2*y+1)*s.side:])
	}
	pairs := s.down.forward(s.a, s.b, s.side)
	columns := s.other(pairs)
	s.unpair(pairs, columns)
	transpose(pairs.re, columns.re, s.half, s.side)
	transpose(pairs.im, columns.im, s.half, s.side)
	lines := s.across.forward(pairs, columns, s.half)
	re, im := coefficients[:len(s.scale)], coefficients[len(s.scale):]
	for k, scale := range s.scale {
		re[k], im[k] = lines.re[k]*scale, lines.im[k]*scale
	}
}

// other is the scratch that r is not.
func (s *spectrum) other(r rows) rows {
	if &r.re[0] == &s.a.re[0] {
		return s.b
	}
	return s.a
}

// pair packs the half spectra z of real columns, [half][side], such that an inverse transform of half the length makes their
// values, the even ones as real parts and the odd ones as imaginary parts. What is imaginary in the first and the last row is left
// out: a real column has none there.
func (s *spectrum) pair(z, w rows) {
	last := s.half - 1
	for k := range last {
		cos, sin := s.across.twiddle(k, s.side)
		zr, zi := z.part(k, s.side)
		mr, mi := z.part(last-k, s.side)
		wr, wi := w.part(k, s.side)
		if k == 0 {
			for x := range zr {
				wr[x], wi[x] = zr[x]+mr[x], zr[x]-mr[x]
			}
			continue
		}
		for x := range zr {
			dr, di := zr[x]-mr[x], zi[x]+mi[x]
			wr[x] = zr[x] + mr[x] + dr*sin - di*cos
			wi[x] = zi[x] - mi[x] + dr*cos + di*sin
		}
	}
}

// unpair is the adjoint of pair, up to a factor that inverse and forward differ by: rows but the first and last count twice, for the
// half of the spectrum that is not kept.
func (s *spectrum) unpair(w, z rows) {
	last := s.half - 1
	for k := range last {
		cos, sin := s.across.twiddle(k, s.side)
		wr, wi := w.part(k, s.side)
		zr, zi := z.part(k, s.side)
		if k == 0 {
			lr, li := z.part(last, s.side)
			for x := range wr {
				zr[x], zi[x], lr[x], li[x] = wr[x]+wi[x], 0, wr[x]-wi[x], 0
			}
			continue
		}
		mr, mi := w.part(last-k, s.side)
		for x := range wr {
			dr, di := wr[x]-mr[x], wi[x]+mi[x]
			zr[x] = wr[x] + mr[x] + dr*sin + di*cos
			zi[x] = wi[x] - mi[x] - dr*cos + di*sin
		}
	}
}

// transpose writes the transpose of from, [height][width], to to.
func transpose(to, from []float32, height, width int) {
	const block = 16
	for y0 := 0; y0 < height; y0 += block {
		for x0 := 0; x0 < width; x0 += block {
			for y := y0; y < min(y0+block, height); y++ {
				for x := x0; x < min(x0+block, width); x++ {
					to[x*height+y] = from[y*width+x]
				}
			}
		}
	}
}
