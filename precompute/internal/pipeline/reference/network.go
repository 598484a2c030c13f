// Package reference computes by definition, slowly and in float64, what a run over labelled images has to find: layers, activation
// counts, influence counts, their composition, accuracy and dataset examples (docs/math.md). It shares no code with the packages that
// it is compared with; tests only use it.
//
// Activations, gates, normalizations by statistics and poolings of any kind are written by functions of the test. A network with
// such nodes is Loose: what its nodes make of an image is measured, and Run gets it.
//
// A Net is a small network, grown node by node; a method that adds a node returns its number, and node 0 is the image. Weights
// and pixels are whole numbers or binary fractions of them, and the package keeps account of how large values can get, so that
// inference in float32 is exact and equal influences are equal to the bit. Wrong use panics.
package reference

import (
	"fmt"
	"math"

	"summit/precompute/internal/onnx/onnxtest"
)

// Op is what a node does.
type Op int

// The operators.
const (
	Image       Op = iota
	Conv           // Window, Group, Weights, Shift
	Norm           // channel c becomes Factor[c] * x + Shift[c]
	Relu           //
	Clip           // to 0 ... Limit
	MaxPool        // Window
	AveragePool    // Window; padding is left out of the mean
	Concat         //
	Add            //
	Take           // channels from First on
	Extend         // First channels of zeros before, and zeros up to Channels behind
	Shuffle        // [Group, Channels/Group] transposed
	Subsample      // every second row and column
	Activate       // written by Emit: channel c becomes a function of itself, and of gates where there are more inputs
	Gain           // written by Emit: channel c becomes Factor[c] * (x - mean) / deviation, by statistics of the image
	Sample         // written by Emit: channel c becomes another map of itself
)

// Limit is what Clip clips at.
const Limit = 15

// Window is how a convolution or a pooling slides; zero values mean 1.
type Window struct {
	Kernel, Stride, Dilation [2]int
	Pads                     [4]int // top, left, bottom, right
}

// Node is one operation. Weights are [Channels][channels of the input / Group][Kernel[0]][Kernel[1]].
type Node struct {
	Op                      Op
	Inputs                  []int
	Channels, Height, Width int // of what it makes
	Window
	Same          bool // the model says auto_pad SAME_UPPER instead of Pads
	Group         int
	Weights       []float64
	Factor, Shift []float64 // [Channels]
	Arithmetic    bool      // Norm stands in the model as Mul and Add, not as BatchNormalization
	First         int
	Emit          func(m *onnxtest.Model, name string, in []string) string // adds the ONNX nodes and returns what they make
	Curved        bool                                                     // Sample: not linear
	Last          bool                                                     // the ONNX tensor is N,H,W,C

	shown  string  // tensor that is reported in the place of this one
	tensor string  // what Emit returned
	bound  float64 // no value, and no partial sum on the way to one, is larger
	bits   int     // values are multiples of 2^-bits
}

// Net is a network with a classifier behind its last node: global pooling, a matrix product and perhaps a softmax.
type Net struct {
	Nodes   []Node
	Head    [][]float64 // [classes][channels of the last node]
	Average bool        // global pooling is the mean, not the maximum
	Softmax bool
	Inner   []int                                       // convolutions, sums and concatenations whose channels are layers too, though ways lead around them
	Loose   bool                                        // values need not be exact in float32: what the nodes make is measured
	Tail    func(m *onnxtest.Model, last string) string // in the place of the classifier: adds ONNX nodes and returns the scores
}

// New returns a network that takes 3-channel images with pixel values up to the largest.
func New(height, width, largest int) *Net {
	return &Net{Nodes: []Node{{Op: Image, Channels: 3, Height: height, Width: width, bound: float64(largest)}}}
}

// Last is the node that was added last.
func (n *Net) Last() int { return len(n.Nodes) - 1 }

// Bound is the largest absolute value that the node can make.
func (n *Net) Bound(node int) float64 { return n.Nodes[node].bound }

// Step is what all values that the node makes are multiples of.
func (n *Net) Step(node int) float64 { return math.Exp2(float64(-n.Nodes[node].bits)) }

// Inexact is what adding a node panics with whose values float32 cannot hold exactly. Who draws networks at random discards those.
type Inexact string

func (n *Net) add(d Node) int {
	if d.Height < 1 || d.Width < 1 || d.Channels < 1 {
		panic(fmt.Sprintf("reference: a map of %d x %d x %d", d.Channels, d.Height, d.Width))
	}
	if !n.Loose && d.bound*math.Exp2(float64(d.bits)) >= 1<<24 {
		panic(Inexact(fmt.Sprintf("reference: values up to %v in steps of 2^-%d are not exact in float32", d.bound, d.bits)))
	}
	n.Nodes = append(n.Nodes, d)
	return n.Last()
}

// like is a node of the given operator with the shape of its input.
func (n *Net) like(op Op, in int) Node {
	x := n.Nodes[in]
	return Node{Op: op, Inputs: []int{in}, Channels: x.Channels, Height: x.Height, Width: x.Width, bound: x.bound, bits: x.bits}
}

