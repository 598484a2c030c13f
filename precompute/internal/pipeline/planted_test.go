package pipeline_test

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/onnx/onnxtest"
	"summit/shared/attribution"
)

// The classes of the planted networks, and what their pictures show on noise.
const (
	red        = iota // red
	green             // green
	vertical          // vertical gray stripes
	horizontal        // horizontal gray stripes
	plantedClasses
)

const (
	plantedSize   = 32 // pixels a side
	plantedImages = 24 // of each class
)

// planted is a network in which some channels carry a signal; all other weights are noise.
type planted struct {
	*onnxtest.Model
	random *rand.Rand
}

func newPlanted() planted {
	m := onnxtest.NewModel("image", 3, plantedSize, plantedSize)
	m.Metadata("summit.preprocess", fmt.Sprintf("size = %d\nresize = \"none\"\n", plantedSize))
	m.Metadata("summit.labels", "red\ngreen\nvertical\nhorizontal\n")
	return planted{m, rand.New(rand.NewPCG(1, 2))}
}

// wire is a signal from channel from to channel to of a convolution, multiplied by the gain.
type wire struct {
	from, to int
	gain     float32
}

// conv adds a convolution without activation: wires pass the middle of the kernel, all else is 1 % noise of either sign.
func (p planted) conv(name, in string, inputs, outputs, size, stride int, wires ...wire) string {
	weights := make([]float32, outputs*inputs*size*size)
	for i := range weights {
		weights[i] = 0.01
		if p.random.IntN(2) == 0 {
			weights[i] = -0.01
		}
	}
	for _, w := range wires {
		kernel := weights[(w.to*inputs+w.from)*size*size:][:size*size]
		clear(kernel)
		kernel[len(kernel)/2] = w.gain
	}
	pad := size / 2
	return p.Conv(name, in, onnxtest.Conv{Weights: weights, Out: outputs, Kernel: [2]int{size, size}, Stride: [2]int{stride, stride},
		Pads: [4]int{pad, pad, pad, pad}})
}

// pooled is a maximum pooling of 3x3 that keeps the size.
func (p planted) pooled(name, in string) string {
	return p.MaxPool(name, in, onnxtest.Pool{Kernel: [2]int{3, 3}, Stride: [2]int{1, 1}, Pads: [4]int{1, 1, 1, 1}})
}

func (p planted) unit(name, in string, inputs, outputs, size, stride int, wires ...wire) string {
	return p.Relu(name+"/relu", p.conv(name, in, inputs, outputs, size, stride, wires...))
}

// stem is the first layer: the classes' detectors stand at the given channels. It does not pad, for the rim would be an edge.
func (p planted) stem(outputs int, at [plantedClasses]int) string {
	var weights []float32
	for range outputs {
		weights = append(weights, p.texture()...)
	}
	for class, channel := range at {
		copy(weights[channel*27:], detector(class))
	}
	conv := p.Conv("stem", "image", onnxtest.Conv{Weights: weights, Out: outputs, Kernel: [2]int{3, 3}})
	return p.Relu("stem/relu", conv)
}

// texture is a kernel of 1 % that sees neither colour nor stripes, only noise: its rows and columns sum to 0.
func (p planted) texture() []float32 {
	var kernel []float32
	for range 3 {
		rows, columns := p.random.Perm(3), p.random.Perm(3)
		for _, y := range rows {
			for _, x := range columns {
				kernel = append(kernel, 0.01*float32((y-1)*(x-1)))
			}
		}
	}
	return kernel
}

// detector is the kernel, [colour][row][column], that finds what a class's pictures show.
func detector(class int) []float32 {
	kernel := make([]float32, 27)
	for i := range kernel {
		colour, y, x := i/9, i/3%3, i%3
		kernel[i] = [plantedClasses]float32{
			red:        [3]float32{1, -0.5, -0.5}[colour] / 9,
			green:      [3]float32{-0.5, 1, -0.5}[colour] / 9,
			vertical:   float32(x-1) / 9,
			horizontal: float32(y-1) / 9,
		}[class]
	}
	return kernel
}

// finish adds the classifier, which reads each class off its channel.
func (p planted) finish(in string, channels int, at [plantedClasses]int) []byte {
	weights := make([]float32, plantedClasses*channels)
	for class, channel := range at {
		weights[class*channels+channel] = 1
	}
	return p.Classifier(in, weights, plantedClasses).Bytes()
}

// plantedPicture draws a picture of a class.
func plantedPicture(random *rand.Rand, class int) image.Image {
	p := image.NewRGBA(image.Rect(0, 0, plantedSize, plantedSize))
	phase := random.IntN(8)
	noise := func(v int) uint8 { return uint8(v + random.IntN(40)) }
	for y := range plantedSize {
		for x := range plantedSize {
			c := color.RGBA{noise(50), noise(50), noise(50), 255}
			switch {
			case class == red:
				c.R = noise(200)
			case class == green:
				c.G = noise(200)
			case class == vertical && (x+phase)%8 < 4 || class == horizontal && (y+phase)%8 < 4:
				c = color.RGBA{noise(200), noise(200), noise(200), 255}
			}
			p.SetRGBA(x, y, c)
		}
	}
	return p
}

func writePlanted(t *testing.T, dir string, model []byte) {
	must(t, os.WriteFile(filepath.Join(dir, "model.onnx"), model, 0o666))
	random := rand.New(rand.NewPCG(3, 4))
	for class, name := range []string{"red", "green", "vertical", "horizontal"} {
		folder := filepath.Join(dir, "data", name)
		must(t, os.MkdirAll(folder, 0o777))
		for i := range plantedImages {
			var b bytes.Buffer
			must(t, png.Encode(&b, plantedPicture(random, class)))
			must(t, os.WriteFile(filepath.Join(folder, fmt.Sprintf("%02d.png", i)), b.Bytes(), 0o666))
		}
	}
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

// checkPlanted runs a model and wants of each class's graph at default parameters the channels of paths[class], one in each layer, and
// the edges between them: no other node, no other edge, each edge seen in every image.
func checkPlanted(t *testing.T, model []byte, paths [plantedClasses][]int) {
	t.Helper()
	needRuntime(t)
	dir := t.TempDir()
	writePlanted(t, dir, model)
	o := options(dir)
	o.Threads = 2
	_, err := run(context.Background(), o)
	must(t, err)
	r, err := bundle.Open(o.Out)
	must(t, err)
	defer r.Close()
	network, err := r.Network()
	must(t, err)
	for class, path := range paths {
		name := []string{"red", "green", "vertical", "horizontal"}[class]
		row, err := r.Manifest().FindClass(name)
		must(t, err)
		counts, err := r.Class(row)
		must(t, err)
		graph, err := attribution.Build(&network, &counts, attribution.DefaultParameters())
		must(t, err)
		var nodes []int
		for l, node := range graph.Nodes {
			nodes = append(nodes, node.Channel)
			if node.Layer != l || node.Count != plantedImages {
				t.Errorf("class %s: node %+v in place of layer %d", name, node, l)
			}
		}
		var edges []attribution.Edge
		for l := range len(path) - 1 {
			edges = append(edges, attribution.Edge{From: l, To: l + 1, Count: plantedImages})
		}
		if !slices.Equal(nodes, path) {
			t.Errorf("class %s: nodes %v, planted %v", name, nodes, path)
		} else if fmt.Sprint(graph.Edges) != fmt.Sprint(edges) {
			t.Errorf("class %s: edges %v, planted %v", name, graph.Edges, edges)
		}
	}
}
