package onnx

import (
	"os"
	"path/filepath"
	"testing"

	"summit/precompute/internal/onnx/onnxtest"
)

// FuzzParse checks that no bytes make reading, shape inference, constant folding or the adding of outputs panic or run
// away.
func FuzzParse(f *testing.F) {
	f.Add(small().Bytes())
	f.Add(foldable().Bytes())
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := Parse("fuzzed", data)
		if err != nil {
			return
		}
		m.budget = 1 << 16
		inferred, err := m.Infer(32, 32)
		if err != nil {
			return
		}
		for _, n := range m.Nodes {
			for _, out := range n.Outputs {
				if c, err := inferred.Constant(out); err == nil && c.Len() != volume(c.Dims) {
					t.Errorf("constant %q of %v has %d elements", out, c.Dims, c.Len())
				}
			}
			if shape := inferred.Shape(n.Input(0)); shape != nil {
				_, _ = inferred.Window(n, shape)
			}
		}
		if _, err := m.WithOutputs([]Tap{{Tensor: m.Outputs[0].Name, Map: true, Max: true, NegMin: true}}); err != nil {
			t.Error(err)
		}
	})
}

// TestDamagedModels cuts a real model off at many places and flips bytes of it.
func TestDamagedModels(t *testing.T) {
	data, err := os.ReadFile(filepath.Join(sharedModels(t), "light_squeezenet.onnx"))
	if err != nil {
		t.Fatal(err)
	}
	for cut := 0; cut < len(data); cut += 61 {
		if m, err := Parse("cut", data[:cut]); err == nil {
			t.Errorf("%d of %d bytes were taken for a model of %d nodes", cut, len(data), len(m.Nodes))
		}
	}
	for at := 0; at < len(data); at += 13 {
		flipped := append([]byte{}, data...)
		flipped[at] ^= 0x55
		if m, err := Parse("flipped", flipped); err == nil {
			m.budget = 1 << 22
			_, _ = m.Infer(64, 64)
		}
	}
}

func small() *onnxtest.Model {
	m := onnxtest.NewModel("image", 1, 8, 8)
	x := m.Relu("/relu", m.Conv("/conv", m.Input(), onnxtest.Conv{Weights: []float32{1, 2, 3, 4}, Out: 1, Kernel: [2]int{2, 2}}))
	x = m.MaxPool("/pool", x, onnxtest.Pool{Kernel: [2]int{3, 3}, Stride: [2]int{2, 2}, Ceil: true})
	return m.Classifier(x, []float32{1, 2}, 2)
}
