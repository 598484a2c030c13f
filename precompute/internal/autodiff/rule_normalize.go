package autodiff

import (
	"fmt"
	"math"

	"summit/precompute/internal/onnx"
)

// batchNormalization multiplies channels by scale / sqrt(variance + epsilon), in inference.
func batchNormalization(t *tape, n *onnx.Node, g string) error {
	if n.Int("training_mode", 0) != 0 {
		return fmt.Errorf("it is exported for training")
	}
	scale, err := t.constant(n.Input(1))
	if err != nil {
		return err
	}
	variance, err := t.constant(n.Input(4))
	if err != nil {
		return err
	}
	epsilon := float64(n.Float("epsilon", 1e-5))
	factor := make([]float32, len(scale.Floats))
	for c, s := range scale.Floats {
		factor[c] = float32(float64(s) / math.Sqrt(float64(variance.Floats[c])+epsilon))
	}
	t.give(n.Input(0), t.mul(g, t.Floats(t.prefix+"/factor", factor, channelwise(len(factor), len(t.shape(n.Input(0))))...)))
	return nil
}

// channelwise is the shape of a value for each channel of a tensor of a rank.
func channelwise(channels, rank int) []int {
	shape := []int{channels}
	for range rank - 2 {
		shape = append(shape, 1)
	}
	return shape
}

// normalized are x less its mean over some axes, divided by its deviation or norm: what it has become, and what it was divided by.
type normalized struct {
	values, inverse string
	axes            []int
	centred         bool
}

// normalize does it again: the forward node does not put out what its gradient takes.
func (t *tape) normalize(x string, centred bool, epsilon float32, axes []int) normalized {
	if centred {
		x = t.sub(x, t.ReduceMean(t.prefix, x, axes...))
	}
	square := t.ReduceMean(t.prefix, t.mul(x, x), axes...)
	inverse := t.node("Reciprocal", nil, t.node("Sqrt", nil, t.plus(square, epsilon)))
	return normalized{t.mul(x, inverse), inverse, axes, centred}
}

// normalizedBack takes the adjoint of the normalized values to that of x: less its part along them, and its mean.
func (t *tape) normalizedBack(z normalized, g string) string {
	along := t.ReduceMean(t.prefix, t.mul(g, z.values), z.axes...)
	rest := t.sub(g, t.mul(z.values, along))
	if z.centred {
		rest = t.sub(rest, t.ReduceMean(t.prefix, g, z.axes...))
	}
	return t.mul(rest, z.inverse)
}

// from are the axes from the given one on.
func from(first, rank int) (axes []int) {
	for i := first; i < rank; i++ {
		axes = append(axes, i)
	}
	return axes
}

func instanceNormalization(t *tape, n *onnx.Node, g string) error {
	x := n.Input(0)
	rank := len(t.shape(x))
	scale := t.reshape(n.Input(1), channelwise(t.shape(x)[1], rank))
	z := t.normalize(x, true, n.Float("epsilon", 1e-5), from(2, rank))
	t.give(x, t.normalizedBack(z, t.mul(g, scale)))
	return nil
}

func layerNormalization(t *tape, n *onnx.Node, g string) error { return normalizedLast(t, n, g, true) }

func rmsNormalization(t *tape, n *onnx.Node, g string) error { return normalizedLast(t, n, g, false) }

func normalizedLast(t *tape, n *onnx.Node, g string, centred bool) error {
	x := n.Input(0)
	rank := len(t.shape(x))
	z := t.normalize(x, centred, n.Float("epsilon", 1e-5), from(axis(n, -1, rank), rank))
	t.give(x, t.normalizedBack(z, t.mul(g, n.Input(1))))
	return nil
}

// groupNormalization has a scale for each channel, or for each group before operator set 21.
func groupNormalization(t *tape, n *onnx.Node, g string) error {
	x, groups := n.Input(0), n.Int("num_groups", 1)
	shape := t.shape(x)
	grouped := []int{shape[0], groups, volume(shape[1:]) / groups}
	scale, err := t.constant(n.Input(1))
	if err != nil {
		return err
	}
	each := shape[1] / scale.Len()
	factor := make([]float32, shape[1])
	for c := range factor {
		factor[c] = scale.Floats[c/each]
	}
	g = t.mul(g, t.Floats(t.prefix+"/factor", factor, channelwise(shape[1], len(shape))...))
	z := t.normalize(t.reshape(x, grouped), true, n.Float("epsilon", 1e-5), []int{2})
	t.give(x, t.reshape(t.normalizedBack(z, t.reshape(g, grouped)), shape))
	return nil
}

// lpNormalization is x divided by its norm along an axis, of order 2.
func lpNormalization(t *tape, n *onnx.Node, g string) error {
	if p := n.Int("p", 2); p != 2 {
		return fmt.Errorf("no gradient is known of a norm of order %d", p)
	}
	x, y := n.Input(0), n.Outputs[0]
	along := axis(n, -1, len(t.shape(x)))
	norm := t.node("Sqrt", nil, t.ReduceSum(t.prefix, t.mul(x, x), along))
	part := t.ReduceSum(t.prefix, t.mul(g, y), along)
	t.give(x, t.div(t.sub(g, t.mul(y, part)), norm))
	return nil
}

// softmax is y (g - sum g y).
func softmax(t *tape, n *onnx.Node, g string) error {
	y := n.Outputs[0]
	product := t.mul(g, y)
	t.give(n.Input(0), t.sub(product, t.mul(y, t.ReduceSum(t.prefix, product, t.softmaxAxes(n)...))))
	return nil
}

func logSoftmax(t *tape, n *onnx.Node, g string) error {
	sum := t.ReduceSum(t.prefix, g, t.softmaxAxes(n)...)
	t.give(n.Input(0), t.sub(g, t.mul(t.node("Exp", nil, n.Outputs[0]), sum)))
	return nil
}

// softmaxAxes are all from the stated one on before operator set 13, and the stated one since.
func (t *tape) softmaxAxes(n *onnx.Node) []int {
	rank := len(t.shape(n.Input(0)))
	if t.f.Model.Opset < 13 {
		return from(axis(n, 1, rank), rank)
	}
	return []int{axis(n, -1, rank)}
}

// localResponse is LRN: y = x s^-beta, where s = bias + alpha/size * (the sum of squares over neighbouring channels). The sums are
// convolutions of 1x1 with a band of weights.
func localResponse(t *tape, n *onnx.Node, g string) error {
	x, y := n.Input(0), n.Outputs[0]
	channels, size := t.shape(x)[1], n.Int("size", 1)
	alpha, beta, bias := n.Float("alpha", 1e-4), n.Float("beta", 0.75), n.Float("bias", 1)
	s := t.plus(t.neighbours(t.mul(x, x), channels, (size-1)/2, size/2, alpha/float32(size)), bias)
	direct := t.mul(g, t.node("Pow", nil, s, t.number(-beta)))
	across := t.neighbours(t.div(t.mul(g, y), s), channels, size/2, (size-1)/2, 2*alpha*beta/float32(size))
	t.give(x, t.sub(direct, t.mul(x, across)))
	return nil
}

// neighbours sums over the channels from c-before to c+after, times a factor.
func (t *tape) neighbours(x string, channels, before, after int, factor float32) string {
	band := make([]float32, channels*channels)
	for c := range channels {
		for i := max(c-before, 0); i <= min(c+after, channels-1); i++ {
			band[c*channels+i] = factor
		}
	}
	return t.node("Conv", onnx.Attributes{"kernel_shape": []int{1, 1}}, x, t.Floats(t.prefix+"/band", band, channels, channels, 1, 1))
}
