package pipeline

import (
	"testing"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxtest"
)

// Outputs in all, groups, and whether ONNX Runtime 1.30 computed other maps by WebGPU (SwiftShader) than on the CPU.
func TestCheckGroups(t *testing.T) {
	for _, c := range []struct {
		outputs, groups int
		wrong           bool
	}{{42, 6, true}, {36, 6, true}, {48, 6, false}, {28, 4, true}, {7, 1, false}, {6, 6, false}, {30, 6, true}, {9, 3, false}, {6, 3, false}, {48, 4, false}} {
		m := onnxtest.NewModel("image", c.groups, 10, 10)
		m.Output(m.Conv("conv", "image", onnxtest.Conv{Weights: make([]float32, c.outputs*9), Out: c.outputs, Kernel: [2]int{3, 3}, Group: c.groups}))
		parsed, err := onnx.Parse("groups", m.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if err := checkGroups(parsed, 10, 10); (err != nil) != c.wrong {
			t.Errorf("%d outputs in %d groups: %v", c.outputs, c.groups, err)
		}
	}
}
