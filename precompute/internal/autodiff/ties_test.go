package autodiff

import (
	"slices"
	"testing"

	"summit/precompute/internal/onnx/onnxtest"
)

// TestEqualMaxima says who gets what flows back through a maximum that several have: the first of a window, as PyTorch's MaxPool has it,
// and equal parts everywhere else, as its amax and maximum.
func TestEqualMaxima(t *testing.T) {
	image := []float32{
		2, 2, 1, 2,
		2, 0, 2, 2,
		1, 2, 1, 0,
	}
	for _, c := range []struct {
		name string
		op   func(m *onnxtest.Model) string
		seed []float32
		want []float32
	}{
		{"MaxPool", func(m *onnxtest.Model) string {
			return m.Node("MaxPool", "op", []string{"image"}, attrs{"kernel_shape": []int{2, 2}, "strides": []int{1, 1}})
		}, []float32{1, 2, 4, 8, 16, 32}, []float32{
			1, 2, 0, 4,
			8, 0, 48, 0,
			0, 0, 0, 0,
		}},
		{"MaxPool/rectified", func(m *onnxtest.Model) string {
			return m.Node("MaxPool", "op", []string{m.Relu("relu", "image")}, attrs{"kernel_shape": []int{3, 3}, "strides": []int{1, 1}})
		}, []float32{1, 2}, []float32{
			1, 2, 0, 0,
			0, 0, 0, 0,
			0, 0, 0, 0,
		}},
		{"GlobalMaxPool", func(m *onnxtest.Model) string { return m.Node("GlobalMaxPool", "op", []string{"image"}, nil) }, []float32{7}, []float32{
			1, 1, 0, 1,
			1, 0, 1, 1,
			0, 1, 0, 0,
		}},
		{"Max", func(m *onnxtest.Model) string {
			return m.Node("Max", "op", []string{"image", m.Scalar("level", 1)}, nil)
		}, slices.Repeat([]float32{2}, 12), []float32{
			2, 2, 1, 2,
			2, 0, 2, 2,
			1, 2, 1, 0,
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := onnxtest.NewModel("image", 1, 3, 4)
			m.Output(c.op(m))
			for _, portable := range []bool{false, true} {
				p := newPair(t, m, Options{Target: "op_output_0", Portable: portable})
				copy(p.gradient.Input(), image)
				copy(p.gradient.InputAt(1), c.seed)
				must(t, p.gradient.Run())
				if got := p.gradient.Output(1).Data; !slices.Equal(got, c.want) {
					t.Errorf("portable %v: %v, want %v", portable, got, c.want)
				}
				p.close(t)
			}
		})
	}
}
