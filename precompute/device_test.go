package main

import (
	"fmt"
	"image"
	"image/color"
	"image/png"
	"math/rand/v2"
	"os"
	"path/filepath"

	"github.com/rogpeppe/go-internal/testscript"

	"summit/precompute/internal/onnx/onnxtest"
)

// swiftShader is the folder of SwiftShader, which is Vulkan without a GPU, with a loader beside it, as Debian's Chromium has them; empty if
// there is none.
func swiftShader() string {
	const dir = "/usr/lib/chromium"
	for _, name := range []string{"vk_swiftshader_icd.json", "libvk_swiftshader.so", "libvulkan.so.1"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err != nil {
			return ""
		}
	}
	return dir
}

// smallCommand is "small FOLDER": it writes a small model of every kind of term, small.onnx, another one with seven outputs in each of six
// groups, groups.onnx, one whose second convolution turned around is one of six maps to eight, turned.onnx, and pictures of three classes, in
// images. Weights and pixels are drawn at random, so that terms are hardly ever equal.
func smallCommand(ts *testscript.TestScript, negated bool, args []string) {
	if negated || len(args) != 1 {
		ts.Fatalf("usage: small FOLDER")
	}
	dir, random := ts.MkAbs(args[0]), rand.New(rand.NewPCG(21, 22))
	for i := range 9 {
		file := filepath.Join(dir, "images", fmt.Sprintf("c%d", i/3), fmt.Sprintf("%d.png", i))
		ts.Check(os.MkdirAll(filepath.Dir(file), 0o777))
		f, err := os.Create(file)
		ts.Check(err)
		ts.Check(png.Encode(f, noise(random, 10)))
		ts.Check(f.Close())
	}
	ts.Check(os.WriteFile(filepath.Join(dir, "small.onnx"), smallModel(random), 0o666))
	ts.Check(os.WriteFile(filepath.Join(dir, "groups.onnx"), groupsModel(random), 0o666))
	ts.Check(os.WriteFile(filepath.Join(dir, "turned.onnx"), turnedModel(random), 0o666))
}

func noise(random *rand.Rand, size int) image.Image {
	p := image.NewRGBA(image.Rect(0, 0, size, size))
	for y := range size {
		for x := range size {
			p.SetRGBA(x, y, color.RGBA{uint8(random.IntN(256)), uint8(random.IntN(256)), uint8(random.IntN(256)), 255})
		}
	}
	return p
}

// drawn is a model with weights drawn at random.
type drawn struct {
	*onnxtest.Model
	random *rand.Rand
}

func newDrawn(random *rand.Rand) drawn {
	m := onnxtest.NewModel("image", 3, 10, 10)
	m.Metadata("summit.preprocess", "size = 10\nresize = \"none\"\nscale = 0.004\n").Metadata("summit.labels", "c0\nc1\nc2\n")
	return drawn{m, random}
}

func (m drawn) weights(n int) []float32 {
	w := make([]float32, n)
	for i := range w {
		w[i] = float32(m.random.NormFloat64())
	}
	return w
}

func (m drawn) conv(name, in string, inputs, outputs, size, stride, group int) string {
	pad := size / 2
	return m.Conv(name, in, onnxtest.Conv{Weights: m.weights(outputs * inputs / group * size * size), Out: outputs, Kernel: [2]int{size, size},
		Stride: [2]int{stride, stride}, Pads: [4]int{pad, pad, pad, pad}, Group: group})
}

func groupsModel(random *rand.Rand) []byte {
	m := newDrawn(random)
	x := m.Relu("stem/relu", m.conv("stem", m.Input(), 3, 12, 3, 1, 1))
	x = m.Relu("groups/relu", m.conv("groups", x, 12, 42, 3, 1, 6))
	return m.Classifier(x, m.weights(3*42), 3).Bytes()
}

func turnedModel(random *rand.Rand) []byte {
	m := newDrawn(random)
	x := m.Relu("stem/relu", m.conv("stem", m.Input(), 3, 8, 3, 1, 1))
	x = m.Relu("turned/relu", m.conv("turned", x, 8, 6, 3, 1, 1))
	return m.Classifier(x, m.weights(3*6), 3).Bytes()
}

// smallModel is a stem, a fire module, a residual block with a depthwise convolution, and a downsampling one.
func smallModel(random *rand.Rand) []byte {
	m := newDrawn(random)
	x := m.Relu("stem/relu", m.conv("stem", m.Input(), 3, 8, 3, 1, 1))
	squeezed := m.Relu("squeeze/relu", m.conv("squeeze", x, 8, 6, 1, 1, 1))
	x = m.Concat("fire", m.Relu("one/relu", m.conv("one", squeezed, 6, 5, 1, 1, 1)), m.Relu("three/relu", m.conv("three", squeezed, 6, 7, 3, 1, 1)))
	inner := m.Relu("depth/relu", m.conv("depth", x, 12, 12, 3, 1, 12))
	x = m.Relu("sum/relu", m.Add("sum", m.conv("point", inner, 12, 12, 1, 1, 1), x))
	x = m.Relu("down/relu", m.Add("down", m.conv("down/three", x, 12, 9, 3, 2, 3), m.conv("down/one", x, 12, 9, 1, 2, 1)))
	return m.Classifier(x, m.weights(3*9), 3).Bytes()
}
