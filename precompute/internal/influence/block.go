package influence

import "math"

// lanes is the number of outputs, or of windows, that a screen looks at together, whatever the width of the processor's vectors.
const lanes = 16

// block is a run of at most so many outputs that read the same channels of every term.
type block struct{ first, outputs int }

// cut divides the outputs of a step.
func cut(outputs int, terms []term) []block {
	var blocks []block
	for o := 0; o < outputs; {
		n := min(lanes, outputs-o)
		for i := range terms {
			if t := &terms[i]; t.pass == nil {
				size := t.outputs / t.group
				n = min(n, size-o%size)
			}
		}
		blocks = append(blocks, block{o, n})
		o += n
	}
	return blocks
}

// operand is what a block's outputs take from one convolution. Lanes without an output have weights of 0.
type operand struct {
	rows    []int32   // channels of the map
	weights []float32 // [rows][taps][lanes]

	// Of spatial convolutions, [rows][lanes]: at least the norms of the weights, of the positive ones, and of the negative ones.
	norms, plus, minus []float32
}

// operand collects the weights of kernel t for a block.
func (t *term) operand(b block) operand {
	lo, hi := t.channels(b.first)
	var p operand
	for c := lo; c < hi; c++ {
		if !t.candidate[c] {
			continue
		}
		for range lanes * t.taps {
			p.weights = append(p.weights, 0)
		}
		to := p.weights[len(p.rows)*lanes*t.taps:]
		for l := range b.outputs {
			for i, w := range t.pair(b.first+l, c) {
				if !t.wild {
					to[i*lanes+l] = w
				}
			}
		}
		p.rows = append(p.rows, int32(c))
		if t.spatial {
			p.bound(t, b, c)
		}
	}
	return p
}

// bound appends the norms of channel c's weights.
func (p *operand) bound(t *term, b block, c int) {
	var norms, plus, minus [lanes]float32
	for l := range b.outputs {
		var positive, negative float64
		for _, w := range t.pair(b.first+l, c) {
			if w > 0 {
				positive += float64(w) * float64(w)
			} else {
				negative += float64(w) * float64(w)
			}
		}
		if t.wild {
			positive, negative = math.Inf(1), math.Inf(1)
		}
		norms[l], plus[l], minus[l] = above(positive+negative), above(positive), above(negative)
	}
	p.norms, p.plus, p.minus = append(p.norms, norms[:]...), append(p.plus, plus[:]...), append(p.minus, minus[:]...)
}

// above is at least the root of a sum of squares, and 0 for 0.
func above(square float64) float32 {
	if square == 0 {
		return 0
	}
	return max(float32(math.Sqrt(square)*(1+0x1p-20)), tiny)
}
