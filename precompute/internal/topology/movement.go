package topology

import (
	"fmt"

	"summit/precompute/internal/onnx"
)

// movement says where an operator that only moves elements takes each channel and each row and column from.
type movement struct {
	channels []int    // of the source, -1: padding
	start    [2]int   // row and column of the source that position 0 shows
	step     [2]int   // rows and columns of the source from one position to the next
	regular  [2]bool  // start and step hold for every position that is not padding
	shape    [2][]int // of the source and of the result
}

// maxMoved bounds the elements that are followed one by one.
const maxMoved = 1 << 25

// classifyMovement follows a chain of operators that move elements, such as a channel shuffle's Reshape, Transpose and
// Reshape, from its end back to the nearest map. A normalization on the way, such as one that stands between two
// transpositions, goes along with its gain.
func (g *graph) classifyMovement(n *onnx.Node) op {
	shape := g.f.Shape(n.Outputs[0])
	if elements(shape) > maxMoved {
		return unknownOp("a tensor of shape %v is too large to be followed", shape)
	}
	way, reason := g.followBack(n)
	if way.source == "" {
		return unknownOp("%s", reason)
	}
	m, err := newMovement(way.index, g.f.Shape(way.source), shape)
	if err != nil && reason != "" {
		return unknownOp("%s", reason)
	}
	if err != nil {
		return unknownOp("%v", err)
	}
	o := m.op(way.source)
	if way.gains != nil {
		o.normalized(way.gains, shape)
	}
	return o
}

// normalized adds the gain of each element to what moves them.
func (o *op) normalized(gains []float32, shape []int) {
	all := &gain{gains, 1}
	for c := range shape[1] {
		v, one := all.channel(c, shape)
		if !one {
			o.factor, o.curved = nil, true
			return
		}
		o.factor = append(o.factor, v)
	}
	if m := o.move; o.kind == resample && m.regular == [2]bool{true, true} && m.start == [2]int{} && m.step == [2]int{1, 1} {
		o.kind = affine
	}
}

func elements(shape []int) int {
	n := 1
	for _, d := range shape {
		n *= d
	}
	return n
}

// moves tells whether the operator only moves elements.
func moves(operator string) bool {
	switch operator {
	case "Slice", "Pad", "Gather", "Transpose", "Reshape", "Flatten", "Squeeze", "Unsqueeze", "Expand":
		return true
	}
	return false
}

// composed is the index of inner followed by outer; nil stands for the identity.
func composed(outer, inner []int) []int {
	if outer == nil {
		return inner
	}
	for i, o := range outer {
		if o >= 0 {
			outer[i] = inner[o]
		}
	}
	return outer
}

func (m *movement) op(from string) op {
	same := len(m.channels) == m.shape[0][1]
	for c, s := range m.channels {
		same = same && s == c
	}
	if same {
		return op{kind: resample, from: from, move: m}
	}
	return op{kind: renumber, from: from, channels: m.channels, move: m}
}

// newMovement reads an element index of shape out into a tensor of shape in, both N,C,H,W. It is an error if a channel
// holds elements of several channels.
func newMovement(index, in, out []int) (*movement, error) {
	m := &movement{channels: make([]int, out[1]), shape: [2][]int{in, out}}
	plane, inPlane := out[2]*out[3], in[2]*in[3]
	for c := range m.channels {
		m.channels[c] = -1
		for _, from := range index[c*plane : (c+1)*plane] {
			if from < 0 {
				continue
			}
			switch s := from / inPlane; {
			case s >= in[1]:
				return nil, fmt.Errorf("it mixes the images of a batch")
			case m.channels[c] >= 0 && m.channels[c] != s:
				return nil, fmt.Errorf("it mixes channels %d and %d into channel %d", m.channels[c], s, c)
			default:
				m.channels[c] = s
			}
		}
	}
	m.readPositions(index)
	return m, nil
}

// readPositions finds start and step along both axes from the first channel that is no padding.
func (m *movement) readPositions(index []int) {
	in, out := m.shape[0], m.shape[1]
	for c, s := range m.channels {
		if s < 0 {
			continue
		}
		var at [2]map[int]int
		at[0], at[1] = map[int]int{}, map[int]int{}
		m.regular = [2]bool{true, true}
		for p := range out[2] * out[3] {
			from := index[c*out[2]*out[3]+p]
			if from < 0 {
				continue
			}
			from %= in[2] * in[3]
			for a, pair := range [2][2]int{{p / out[3], from / in[3]}, {p % out[3], from % in[3]}} {
				if known, ok := at[a][pair[0]]; ok && known != pair[1] {
					m.regular[a] = false
				}
				at[a][pair[0]] = pair[1]
			}
		}
		for a := range 2 {
			m.fit(a, at[a])
		}
		return
	}
}

// fit determines start and step along axis a from pairs of position and source position.
func (m *movement) fit(a int, at map[int]int) {
	first := -1
	m.step[a] = 1
	for p := range m.shape[1][2+a] {
		from, ok := at[p]
		switch {
		case !ok:
		case first < 0:
			first = p
			m.start[a] = from - p
		default:
			if next, ok := at[first+1]; ok {
				m.step[a] = next - at[first]
				m.start[a] = at[first] - first*m.step[a]
			}
			if from != m.start[a]+p*m.step[a] {
				m.regular[a] = false
			}
		}
	}
}

// classifySplit covers Split along any axis but the batch.
func (g *graph) classifySplit(n *onnx.Node) op {
	in := g.f.Shape(n.Input(0))
	if axis, _, err := g.f.SplitSizes(n, in); err != nil || axis == 0 {
		return unknownOp("it splits the batch")
	}
	return op{kind: renumber, from: n.Input(0)}
}

// splitMovement is what Split does for one of its outputs.
func (g *graph) splitMovement(n *onnx.Node, output string) *movement {
	in := g.f.Shape(n.Input(0))
	axis, sizes, _ := g.f.SplitSizes(n, in)
	m := &movement{step: [2]int{1, 1}, regular: [2]bool{true, true}, shape: [2][]int{in, g.f.Shape(output)}}
	start := 0
	for i, name := range n.Outputs {
		if name == output {
			break
		}
		start += sizes[i]
	}
	for c := range m.shape[1][1] {
		m.channels = append(m.channels, c)
	}
	if axis == 1 {
		for c := range m.channels {
			m.channels[c] += start
		}
	} else {
		m.start[axis-2] = start
	}
	return m
}
