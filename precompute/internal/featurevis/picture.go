package featurevis

import (
	"image"
	"math"
	"math/rand/v2"
)

// picture is one that is being made.
type picture struct {
	amplitudes []float32    // [3] axes of colour, the coefficients of each
	rgb        [3][]float32 // [stride][stride], grey in the margin
	climber    adam
	view       view
}

// easel has what it takes to paint pictures and to take derivatives back to their amplitudes. It holds scratch memory: give each goroutine
// its own.
type easel struct {
	options              Options
	side, margin, stride int // of a picture; around it; of both together
	input                int // side of the network's input
	spectrum             *spectrum
	basis                [3][3]float32
	lens                 lens
	axes, gradient       [3][]float32
	direction            []float32
	source               rand.PCG
	random               *rand.Rand
}

func newEasel(o Options, basis [3][3]float32, l lens, input int) *easel {
	e := &easel{options: o, side: o.Side, margin: margin(o.Side, input), input: input, basis: basis, lens: l, spectrum: newSpectrum(o.Side, o.longest(), o.Decay)}
	e.stride = e.side + 2*e.margin
	for k := range 3 {
		e.axes[k], e.gradient[k] = make([]float32, e.side*e.side), make([]float32, e.stride*e.stride)
	}
	e.direction = make([]float32, 3*e.spectrum.coefficients())
	e.random = rand.New(&e.source)
	return e
}

// startNoise is the standard deviation of amplitudes at the start.
const startNoise = 0.01

// begin readies a picture: noise, or start where that is not nil.
func (e *easel) begin(p *picture, start image.Image) {
	if p.amplitudes == nil {
		p.amplitudes = make([]float32, len(e.direction))
		for k := range p.rgb {
			p.rgb[k] = make([]float32, e.stride*e.stride)
			for at := range p.rgb[k] {
				p.rgb[k][at] = grey
			}
		}
	}
	p.climber.reset(e.options.Rate, e.options.Steps, len(p.amplitudes), len(p.rgb))
	if start != nil {
		e.imitate(start, p.amplitudes)
		return
	}
	for k := range p.amplitudes {
		p.amplitudes[k] = float32(startNoise * e.random.NormFloat64())
	}
}

// row is the y-th row of the picture in planes with a margin.
func (e *easel) row(planes *[3][]float32, y int) (row [3][]float32) {
	for k, plane := range planes {
		row[k] = plane[(e.margin+y)*e.stride+e.margin:][:e.side]
	}
	return row
}

// line is the y-th row of planes without a margin.
func (e *easel) line(planes *[3][]float32, y int) (line [3][]float32) {
	for k, plane := range planes {
		line[k] = plane[y*e.side:][:e.side]
	}
	return line
}

// paint makes the picture's colours of its amplitudes, which it scales down where the contrast is above its limit.
func (e *easel) paint(p *picture) {
	n := e.spectrum.coefficients()
	for k := range e.axes {
		e.spectrum.paint(p.amplitudes[k*n:][:n], e.axes[k])
	}
	if excess := e.contrast() / e.options.Contrast; excess > 1 {
		scale := float32(1 / excess)
		for k := range p.amplitudes {
			p.amplitudes[k] *= scale
		}
		for k := range e.axes {
			for at := range e.axes[k] {
				e.axes[k][at] *= scale
			}
		}
	}
	for y := range e.side {
		mix(&e.basis, e.line(&e.axes, y), e.row(&p.rgb, y))
	}
}

// contrast is the root mean square of what the sigmoid gets. The axes are at right angles, so that their squares add up.
func (e *easel) contrast() float64 {
	var sum float64
	for k, axis := range e.axes {
		var squares, length float32
		for _, v := range axis {
			squares += v * v
		}
		for i := range e.basis {
			length += e.basis[i][k] * e.basis[i][k]
		}
		sum += float64(squares) * float64(length)
	}
	return math.Sqrt(sum / float64(3*e.side*e.side))
}

// show fills the network's input with a view of the picture.
func (e *easel) show(p *picture, v view, input []float32) {
	p.view = v
	area := e.input * e.input
	for colour, plane := range e.lens.plane {
		to := input[plane*area:][:area]
		v.look(p.rgb[colour], e.stride, to, e.input)
		e.lens.forward(colour, to)
	}
}

// climb moves the picture's amplitudes as the derivative by the network's input says.
func (e *easel) climb(p *picture, derivative []float32) {
	area := e.input * e.input
	for colour, plane := range e.lens.plane {
		clear(e.gradient[colour])
		p.view.back(derivative[plane*area:][:area], e.input, e.gradient[colour], e.stride)
	}
	if !e.balance() {
		return
	}
	e.regularize(p)
	for y := range e.side {
		unmix(&e.basis, e.row(&p.rgb, y), e.row(&e.gradient, y), e.line(&e.axes, y))
	}
	n := e.spectrum.coefficients()
	for k := range e.axes {
		e.spectrum.gradient(e.axes[k], e.direction[k*n:][:n])
	}
	p.climber.climb(p.amplitudes, e.direction)
}

// balance applies the model's gain and brings the gradient to a root mean square of 1. It reports whether there is any.
func (e *easel) balance() bool {
	var sum float64
	for y := range e.side {
		for colour, row := range e.row(&e.gradient, y) {
			gain := e.lens.gain[colour]
			var squares float32
			for x := range row {
				row[x] *= gain
				squares += row[x] * row[x]
			}
			sum += float64(squares)
		}
	}
	scale := 1 / math.Sqrt(sum/float64(3*e.side*e.side))
	if !(scale > 0) || math.IsInf(scale, 0) {
		return false
	}
	for y := range e.side {
		for _, row := range e.row(&e.gradient, y) {
			for x := range row {
				row[x] *= float32(scale)
			}
		}
	}
	return true
}

// regularize takes off what is against variation and colours far from grey.
func (e *easel) regularize(p *picture) {
	corner := e.margin*e.stride + e.margin
	for colour := range p.rgb {
		plane, gradient := p.rgb[colour][corner:], e.gradient[colour][corner:]
		if w := e.options.TotalVariation; w > 0 {
			addTotalVariation(float32(-w), plane, gradient, e.side, e.stride)
		}
		if w := e.options.Squares; w > 0 {
			addSquares(float32(-w), plane, gradient, e.side, e.stride)
		}
	}
}

// pixels are the picture in 8 bits.
func (e *easel) pixels(p *picture) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, e.side, e.side))
	for y := range e.side {
		row := e.row(&p.rgb, y)
		for x := range e.side {
			at := img.Pix[img.PixOffset(x, y):][:4:4]
			at[0], at[1], at[2], at[3] = eightBits(row[0][x]), eightBits(row[1][x]), eightBits(row[2][x]), 255
		}
	}
	return img
}

func eightBits(v float32) uint8 { return uint8(v*255 + 0.5) }
