package featurevis

import (
	"fmt"
	"math"
	"math/rand/v2"

	"summit/precompute/internal/autodiff"
	"summit/precompute/internal/onnx"
)

// The objectives that a channel's pictures can be made for.
const (
	Channel = "channel" // the channel's mean over space
	Neuron  = "neuron"  // its value in the middle
)

// Group is the number of pictures of a channel that are pushed apart from each other, in slots one after the other from a multiple of it.
const Group = 4

// leak is the slope that a layer's last rectifiers get below zero, so that a channel that is silent for noise still says where to go.
const leak = 0.1

// styles is the number of mixtures of channels that pictures are compared by.
const styles = 32

// Goal is a model that computes a layer's objectives, and what gradients of them need.
type Goal struct {
	*autodiff.Graph
	Maxima                string // output [Slots, Channels, 1, 1]: the channels' maxima over space
	Channels, Side, Slots int
}

// Objectives is how many there are for a slot: first the channels', then the similarity to each picture of the slot's group.
func (g *Goal) Objectives() int { return g.Channels + Group }

// NewGoal builds the objectives of a layer's tensor for a batch of so many slots, a multiple of Group, of pictures of that side. The
// layer's last rectifiers leak; the similarities are squared cosines of Gram matrices of styles mixtures of its channels.
func NewGoal(m *onnx.Model, tensor, objective string, side, slots int, portable bool) (*Goal, error) {
	m, err := fitted(m, tensor, side, slots)
	if err != nil {
		return nil, err
	}
	f, err := m.Infer(side, side)
	if err != nil {
		return nil, err
	}
	shape := f.Shape(tensor)
	if len(shape) != 4 {
		return nil, fmt.Errorf("tensor %q has shape %v, not that of a map", tensor, shape)
	}
	b := &builder{Extension: m.Extend(), model: m, slots: slots, channels: shape[1], height: shape[2], width: shape[3]}
	activation := b.leaky(tensor)
	target := b.Node("Concat", "objectives", onnx.Attributes{"axis": 1}, b.reduced(activation, objective), b.similarities(activation))
	b.Output(target)
	data, err := b.Bytes()
	if err != nil {
		return nil, err
	}
	if m, err = onnx.Parse(m.Name, data); err != nil {
		return nil, err
	}
	g := &Goal{Channels: shape[1], Side: side, Slots: slots}
	g.Graph, err = autodiff.Gradient(m, autodiff.Options{Target: target, Batch: slots, Height: side, Width: side, Portable: portable})
	if err != nil {
		return nil, err
	}
	return g, g.addMaxima(m.Name, activation)
}

// addMaxima makes the channels' maxima another output.
func (g *Goal) addMaxima(name, activation string) error {
	m, err := onnx.Parse(name, g.Model)
	if err != nil {
		return err
	}
	b := m.Extend()
	g.Maxima = b.Node("GlobalMaxPool", "maxima", nil, activation)
	b.Output(g.Maxima)
	g.Model, err = b.Bytes()
	return err
}

// fitted is the part of the model that makes the tensor, for so many pictures of that side.
func fitted(m *onnx.Model, tensor string, side, slots int) (*onnx.Model, error) {
	m, err := m.Only(tensor)
	if err != nil {
		return nil, err
	}
	if m, err = m.WithBatch(slots); err != nil {
		return nil, err
	}
	return m.WithSize(side, side)
}

// builder adds the objectives.
type builder struct {
	*onnx.Extension
	model                          *onnx.Model
	slots, channels, height, width int
}

// leaky is the tensor with rectifiers that leak in the place of those that it comes from directly, or by concatenation.
func (b *builder) leaky(tensor string) string {
	n := b.model.Producer(tensor)
	if n == nil {
		return tensor
	}
	switch n.Op {
	case "Relu":
		return b.Node("LeakyRelu", tensor+"/leaky", onnx.Attributes{"alpha": float32(leak)}, n.Input(0))
	case "Identity", "Dropout":
		return b.leaky(n.Input(0))
	case "Concat":
		inputs := make([]string, len(n.Inputs))
		for i, in := range n.Inputs {
			inputs[i] = b.leaky(in)
		}
		return b.Node("Concat", tensor+"/leaky", onnx.Attributes{"axis": n.Int("axis", 1)}, inputs...)
	}
	return tensor
}

