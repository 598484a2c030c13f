package autodiff

import (
	"math/rand/v2"
	"testing"

	"pgregory.net/rapid"

	"summit/precompute/internal/onnx"
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

// TestPortableConvolutions keeps what WebGPU computes wrongly out of portable graphs: kernels larger than 1x1 over a multiple of three
// channels, but three and multiples of four, to a multiple of four.
func TestPortableConvolutions(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct{ in, out int }{{8, 6}, {12, 9}, {4, 15}} {
		m := onnxtest.NewModel("image", c.in, 9, 8)
		m.Output(m.Conv("op", "image", onnxtest.Conv{Out: c.out, Weights: normal(random, c.in*c.out*9), Kernel: [2]int{3, 3}, Stride: [2]int{1, 2}}))
		check(t, m, Options{Target: "op_output_0"}, normal(random, c.in*72), normal(random, 1<<12), 0.5, 40)
		parsed, err := onnx.Parse("test", m.Bytes())
		must(t, err)
		g, err := Gradient(parsed, Options{Target: "op_output_0", Portable: true})
		must(t, err)
		written, err := onnx.Parse("gradient", g.Model)
		must(t, err)
		f, err := written.Infer(0, 0)
		must(t, err)
		convolutions := 0
		for _, n := range written.Nodes {
			if n.Op != "Conv" || n.Label() == "op" {
				continue
			}
			convolutions++
			if k := f.Shape(n.Input(1)); k[1] > 3 && k[1]%3 == 0 && k[1]%4 > 0 && k[0]%4 == 0 && k[2]*k[3] > 1 {
				t.Errorf("%d to %d maps: a convolution with kernels %v", c.in, c.out, k)
			}
		}
		if convolutions == 0 {
			t.Errorf("%d to %d maps: no convolution", c.in, c.out)
		}
	}
}
