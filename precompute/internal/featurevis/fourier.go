package featurevis

import "math"

// transform is the discrete Fourier transform of n rows of complex numbers, column by column, all columns at a time: rows lie one behind
// the other, real and imaginary parts apart. It is Stockham's, which needs no reordering, of any n.
type transform struct {
	n        int
	factors  []int
	cos, sin []float32 // [n] of -2 pi k/n
}

func newTransform(n int) *transform {
	t := &transform{n: n}
	for k := range n {
		sin, cos := math.Sincos(-2 * math.Pi * float64(k) / float64(n))
		t.cos, t.sin = append(t.cos, float32(cos)), append(t.sin, float32(sin))
	}
	for _, factor := range append([]int{4, 2}, odd(n)...) {
		for ; n%factor == 0; n /= factor {
			t.factors = append(t.factors, factor)
		}
	}
	return t
}

// odd lists the odd numbers from 3 to n.
func odd(n int) (numbers []int) {
	for k := 3; k <= n; k += 2 {
		numbers = append(numbers, k)
	}
	return numbers
}

// rows are n rows of complex numbers.
type rows struct{ re, im []float32 }

func newRows(n, width int) rows { return rows{make([]float32, n*width), make([]float32, n*width)} }

// swapped conjugates, up to a factor: a forward transform between two of it is an inverse one, without the division by n.
func (r rows) swapped() rows { return rows{r.im, r.re} }

// part is the k-th of stretches of the given length.
func (r rows) part(k, length int) (re, im []float32) {
	return r.re[k*length:][:length:length], r.im[k*length:][:length:length]
}

// forward transforms x. The result is x or y, the other is scratch.
func (t *transform) forward(x, y rows, width int) rows {
	length := t.n
	for _, factor := range t.factors {
		m := length / factor
		for p := range m {
			switch factor {
			case 2:
				t.butterfly2(x, y, p, m, width)
			case 4:
				t.butterfly4(x, y, p, m, width)
			default:
				t.butterfly(x, y, factor, p, m, width)
			}
		}
		x, y = y, x
		length, width = m, width*factor
	}
	return x
}

// inverse is the inverse of forward, times n.
func (t *transform) inverse(x, y rows, width int) rows {
	return t.forward(x.swapped(), y.swapped(), width).swapped()
}

// twiddle is exp(-2 pi i k/length).
func (t *transform) twiddle(k, length int) (cos, sin float32) {
	at := k % length * (t.n / length)
	return t.cos[at], t.sin[at]
}

func (t *transform) butterfly2(x, y rows, p, m, width int) {
	ar, ai := x.part(p, width)
	br, bi := x.part(p+m, width)
	sr, si := y.part(2*p, width)
	dr, di := y.part(2*p+1, width)
	cos, sin := t.twiddle(p, 2*m)
	for q := range ar {
		sr[q], si[q] = ar[q]+br[q], ai[q]+bi[q]
		re, im := ar[q]-br[q], ai[q]-bi[q]
		dr[q], di[q] = re*cos-im*sin, re*sin+im*cos
	}
}

func (t *transform) butterfly4(x, y rows, p, m, width int) {
	ar, ai := x.part(p, width)
	br, bi := x.part(p+m, width)
	cr, ci := x.part(p+2*m, width)
	dr, di := x.part(p+3*m, width)
	y0r, y0i := y.part(4*p, width)
	y1r, y1i := y.part(4*p+1, width)
	y2r, y2i := y.part(4*p+2, width)
	y3r, y3i := y.part(4*p+3, width)
	cos1, sin1 := t.twiddle(p, 4*m)
	cos2, sin2 := t.twiddle(2*p, 4*m)
	cos3, sin3 := t.twiddle(3*p, 4*m)
	for q := range ar {
		sr, si, er, ei := ar[q]+cr[q], ai[q]+ci[q], ar[q]-cr[q], ai[q]-ci[q]
		tr, ti, fr, fi := br[q]+dr[q], bi[q]+di[q], bi[q]-di[q], dr[q]-br[q]
		y0r[q], y0i[q] = sr+tr, si+ti
		re, im := er+fr, ei+fi
		y1r[q], y1i[q] = re*cos1-im*sin1, re*sin1+im*cos1
		re, im = sr-tr, si-ti
		y2r[q], y2i[q] = re*cos2-im*sin2, re*sin2+im*cos2
		re, im = er-fr, ei-fi
		y3r[q], y3i[q] = re*cos3-im*sin3, re*sin3+im*cos3
	}
}

// butterfly is that of any factor.
func (t *transform) butterfly(x, y rows, factor, p, m, width int) {
	for j := range factor {
		toR, toI := y.part(factor*p+j, width)
		clear(toR)
		clear(toI)
		for k := range factor {
			fromR, fromI := x.part(p+k*m, width)
			cos, sin := t.twiddle(j*(p+k*m), factor*m)
			for q := range fromR {
				toR[q] += fromR[q]*cos - fromI[q]*sin
				toI[q] += fromR[q]*sin + fromI[q]*cos
			}
		}
	}
}
