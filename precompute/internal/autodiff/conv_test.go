package autodiff

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"summit/precompute/internal/onnx/onnxtest"
)

// TestConvolutions draws every attribute of a convolution.
func TestConvolutions(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number := func(lo, hi int, name string) int { return rapid.IntRange(lo, hi).Draw(t, name) }
		group := number(1, 3, "group")
		in, out := group*number(1, 2, "in"), group*number(1, 2, "out")
		c := onnxtest.Conv{Out: out, Group: group}
		for a := range 2 {
			c.Kernel[a], c.Stride[a], c.Dilation[a] = number(1, 3, "kernel"), number(1, 3, "stride"), number(1, 2, "dilation")
			c.Pads[a], c.Pads[2+a] = number(0, 3, "before"), number(0, 3, "after")
		}
		c.AutoPad = rapid.SampledFrom([]string{"", "", "SAME_UPPER", "SAME_LOWER", "VALID"}).Draw(t, "auto_pad")
		if c.AutoPad != "" {
			c.Dilation = [2]int{1, 1} // ONNX Runtime has no other with auto_pad
		}
		random := rand.New(rand.NewPCG(uint64(number(0, 1000, "seed")), 0))
		c.Weights, c.Bias = normal(random, out*in/group*c.Kernel[0]*c.Kernel[1]), normal(random, out)
		height, width := number(5, 8, "height"), number(5, 8, "width")
		m := onnxtest.NewModel("image", in, height, width)
		m.Output(m.Conv("op", "image", c))
		check(t, m, Options{Target: "op_output_0"}, normal(random, in*height*width), normal(random, 1<<12), 0.5, 40)
	})
}
