package featurevis

import "math"

// softening keeps the total variation differentiable where neighbours are equal: a hundredth of a step of 8 bits.
const softening = 0.01 / 255

// addTotalVariation adds weight times the derivative of a plane's total variation to gradient: the sum over its pixels of the root of
// the squared differences to the right and lower neighbour. Rows are stride apart in both, side pixels of each count.
func addTotalVariation(weight float32, plane, gradient []float32, side, stride int) {
	for y := range side {
		for x := range side {
			at := y*stride + x
			var right, down float32
			if x+1 < side {
				right = plane[at+1] - plane[at]
			}
			if y+1 < side {
				down = plane[at+stride] - plane[at]
			}
			length := float32(math.Sqrt(float64(right*right + down*down + softening*softening)))
			right, down = weight*right/length, weight*down/length
			gradient[at] -= right + down
			if x+1 < side {
				gradient[at+1] += right
			}
			if y+1 < side {
				gradient[at+stride] += down
			}
		}
	}
}

// addSquares adds weight times the derivative of half the sum of a plane's squared distances from grey.
func addSquares(weight float32, plane, gradient []float32, side, stride int) {
	for y := range side {
		p, g := plane[y*stride:][:side], gradient[y*stride:][:side]
		for x := range p {
			g[x] += weight * (p[x] - grey)
		}
	}
}

// grey is what surrounds a picture, and what it starts as.
const grey = 0.5
