package onnx

import (
	"testing"

	"summit/precompute/internal/onnx/onnxtest"
)

func TestNonNegative(t *testing.T) {
	m := onnxtest.NewModel("image", 1, 8, 8)
	conv := m.Conv("conv", m.Input(), onnxtest.Conv{Weights: []float32{1, -1}, Out: 2})
	relu := m.Relu("relu", conv)
	pool := m.MaxPool("window", relu, onnxtest.Pool{Kernel: [2]int{2, 2}, Stride: [2]int{1, 1}, Pads: [4]int{0, 0, 1, 1}})
	sum := m.Add("sum", relu, pool)
	mixed := m.Concat("mixed", pool, conv)
	whole := m.Concat("whole", pool, sum)
	raw := m.MaxPool("raw", conv, onnxtest.Pool{Kernel: [2]int{2, 2}, Stride: [2]int{1, 1}, Pads: [4]int{0, 0, 1, 1}})
	m.Classifier(m.Concat("all", whole, mixed, raw), make([]float32, 20), 2)
	model, err := Parse("small", m.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	known := model.NonNegative()
	for tensor, want := range map[string]bool{m.Input(): false, conv: false, relu: true, pool: true, sum: true, mixed: false, whole: true, raw: false} {
		if known[tensor] != want {
			t.Errorf("tensor %q: %v instead of %v", tensor, known[tensor], want)
		}
	}
}
