package topology

import (
	"regexp"
	"testing"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxtest"
)

func TestShortName(t *testing.T) {
	g := &graph{operators: operatorNames([]*onnx.Node{{Op: "Conv"}, {Op: "Relu"}, {Op: "Concat"}, {Op: "Add"}, {Op: "Dropout"}})}
	for _, c := range []struct{ name, want, kept string }{
		{"/mixed3a/Concat_output_0", "mixed3a", "mixed3a"},
		{"/conv1/Relu_output_0", "conv1", "conv1"},
		{"fire2/concat_1", "fire2", "fire2.concat_1"},
		{"fire2/squeeze1x1_2", "fire2.squeeze1x1", "fire2.squeeze1x1_2"},
		{"inception_3a/output_1", "inception_3a", "inception_3a.output_1"},
		{"/layer1/layer1.0/Relu_1_output_0", "layer1.0", "layer1.0"},
		{"/layer1/layer1.0/relu_1/Relu_output_0", "layer1.0", "layer1.0.relu_1"},
		{"/features/features.12/features.12.2/Relu_output_0", "features.12.2", "features.12.2"},
		{"model/block 3/conv1_relu:0", "model.block-3.conv1_relu", "model.block-3.conv1_relu"},
		{"/Relu_output_0", "", ""},
		{"r23", "", ""},
		{"417", "", ""},
		{"onnx::Relu_417", "", ""},
	} {
		if got := g.shortName(c.name, nameStyle{strip: true}); got != c.want {
			t.Errorf("%q becomes %q, not %q", c.name, got, c.want)
		}
		if got := g.shortName(c.name, nameStyle{keepOps: true}); got != c.kept {
			t.Errorf("%q with operators becomes %q, not %q", c.name, got, c.kept)
		}
	}
}

// TestLayerNames has the same name twice, names that are no names, and a root that all share.
func TestLayerNames(t *testing.T) {
	w := newWeights()
	m := onnxtest.NewModel("image", 3, 8, 8)
	x := m.Input()
	in := 3
	for _, name := range []string{"net/stem_1", "net/stem_2", "net/a b/c", "net/a-b/c", "net/Conv"} {
		x = m.Conv(name, x, w.conv(in, 4, 1))
		in = 4
	}
	m.Classifier(x, w.normal(8), 2)
	net, err := Analyse(parse(t, m), Options{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	plain := regexp.MustCompile(`^[A-Za-z0-9._-]+$`)
	for _, l := range net.Layers {
		got = append(got, l.Name)
		if !plain.MatchString(l.Name) {
			t.Errorf("layer %q", l.Name)
		}
	}
	want := []string{"net.stem_1", "net.stem_2", "net.a-b.c", "net.a-b.c-2", "net"}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("layers %q, not %q", got, want)
		}
	}
}
