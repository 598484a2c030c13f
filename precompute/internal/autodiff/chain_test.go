package autodiff

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"summit/precompute/internal/onnx/onnxtest"
)

// link is a part of a network: it reads maps of channels and makes some of others.
type link struct {
	channels int
	build    func(m *onnxtest.Model, x string) string
}

// TestPoolings draws every attribute of a MaxPool.
func TestPoolings(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := func(lo, hi int, name string) int { return rapid.IntRange(lo, hi).Draw(t, name) }
		kernel, stride, dilation, pads := make([]int, 2), make([]int, 2), make([]int, 2), make([]int, 4)
		for k := range 2 {
			kernel[k], stride[k], dilation[k] = number(1, 3, "kernel"), number(1, 3, "stride"), number(1, 2, "dilation")
			pads[k], pads[2+k] = number(0, kernel[k]-1, "before"), number(0, kernel[k]-1, "after")
		}
		a := attrs{"kernel_shape": kernel, "strides": stride, "dilations": dilation, "pads": pads, "ceil_mode": number(0, 1, "ceil_mode")}
		random := rand.New(rand.NewPCG(uint64(number(0, 1000, "seed")), 0))
		height, width := number(6, 9, "height"), number(6, 9, "width")
		for k, size := range []int{height, width} { // ONNX Runtime contradicts itself about windows that would begin behind the map
			room := size + pads[k] + pads[2+k] - (kernel[k]-1)*dilation[k] - 1
			if room%stride[k] != 0 && (room/stride[k]+1)*stride[k] >= size+pads[k] {
				a["ceil_mode"] = 0
			}
		}
		m := onnxtest.NewModel("image", 2, height, width)
		m.Output(m.Node("MaxPool", "op", []string{"image"}, a))
		check(t, m, Options{Target: "op_output_0"}, spaced(random, 2*height*width, 0.03), normal(random, 1<<12), 0.007, 60)
	})
}

// TestChains compares the gradient of a convolution, or two joined, rectified, pooled and again convolved, with those of its parts one
// after the other. The whole takes ways that no single operator does.
func TestChains(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := func(lo, hi int, name string) int { return rapid.IntRange(lo, hi).Draw(t, name) }
		random := rand.New(rand.NewPCG(uint64(number(0, 1000, "seed")), 0))
		channels, size := rapid.SampledFrom([]int{1, 3, 8}).Draw(t, "channels"), number(24, 40, "size")
		convolve := func(name string, in, out, stride int) func(m *onnxtest.Model, x string) string {
			k := number(1, 3, "kernel of "+name)
			c := onnxtest.Conv{Out: out, Kernel: [2]int{k, number(1, 3, "width of "+name)}, Stride: [2]int{stride, number(1, 2, "stride of "+name)},
				Weights: nil, Pads: [4]int{number(0, 1, "pad of "+name), 0, 1, 0}}
			c.Weights, c.Bias = normal(random, out*in*c.Kernel[0]*c.Kernel[1]), normal(random, out)
			return func(m *onnxtest.Model, x string) string { return m.Conv(name, x, c) }
		}
		first := link{channels, convolve("first", channels, 8, number(1, 2, "first stride"))}
		made := 8
		if rapid.Bool().Draw(t, "joined") {
			stay, again := onnxtest.Conv{Out: 8, Weights: normal(random, 64)}, onnxtest.Conv{Out: 16, Weights: normal(random, 128*9), Kernel: [2]int{3, 3}, Pads: [4]int{1, 1, 1, 1}}
			one := first.build
			made, first.build = 24, func(m *onnxtest.Model, x string) string {
				x = m.Relu("rectified", one(m, x))
				return m.Concat("joined", m.Relu("stay_rectified", m.Conv("stay", x, stay)), m.Relu("again_rectified", m.Conv("again", x, again)))
			}
		}
		pool := onnxtest.Pool{Kernel: [2]int{number(2, 3, "pool"), 2}, Stride: [2]int{number(1, 2, "pool stride"), 2}, Ceil: rapid.Bool().Draw(t, "ceil")}
		second := link{made, func(m *onnxtest.Model, x string) string {
			if made == 8 {
				x = m.Relu("relu", x)
			}
			return m.MaxPool("pooled", x, pool)
		}}
		third := link{made, convolve("third", made, 4, 1)}
		compareChain(t, random, size, []link{first, second, third})
	})
}

// compareChain goes through the links one by one, and through all at once.
func compareChain(t *rapid.T, random *rand.Rand, size int, links []link) {
	whole := onnxtest.NewModel("image", links[0].channels, size, size)
	x, height, width := "image", size, size
	var pairs []*pair
	input := normal(random, links[0].channels*size*size)
	image := input
	for _, l := range links {
		x = l.build(whole, x)
		m := onnxtest.NewModel("image", l.channels, height, width)
		target := l.build(m, "image")
		m.Output(target)
		p := newPair(t, m, Options{Target: target})
		defer p.close(t)
		copy(p.gradient.Input(), input)
		must(t, p.gradient.Run())
		input, height, width = p.gradient.Output(0).Data, p.graph.TargetShape[2], p.graph.TargetShape[3]
		pairs = append(pairs, p)
	}
	whole.Output(x)
	seed := normal(random, len(input))
	all := newPair(t, whole, Options{Target: x})
	defer all.close(t)
	copy(all.gradient.Input(), image)
	copy(all.gradient.InputAt(1), seed)
	must(t, all.gradient.Run())
	for i := len(pairs) - 1; i >= 0; i-- {
		copy(pairs[i].gradient.InputAt(1), seed)
		must(t, pairs[i].gradient.Run())
		seed = pairs[i].gradient.Output(1).Data
	}
	if cosine, worst := agreement(float64s(all.gradient.Output(1).Data), float64s(seed)); !(cosine >= 0.999999 && worst <= 1e-5) {
		t.Fatalf("cosine %.8f, largest difference %.2g", cosine, worst)
	}
}