// reduced is one value a channel, [slots, channels]: its mean over space and the root mean square of what is above zero, which speaks for
// peaks; or the value in the middle.
func (b *builder) reduced(activation, objective string) string {
	if objective == Neuron {
		activation = b.Slice("middle_row", activation, 2, b.height/2, b.height/2+1)
		activation = b.Slice("middle", activation, 3, b.width/2, b.width/2+1)
		return b.Reshape("values", activation, b.slots, b.channels)
	}
	activation = b.inner(activation)
	positive := b.Node("Relu", "positive", nil, activation)
	squares := b.Node("GlobalAveragePool", "mean_squares", nil, b.Node("Mul", "squares", nil, positive, positive))
	roots := b.Node("Sqrt", "roots", nil, b.Node("Add", "squares_above_zero", nil, squares, b.Floats("tiniest", []float32{1e-12})))
	sum := b.Node("Add", "peaks", nil, b.Node("GlobalAveragePool", "means", nil, activation), roots)
	return b.Reshape("values", sum, b.slots, b.channels)
}

// edges divides a map's size to get the size of each edge that its objective leaves out.
const edges = 16

// inner is a map without what lies at its edges, where channels see padding rather than the picture.
func (b *builder) inner(activation string) string {
	if edge := b.height / edges; edge > 0 {
		activation = b.Slice("inner_rows", activation, 2, edge, b.height-edge)
	}
	if edge := b.width / edges; edge > 0 {
		activation = b.Slice("inner", activation, 3, edge, b.width-edge)
	}
	return activation
}

// similarities compares each picture with those of its group, [slots, Group].
func (b *builder) similarities(activation string) string {
	mixed, count := activation, b.channels
	if b.channels > styles {
		mixed, count = b.Node("Conv", "styles", onnx.Attributes{"kernel_shape": []int{1, 1}}, activation, b.mixtures()), styles
	}
	rows := b.Reshape("style_rows", mixed, b.slots, count, b.height*b.width)
	columns := b.Node("Transpose", "style_columns", onnx.Attributes{"perm": []int{0, 2, 1}}, rows)
	gram := b.Reshape("grams", b.Node("MatMul", "gram", nil, rows, columns), b.slots/Group, Group, count*count)
	products := b.Node("MatMul", "products", nil, gram, b.Node("Transpose", "grams_across", onnx.Attributes{"perm": []int{0, 2, 1}}, gram))
	own := b.Node("Mul", "own", nil, products, b.Floats("identity", identity(), 1, Group, Group))
	lengths := b.Node("Add", "lengths", nil, b.ReduceSum("squares", own, 2), b.Floats("tiny", []float32{1e-20}))
	across := b.Node("Transpose", "lengths_across", onnx.Attributes{"perm": []int{0, 2, 1}}, lengths)
	cosines := b.Node("Div", "cosines", nil, b.Node("Div", "over", nil, products, lengths), across)
	return b.Reshape("similarities", b.Node("Mul", "similar", nil, cosines, products), b.slots, Group)
}

// mixtures are the weights of styles sums and differences of channels, drawn once for all.
func (b *builder) mixtures() string {
	random := rand.New(rand.NewPCG(1, 1))
	weights := make([]float32, styles*b.channels)
	size := float32(1 / math.Sqrt(float64(b.channels)))
	for k := range weights {
		weights[k] = size
		if random.Uint64()&1 == 0 {
			weights[k] = -size
		}
	}
	return b.Floats("mixtures", weights, styles, b.channels, 1, 1)
}

func identity() []float32 {
	values := make([]float32, Group*Group)
	for k := range Group {
		values[k*Group+k] = 1
	}
	return values
}
