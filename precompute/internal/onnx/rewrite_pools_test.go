package onnx

import (
	"slices"
	"testing"

	"summit/precompute/internal/onnx/onnxtest"
)

// TestPoolsFirst pools what is joined, but not where others read the joined map, or ask for it.
func TestPoolsFirst(t *testing.T) {
	model := func(read bool) *onnxtest.Model {
		m := onnxtest.NewModel("image", 3, 8, 8)
		joined := m.Concat("joined", m.Relu("a", "image"), m.Node("Neg", "b", []string{"image"}, nil), m.Conv("c", "image", onnxtest.Conv{Out: 2, Weights: normal(1, 6)}))
		pooled := m.MaxPool("pooled", joined, onnxtest.Pool{Kernel: [2]int{3, 3}, Stride: [2]int{2, 2}, Ceil: true})
		if read {
			pooled = m.Add("sum", m.Node("GlobalMaxPool", "most", []string{joined}, nil), pooled)
		}
		return m.Output(pooled)
	}
	for _, c := range []struct {
		read  bool
		keep  []string
		pools int
	}{{false, nil, 3}, {false, []string{"joined_output_0"}, 1}, {false, []string{"a_output_0"}, 3}, {true, nil, 1}} {
		file := model(c.read)
		m, err := Parse("model", file.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if m, err = m.PoolsFirst(c.keep...); err != nil {
			t.Fatal(err)
		}
		pools := 0
		for _, n := range m.Nodes {
			if n.Op == "MaxPool" {
				pools++
			}
		}
		if pools != c.pools {
			t.Errorf("read %v, keep %v: %d poolings, not %d", c.read, c.keep, pools, c.pools)
		}
		data, err := m.WithOutputs(nil)
		if err != nil {
			t.Fatal(err)
		}
		shape, name, image := []int64{1, 3, 8, 8}, []string{m.Outputs[0].Name}, normal(2, 3*64)
		got, want := runOn(t, data, "image", shape, name, image)[0], runOn(t, file.Bytes(), "image", shape, name, image)[0]
		if !slices.Equal(got.Data, want.Data) || !slices.Equal(got.Shape, want.Shape) {
			t.Errorf("read %v, keep %v: another result", c.read, c.keep)
		}
	}
}
