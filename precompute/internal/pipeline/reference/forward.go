package reference

import "math"

// Map is what a node makes of one image: [channel][row][column].
type Map [][][]float64

func newMap(channels, height, width int) Map {
	m := make(Map, channels)
	for c := range m {
		m[c] = make([][]float64, height)
		for y := range m[c] {
			m[c][y] = make([]float64, width)
		}
	}
	return m
}

// at is the value of a plane; outside, where a convolution sees padding, it is 0.
func at(plane [][]float64, y, x int) float64 {
	if y < 0 || x < 0 || y >= len(plane) || x >= len(plane[0]) {
		return 0
	}
	return plane[y][x]
}

// Forward computes what every node makes of an image.
func (n *Net) Forward(image Map) []Map {
	maps := []Map{image}
	for k := 1; k < len(n.Nodes); k++ {
		d := &n.Nodes[k]
		m := newMap(d.Channels, d.Height, d.Width)
		for c := range m {
			for y := range d.Height {
				for x := range d.Width {
					m[c][y][x] = n.value(d, maps, c, y, x)
				}
			}
		}
		maps = append(maps, m)
	}
	return maps
}

func (n *Net) value(d *Node, maps []Map, c, y, x int) float64 {
	in := maps[d.Inputs[0]]
	switch d.Op {
	case Conv:
		sum := d.Shift[c]
		per := len(in) / d.Group
		first := c / (d.Channels / d.Group) * per
		for i := range per {
			sum += d.convolve(in[first+i], d.kernel(c, i), y, x)
		}
		return sum
	case Norm:
		return d.Factor[c]*in[c][y][x] + d.Shift[c]
	case Relu:
		return max(in[c][y][x], 0)
	case Clip:
		return min(max(in[c][y][x], 0), Limit)
	case MaxPool, AveragePool:
		return d.pool(in[c], y, x)
	case Add:
		return in[c][y][x] + maps[d.Inputs[1]][c][y][x]
	case Subsample:
		return in[c][2*y][2*x]
	}
	if k, channel := n.moved(d, c); k >= 0 {
		return maps[k][channel][y][x]
	}
	return 0
}

// moved is where Concat, Take, Extend and Shuffle have their channel c from; node -1: zeros.
func (n *Net) moved(d *Node, c int) (node, channel int) {
	switch d.Op {
	case Concat:
		for _, k := range d.Inputs {
			if c < n.Nodes[k].Channels {
				return k, c
			}
			c -= n.Nodes[k].Channels
		}
	case Take:
		return d.Inputs[0], d.First + c
	case Extend:
		if c -= d.First; c >= 0 && c < n.Nodes[d.Inputs[0]].Channels {
			return d.Inputs[0], c
		}
		return -1, 0
	case Shuffle:
		per := d.Channels / d.Group
		return d.Inputs[0], c%d.Group*per + c/d.Group
	}
	panic("reference: not an operator that moves channels")
}

// kernel is the 2-D kernel from the i-th input channel of its group to channel c.
func (d *Node) kernel(c, i int) []float64 {
	size := d.Kernel[0] * d.Kernel[1]
	per := len(d.Weights) / d.Channels / size
	return d.Weights[(c*per+i)*size:][:size]
}

// convolve is one position of the convolution of one plane with one 2-D kernel.
func (d *Node) convolve(plane [][]float64, kernel []float64, y, x int) float64 {
	sum := 0.0
	for r := range d.Kernel[0] {
		for q := range d.Kernel[1] {
			sum += kernel[r*d.Kernel[1]+q] * at(plane, y*d.Stride[0]-d.Pads[0]+r*d.Dilation[0], x*d.Stride[1]-d.Pads[1]+q*d.Dilation[1])
		}
	}
	return sum
}

func (d *Node) pool(plane [][]float64, y, x int) float64 {
	largest, sum, count := math.Inf(-1), 0.0, 0.0
	for r := range d.Kernel[0] {
		for q := range d.Kernel[1] {
			row, column := y*d.Stride[0]-d.Pads[0]+r, x*d.Stride[1]-d.Pads[1]+q
			if row >= 0 && column >= 0 && row < len(plane) && column < len(plane[0]) {
				largest = max(largest, plane[row][column])
				sum += plane[row][column]
				count++
			}
		}
	}
	if d.Op == MaxPool {
		return largest
	}
	return sum / count
}

// Probabilities are the classes' scores after a softmax, in float32 where the model computes it, and the scores before it.
func (n *Net) Probabilities(maps []Map) (probabilities, logits []float64) {
	last := maps[len(maps)-1]
	logits = make([]float64, len(n.Head))
	for class, weights := range n.Head {
		for c, plane := range last {
			largest, sum, count := math.Inf(-1), 0.0, 0.0
			for _, row := range plane {
				for _, v := range row {
					largest, sum, count = max(largest, v), sum+v, count+1
				}
			}
			if n.Average {
				largest = sum / count
			}
			logits[class] += weights[c] * largest
		}
	}
	highest, total := math.Inf(-1), 0.0
	for _, v := range logits {
		highest = max(highest, v)
	}
	for _, v := range logits {
		probabilities = append(probabilities, math.Exp(v-highest))
		total += math.Exp(v - highest)
	}
	for class := range probabilities {
		probabilities[class] /= total
		if n.Softmax {
			probabilities[class] = float64(float32(probabilities[class]))
		}
	}
	return probabilities, logits
}