// slide is a node whose window slides over its input.
func (n *Net) slide(op Op, in int, w Window) Node {
	d := n.like(op, in)
	for a := range 2 {
		w.Kernel[a], w.Stride[a], w.Dilation[a] = max(w.Kernel[a], 1), max(w.Stride[a], 1), max(w.Dilation[a], 1)
	}
	d.Window = w
	d.Height = (d.Height+w.Pads[0]+w.Pads[2]-(w.Kernel[0]-1)*w.Dilation[0]-1)/w.Stride[0] + 1
	d.Width = (d.Width+w.Pads[1]+w.Pads[3]-(w.Kernel[1]-1)*w.Dilation[1]-1)/w.Stride[1] + 1
	return d
}

// Conv adds a convolution of whole-numbered weights and biases.
func (n *Net) Conv(in int, w Window, group int, weights, bias []float64) int {
	d := n.slide(Conv, in, w)
	d.Group, d.Weights, d.Shift, d.Channels = group, weights, bias, len(bias)
	per := n.Nodes[in].Channels / group * d.Kernel[0] * d.Kernel[1]
	if len(weights) != per*len(bias) {
		panic(fmt.Sprintf("reference: %d weights for %d channels of %d", len(weights), len(bias), per))
	}
	largest := 0.0
	for c := range bias {
		sum := math.Abs(bias[c])
		for _, v := range weights[c*per : (c+1)*per] {
			sum += math.Abs(v) * d.bound
		}
		largest = max(largest, sum)
	}
	d.bound = largest
	return n.add(d)
}

// SameConv is Conv with the pads that ONNX calls SAME_UPPER.
func (n *Net) SameConv(in int, w Window, group int, weights, bias []float64) int {
	x, dilation := n.Nodes[in], [2]int{max(w.Dilation[0], 1), max(w.Dilation[1], 1)}
	for a, size := range [2]int{x.Height, x.Width} {
		stride := max(w.Stride[a], 1)
		out := (size + stride - 1) / stride
		pads := max((out-1)*stride+(max(w.Kernel[a], 1)-1)*dilation[a]+1-size, 0)
		w.Pads[a], w.Pads[a+2] = pads/2, pads-pads/2
	}
	c := n.Conv(in, w, group, weights, bias)
	n.Nodes[c].Same = true
	return c
}

// Norm adds a batch normalization; factors are whole or halves.
func (n *Net) Norm(in int, factor, shift []float64, arithmetic bool) int {
	d := n.like(Norm, in)
	d.Factor, d.Shift, d.Arithmetic = factor, shift, arithmetic
	largest := 0.0
	for c := range factor {
		largest = max(largest, math.Abs(factor[c])*d.bound+math.Abs(shift[c]))
		if factor[c] != math.Trunc(factor[c]) {
			d.bits = n.Nodes[in].bits + 1
		}
	}
	d.bound = largest
	return n.add(d)
}

// Relu adds max(x, 0).
func (n *Net) Relu(in int) int { return n.add(n.like(Relu, in)) }

// Clip adds min(max(x, 0), Limit).
func (n *Net) Clip(in int) int {
	d := n.like(Clip, in)
	d.bound = min(d.bound, Limit)
	return n.add(d)
}

// MaxPool adds a maximum pooling.
func (n *Net) MaxPool(in int, w Window) int { return n.add(n.slide(MaxPool, in, w)) }

// AveragePool adds an average pooling; its windows hold 1, 2 or 4 values.
func (n *Net) AveragePool(in int, w Window) int {
	d := n.slide(AveragePool, in, w)
	d.bits += 2
	d.bound *= 4
	return n.add(d)
}

// Concat joins the channels of the nodes.
func (n *Net) Concat(in ...int) int {
	d := n.like(Concat, in[0])
	d.Inputs, d.Channels = in, 0
	for _, i := range in {
		x := n.Nodes[i]
		n.fit(d, x)
		d.Channels += x.Channels
		d.bound, d.bits = max(d.bound, x.bound), max(d.bits, x.bits)
	}
	return n.add(d)
}

// Add adds two nodes.
func (n *Net) Add(a, b int) int {
	d := n.like(Add, a)
	x := n.Nodes[b]
	n.fit(d, x)
	if d.Channels != x.Channels {
		panic(fmt.Sprintf("reference: %d channels added to %d", x.Channels, d.Channels))
	}
	d.Inputs = []int{a, b}
	d.bound, d.bits = d.bound+x.bound, max(d.bits, x.bits)
	return n.add(d)
}

func (n *Net) fit(a, b Node) {
	if a.Height != b.Height || a.Width != b.Width {
		panic(fmt.Sprintf("reference: maps of %d x %d and %d x %d", a.Height, a.Width, b.Height, b.Width))
	}
}

// Take adds the channels from first up to end.
func (n *Net) Take(in, first, end int) int {
	d := n.like(Take, in)
	d.First, d.Channels = first, end-first
	return n.add(d)
}

// Extend adds channels of zeros around those of the node.
func (n *Net) Extend(in, before, after int) int {
	d := n.like(Extend, in)
	d.First, d.Channels = before, before+d.Channels+after
	return n.add(d)
}

// Shuffle adds a channel shuffle.
func (n *Net) Shuffle(in, groups int) int {
	d := n.like(Shuffle, in)
	d.Group = groups
	return n.add(d)
}

// Subsample leaves out every second row and column.
func (n *Net) Subsample(in int) int {
	d := n.like(Subsample, in)
	d.Height, d.Width = (d.Height+1)/2, (d.Width+1)/2
	return n.add(d)
}
