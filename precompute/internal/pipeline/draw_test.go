package pipeline_test

import (
	"math/rand/v2"

	"pgregory.net/rapid"

	"summit/precompute/internal/pipeline/reference"
)

// drawn is a network that grows at random.
type drawn struct {
	*reference.Net
	t      *rapid.T
	random *rand.Rand // of weights, too many to draw each
}

// largestPixel keeps pixels small, so that values stay exact and ties are common.
const largestPixel = 3

// blocks are the topologies; each adds at least one layer behind x and returns it.
var blocks = map[string]func(drawn, int) int{
	"chain":      drawn.chain,
	"pooled":     drawn.pooled,
	"fire":       drawn.fire,
	"inception":  drawn.inception,
	"reduction":  drawn.reduction,
	"residual":   drawn.residual,
	"bottleneck": drawn.bottleneck,
	"downsample": drawn.downsample,
	"shortcut":   drawn.shortcut,
	"preact":     drawn.preactivation,
	"dense":      drawn.dense,
	"grouped":    drawn.grouped,
	"depthwise":  drawn.depthwise,
	"shuffle":    drawn.shuffle,
	"nested":     drawn.nested,
}

// drawNet draws a stem and the named blocks behind it. Networks that are not exact in float32 are discarded.
func drawNet(t *rapid.T, names ...string) *reference.Net {
	defer func() {
		switch reason := recover().(type) {
		case nil:
		case reference.Inexact:
			t.Skip(string(reason))
		default:
			panic(reason)
		}
	}()
	size := rapid.IntRange(7, 10)
	n := drawn{reference.New(size.Draw(t, "height"), size.Draw(t, "width"), largestPixel), t, drawRandom(t)}
	x := n.act(n.conv(0, n.between(3, 6), 3, 1))
	for _, name := range names {
		x = blocks[name](n, x)
	}
	n.classify(x)
	return n.Net
}

// classify draws the classifier. Scores that a softmax follows are equal or far apart: probabilities in float32 are then those of
// float64, rounded.
func (n drawn) classify(x int) {
	n.Softmax = n.flip()
	for range n.between(2, 4) {
		weights := n.whole(n.Nodes[x].Channels, 2)
		for c := range weights {
			if n.Softmax {
				weights[c] *= 32 / n.Step(x)
			}
		}
		n.Head = append(n.Head, weights)
	}
}

func drawRandom(t *rapid.T) *rand.Rand {
	return rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "seed"), 0))
}

func (n drawn) between(lo, hi int) int { return rapid.IntRange(lo, hi).Draw(n.t, "number") }
func (n drawn) flip() bool             { return rapid.Bool().Draw(n.t, "coin") }

// whole makes count whole numbers, about half of them 0.
func (n drawn) whole(count, largest int) []float64 {
	values := make([]float64, count)
	for i := range values {
		if n.random.IntN(2) == 0 {
			values[i] = float64(n.random.IntN(2*largest+1) - largest)
		}
	}
	return values
}

// conv adds a convolution of odd size, padded to keep the map's size at stride 1.
func (n drawn) conv(x, channels, size, stride int) int {
	return n.groupedConv(x, channels, size, stride, 1)
}

func (n drawn) groupedConv(x, channels, size, stride, group int) int {
	w := reference.Window{Kernel: [2]int{size, size}, Stride: [2]int{stride, stride},
		Pads: [4]int{size / 2, size / 2, size / 2, size / 2}}
	return n.Conv(x, w, group, n.whole(channels*n.Nodes[x].Channels/group*size*size, 2), n.whole(channels, 2))
}

// norm perhaps adds a normalization, with factors of either sign.
func (n drawn) norm(x int) int {
	if n.flip() {
		return x
	}
	factor := make([]float64, n.Nodes[x].Channels)
	for c := range factor {
		factor[c] = rapid.SampledFrom([]float64{-2, -1, -0.5, 0.5, 1, 2}).Draw(n.t, "factor")
	}
	return n.Norm(x, factor, n.whole(len(factor), 3), n.flip())
}

// act activates; large values are clipped, so that all stay exact.
func (n drawn) act(x int) int {
	if x = n.norm(x); n.Bound(x) > 200 || n.flip() {
		return n.Clip(x)
	}
	return n.Relu(x)
}

// unit is a convolution with its activation.
func (n drawn) unit(x, channels, size, stride int) int {
	return n.act(n.conv(x, channels, size, stride))
}

// pool adds a pooling of either kind.
func (n drawn) pool(x, size, stride int) int {
	pad := size / 2
	w := reference.Window{Kernel: [2]int{size, size}, Stride: [2]int{stride, stride}, Pads: [4]int{pad, pad, pad, pad}}
	if size == 2 {
		w.Pads = [4]int{0, 0, 1, 1}
		if n.flip() && n.Bound(x) < 1000 {
			return n.AveragePool(x, w)
		}
	}
	return n.MaxPool(x, w)
}

// chain adds convolutions of any stride, padding and dilation.
func (n drawn) chain(x int) int {
	for range n.between(1, 2) {
		w := reference.Window{Kernel: [2]int{n.between(1, 3), n.between(1, 3)}, Stride: [2]int{n.between(1, 2), n.between(1, 2)},
			Dilation: [2]int{n.between(1, 2), n.between(1, 2)}}
		for side := range w.Pads {
			w.Pads[side] = (w.Kernel[side%2]-1)*w.Dilation[side%2]/2 + n.between(0, 1)
		}
		channels := n.between(1, 6)
		same := n.flip()
		if same {
			w.Dilation = [2]int{1, 1} // ONNX Runtime has no other with auto_pad
		}
		weights := n.whole(channels*n.Nodes[x].Channels*w.Kernel[0]*w.Kernel[1], 2)
		if same {
			x = n.SameConv(x, w, 1, weights, n.whole(channels, 2))
		} else {
			x = n.Conv(x, w, 1, weights, n.whole(channels, 2))
		}
		x = n.act(x)
	}
	return x
}

// pooled is a convolution that sees a pooled map.
func (n drawn) pooled(x int) int {
	return n.unit(n.pool(x, n.between(2, 3), n.between(1, 2)), n.between(2, 6), 3, 1)
}

// fire is SqueezeNet's block.
func (n drawn) fire(x int) int {
	x = n.unit(x, n.between(1, 4), 1, 1)
	return n.Concat(n.unit(x, n.between(1, 4), 1, 1), n.unit(x, n.between(1, 4), 3, 1))
}

// inception has four branches, the last of which pools before it convolves.
func (n drawn) inception(x int) int {
	return n.Concat(
		n.unit(x, n.between(1, 3), 1, 1),
		n.unit(n.unit(x, n.between(1, 3), 1, 1), n.between(1, 3), 3, 1),
		n.unit(n.unit(x, n.between(1, 2), 1, 1), n.between(1, 2), 5, 1),
		n.unit(n.pool(x, 3, 1), n.between(1, 3), 1, 1))
}

// reduction joins a strided convolution with the pooled channels themselves.
func (n drawn) reduction(x int) int {
	return n.Concat(n.unit(n.unit(x, n.between(1, 3), 1, 1), n.between(1, 3), 3, 2), n.MaxPool(x,
		reference.Window{Kernel: [2]int{3, 3}, Stride: [2]int{2, 2}, Pads: [4]int{1, 1, 1, 1}}))
}
