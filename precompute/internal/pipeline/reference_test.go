package pipeline_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/pipeline/reference"
	format "summit/shared/bundle"
	"summit/shared/model"
	"summit/shared/sparse"
)

// Everything in the bundle equals what the reference finds, on networks of every topology drawn at random.
func TestBundleEqualsReference(t *testing.T) {
	needRuntime(t)
	base := t.TempDir()
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(rapid.SampledFrom(blockNames()), 1, 3).Draw(t, "blocks")
		checkNet(t, base, drawNet(t, names...))
	})
}

// So it does where some inner sums are asked for as layers, so that links part and join.
func TestInnerLayersEqualReference(t *testing.T) {
	needRuntime(t)
	base := t.TempDir()
	joins := 0
	rapid.Check(t, func(t *rapid.T) {
		n := drawNet(t, rapid.SliceOfN(rapid.SampledFrom(blockNames()), 1, 3).Draw(t, "blocks")...)
		n.Inner = innerSums(n, drawRandom(t))
		checkNet(t, base, n)
		joins += len(n.Inner)
	})
	t.Logf("%d inner layers", joins)
}

// innerSums are about half of the sums that are no layers.
func innerSums(n *reference.Net, random *rand.Rand) []int {
	layers := n.Layers()
	var inner []int
	for k, d := range n.Nodes {
		sum := d.Op == reference.Conv || d.Op == reference.Add || d.Op == reference.Concat
		if sum && random.IntN(2) == 0 && !slices.Contains(layers, k) {
			inner = append(inner, k)
		}
	}
	return inner
}

// layerPatterns ask for all layers of the network, and for its inner ones by tensors.
func layerPatterns(n *reference.Net) []string {
	if n.Inner == nil {
		return nil
	}
	patterns := []string{"*"}
	for _, k := range n.Inner {
		patterns = append(patterns, n.Tensor(k))
	}
	return patterns
}

func blockNames() []string {
	var names []string
	for name := range blocks {
		names = append(names, name)
	}
	slices.Sort(names)
	return names
}

func checkNet(t *rapid.T, base string, n *reference.Net) {
	dir, err := os.MkdirTemp(base, "net")
	check(t, err)
	defer os.RemoveAll(dir)
	p := drawPictures(t, n)
	check(t, write(n, p, dir))
	o := options(dir)
	o.TopK = rapid.IntRange(1, 5).Draw(t, "k")
	o.MinRecord = rapid.IntRange(1, 2).Draw(t, "min record")
	o.Stride = rapid.SampledFrom([]int{1, 1, 3}).Draw(t, "influence stride")
	o.Mass = rapid.SampledFrom([]float64{0.03, 0.4}).Draw(t, "mass")
	o.Threads = rapid.IntRange(1, 3).Draw(t, "threads")
	o.Layers = layerPatterns(n)
	o.Batch = rapid.SampledFrom([]int{1, 1, 2, 3}).Draw(t, "batch")
	o.Heads = rapid.Bool().Draw(t, "heads")
	_, err = run(context.Background(), o)
	check(t, err)
	want := n.Run(p.images, p.labels, reference.Options{Mass: o.Mass, MassEmbed: o.MassEmbed, TopK: o.TopK, MinRecord: o.MinRecord, Stride: o.Stride})
	r, err := bundle.Open(o.Out)
	check(t, err)
	defer r.Close()
	checkLayers(t, n, r.Manifest(), want)
	for c := range want.Classes {
		checkClass(t, r, c, &want.Classes[c])
	}
	checkExamples(t, r, p, want)
	checkCards(t, r, p, want)
}

func check(t rapid.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func drawPictures(t *rapid.T, n *reference.Net) *pictures {
	p, random := &pictures{}, drawRandom(t)
	for label := range n.Head {
		for range rapid.IntRange(1, 4).Draw(t, "images") {
			p.labels = append(p.labels, label)
			p.images = append(p.images, randomImage(random, n.Nodes[0].Height, n.Nodes[0].Width))
		}
	}
	return p
}

func randomImage(random *rand.Rand, height, width int) reference.Map {
	m := make(reference.Map, 3)
	for c := range m {
		for y := range height {
			m[c] = append(m[c], make([]float64, width))
			for x := range width {
				m[c][y][x] = float64(random.IntN(largestPixel + 1))
			}
		}
	}
	return m
}

func checkLayers(t rapid.TB, n *reference.Net, m *model.Manifest, want *reference.Result) {
	if len(m.Gaps) > 0 {
		t.Fatalf("not analysed: %+v", m.Gaps)
	}
	var got, tensors []string
	for l, layer := range m.Layers {
		got = append(got, fmt.Sprint(layer.Tensor, layer.Channels, layer.Height, layer.Width, layer.Silent))
		if l < len(want.Layers) {
			d := n.Nodes[want.Layers[l]]
			tensors = append(tensors, fmt.Sprint(n.Shown(want.Layers[l]), d.Channels, d.Height, d.Width, want.Silent[l]))
		}
	}
	if len(m.Layers) != len(want.Layers) || !slices.Equal(got, tensors) {
		t.Fatalf("layers %q, want %d: %q", got, len(want.Layers), tensors)
	}
}

func checkClass(t rapid.TB, r *bundle.Reader, c int, want *reference.Class) {
	got := r.Manifest().Classes[c]
	if got.Images != want.Images || *got.Top1 != float64(want.Right)/float64(want.Images) || !slices.Equal(got.Histogram, want.Histogram[:]) {
		t.Errorf("class %d: %d images, top-1 %v, histogram %v; want %d images, %d right, %v",
			c, got.Images, *got.Top1, got.Histogram, want.Images, want.Right, want.Histogram)
	}
	activation, err := r.Activation(c)
	check(t, err)
	embed, err := r.ActivationEmbed(c)
	check(t, err)
	if !slices.Equal(activation, want.Activation) || !slices.Equal(embed, want.Embed) {
		t.Errorf("class %d: activation %v and %v, want %v and %v", c, activation, embed, want.Activation, want.Embed)
	}
	influence, err := r.Matrix(format.Influence, c)
	check(t, err)
	checkMatrix(t, fmt.Sprint("influence of class ", c), influence, want.Influence)
	inhibition, err := r.Matrix(format.Inhibition, c)
	check(t, err)
	checkMatrix(t, fmt.Sprint("inhibition of class ", c), inhibition, want.Inhibition)
}

func checkMatrix(t rapid.TB, what string, got sparse.CSR, want []map[int]uint32) {
	for j, row := range want {
		indices, values := got.Row(j)
		same := len(indices) == len(row)
		for k, i := range indices {
			same = same && values[k] == row[int(i)]
		}
		if !same {
			t.Fatalf("%s: channel %d has inputs %v with counts %v, want %v", what, j, indices, values, row)
		}
	}
}

func checkExamples(t rapid.TB, r *bundle.Reader, p *pictures, want *reference.Result) {
	got, err := r.Examples()
	check(t, err)
	for j, examples := range want.Examples {
		classes, activations := got.Of(j)
		same := len(classes) == len(examples)
		for k := range classes {
			same = same && int(classes[k]) == p.labels[examples[k].Image] && float64(activations[k]) == examples[k].Activation
		}
		if !same {
			t.Fatalf("channel %d has examples of classes %v with %v, want %v", j, classes, activations, examples)
		}
	}
}
