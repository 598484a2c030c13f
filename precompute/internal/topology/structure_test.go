package topology

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxtest"
)

var update = flag.Bool("update", false, "write the goldens anew")

// structures are the ways in which CNNs are built. Each golden, testdata/<name>.txt, was compared with the structure by
// eye; what its steps and sources claim is then proved by running the model.
var structures = []struct {
	name       string
	build      func(*weights) *onnxtest.Model
	sums       map[string]string // step -> tensor that its terms add up to, where it is not the node's own output
	gated      bool
	normalized bool // by statistics: terms add up to something else than tensors
	options    Options
}{
	{name: "vgg", build: vgg},
	{name: "inception", build: inception},
	{name: "residual", build: residual},
	{name: "bottleneck", build: bottleneck, sums: map[string]string{
		"/block/reduce": "/block/bn1_output_0", "/block/conv": "/block/bn2_output_0"}},
	{name: "dense", build: dense},
	{name: "shuffle", build: shuffle},
	{name: "split", build: split},
	{name: "squeeze-excite", build: squeezeExcite, gated: true, sums: map[string]string{
		"/expand": "/expand/bn_output_0"}},
	{name: "depthwise", build: depthwise, sums: map[string]string{
		"/dw": "/dw/bn_output_0", "/pw": "/pw/bn_output_0"}},
	{name: "pre-activation", build: preActivation, sums: map[string]string{
		"/b1/conv1": "/b1/bn2_output_0", "/b2/conv1": "/b2/bn2_output_0", "/b2/Add": "/last/bn_output_0"}},
	{name: "padded-shortcut", build: paddedShortcut},
	{name: "negative-scales", build: negativeScales, sums: map[string]string{
		"/conv2": "/bn2_output_0", "/add": "/scaled_output_0", "/conv4": "/bn4_output_0", "/conv5": "/bn4_output_0", "/relu3_output_0": "/bn4_output_0"}},
	{name: "patterns", build: patterns},
	{name: "odd-windows", build: oddWindows},
	{name: "nested-sums", build: nestedSums, sums: map[string]string{"/outer": "/outer_output_0"}},
	{name: "half-used", build: halfUsed},
	{name: "channels-last", build: channelsLast, gated: true, normalized: true},
	{name: "inner", build: inception, options: Options{Layers: []string{"*", "mixed/b3r", "/mixed/b5/conv"}}},
	{name: "chosen", build: vgg, options: Options{Layers: []string{"conv1", "/relu4*"}}},
}

func TestStructures(t *testing.T) {
	for _, s := range structures {
		t.Run(s.name, func(t *testing.T) {
			data := s.build(newWeights()).Bytes()
			m, err := onnx.Parse(s.name, data)
			if err != nil {
				t.Fatal(err)
			}
			net, err := Analyse(m, s.options)
			if err != nil {
				t.Fatal(err)
			}
			compareGolden(t, s.name, describe(net))
			if data, err = m.WithOutputs(nil); err != nil {
				t.Fatal(err)
			}
			checkSources(t, m, data, net, s.gated)
			if !s.normalized {
				checkSums(t, m, data, net, s.sums)
			}
			if !s.gated { // a gate lets every pixel move every position
				checkFields(t, data, net)
			}
		})
	}
}

func compareGolden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name+".txt")
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("differs from %s (-golden +now); -update writes it anew:\n%s", path, diff)
	}
}
