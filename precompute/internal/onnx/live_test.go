package onnx

import (
	"testing"

	"summit/precompute/internal/onnx/onnxtest"
)

// A 1 x 8 x 8 image (64 numbers) becomes 4 x 8 x 8 (256) by a convolution, the same by its activation, 2 x 8 x 8 (128) by a 1x1, 10 scores.
func TestLive(t *testing.T) {
	b := onnxtest.NewModel("image", 1, 8, 8)
	conv := b.Conv("conv", b.Input(), onnxtest.Conv{Weights: make([]float32, 4*9), Out: 4, Kernel: [2]int{3, 3}, Pads: [4]int{1, 1, 1, 1}})
	relu := b.Relu("relu", conv)
	b.Classifier(b.Conv("point", relu, onnxtest.Conv{Weights: make([]float32, 8), Out: 2}), make([]float32, 20), 10)
	m, err := Parse("small", b.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	f, err := m.Infer(8, 8)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		keep []string
		want int
	}{
		{nil, 256 + 256},                            // at the activation
		{[]string{conv}, 256 + 256 + 128},           // at the 1x1, which reads the activation
		{[]string{b.Input()}, 64 + 256 + 256},       // at the activation
		{[]string{conv, relu}, 256 + 256 + 128 + 2}, // when the 1x1's map is pooled to 2 numbers
	} {
		if got := f.Live(c.keep); got != c.want {
			t.Errorf("%v kept: %d numbers, want %d", c.keep, got, c.want)
		}
	}
}
