package topology

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"testing"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxtest"
)

// bypassed tells by search whether some path from the image to the output avoids the tensor.
func bypassed(g *graph, tensor string) bool {
	reached := map[string]bool{g.f.Image.Name: true}
	for _, n := range g.nodes {
		for _, in := range dataInputs(g.f, n) {
			if !reached[in] {
				continue
			}
			for _, out := range n.Outputs {
				reached[out] = out != tensor
			}
		}
	}
	return reached[g.output]
}

// TestCuts compares the cuts with the tensors that a search cannot avoid.
func TestCuts(t *testing.T) {
	check := func(name string, m *onnx.Model) {
		f, err := m.Infer(64, 64)
		if err != nil {
			t.Fatal(err)
		}
		g, err := newGraph(f, "")
		if err != nil {
			t.Fatal(err)
		}
		var got, want []string
		for _, i := range g.cuts() {
			got = append(got, g.readOutput(g.nodes[i]))
		}
		for _, n := range g.nodes {
			for _, out := range n.Outputs {
				if out != "" && !bypassed(g, out) {
					want = append(want, out)
				}
			}
		}
		if !slices.Equal(got, want) || len(got) == 0 {
			t.Errorf("%s: cuts %q, not %q", name, got, want)
		}
	}
	for _, s := range structures {
		check(s.name, parse(t, s.build(newWeights())))
	}
	for seed := range uint64(50) {
		b := &builder{m: onnxtest.NewModel("image", 3, 13, 14), w: &weights{rand.New(rand.NewPCG(seed, 9))}, r: rand.New(rand.NewPCG(seed, 10)), dilation: 1}
		check(fmt.Sprint("seed ", seed), parse(t, b.network()))
	}
	files, err := filepath.Glob(filepath.Join(filepath.Dir(sharedModel(t, "resnet20-cifar10.onnx")), "*.onnx"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range files {
		m, err := onnx.Load(path)
		if err != nil {
			t.Fatal(err)
		}
		check(path, m)
	}
}
