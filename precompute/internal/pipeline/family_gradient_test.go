package pipeline_test

import (
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"summit/precompute/internal/autodiff"
	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxtest"
	"summit/precompute/internal/runtime"
)

// TestGradientsOfFamilies differentiates a middle tensor and the last one of each family's network, as we write it and as PyTorch does,
// and compares the slope along the gradient with its length. Kinks within a difference and float32 sums leave up to a hundredth between them.
func TestGradientsOfFamilies(t *testing.T) {
	needRuntime(t)
	openRuntime(t)
	for _, c := range families {
		t.Run(c.name, func(t *testing.T) {
			f := newFamily(c.size, 21)
			c.build(f)
			if f.Tail == nil {
				for range familyClasses {
					f.Head = append(f.Head, f.normal(f.Nodes[f.Net.Last()].Channels, 1))
				}
			}
			file := f.Model()
			*file.Proto().OpsetImport[0].Version = int64(f.opset)
			f.differentiate(t, file)
		})
	}
	files, err := filepath.Glob("testdata/torch-*.onnx")
	must(t, err)
	if len(files) < 7 {
		t.Errorf("%d exported networks", len(files))
	}
	for _, path := range files {
		t.Run(strings.TrimSuffix(filepath.Base(path), ".onnx"), func(t *testing.T) {
			e := newExported(t, path)
			e.differentiate(t, e.file)
		})
	}
}

// openRuntime opens ONNX Runtime for the rest of the test.
func openRuntime(t *testing.T) {
	t.Helper()
	library, err := runtime.Find("")
	must(t, err)
	closeRuntime, err := runtime.Open(library)
	must(t, err)
	t.Cleanup(func() { must(t, closeRuntime()) })
}

func (f *family) differentiate(t *testing.T, file *onnxtest.Model) {
	m, err := onnx.Parse("family", file.Bytes())
	must(t, err)
	i, err := m.Infer(0, 0)
	must(t, err)
	var maps []string
	for _, n := range m.Nodes {
		if len(i.Shape(n.Outputs[0])) == 4 && m.Needs(n.Outputs[0])["image"] {
			maps = append(maps, n.Outputs[0])
		}
	}
	image := make([]float32, 0, 3*f.Nodes[0].Height*f.Nodes[0].Width)
	for _, plane := range f.picture() {
		for _, row := range plane {
			for _, v := range row {
				image = append(image, float32(v))
			}
		}
	}
	for _, target := range []string{maps[len(maps)/2], m.Outputs[0].Name} {
		slope, length := slopeAlong(t, m, target, image, f.random)
		t.Logf("%s: slope %g, length %g, apart %.2g", target, slope, length, math.Abs(slope/length-1))
		if !(length > 0 && math.Abs(slope/length-1) <= 0.02) {
			t.Errorf("%s: the slope along the gradient is %g, its length %g", target, slope, length)
		}
	}
}

// slopeAlong is the derivative of a random sum of the target along its gradient, by differences, and the gradient's length.
func slopeAlong(t *testing.T, m *onnx.Model, target string, image []float32, random *rand.Rand) (slope, length float64) {
	t.Helper()
	g, err := autodiff.Gradient(m, autodiff.Options{Target: target})
	must(t, err)
	inputs := []runtime.Input{{Name: g.Image, Shape: wide(g.ImageShape)}, {Name: g.Seed, Shape: wide(g.TargetShape)}}
	s, err := runtime.Device{}.NewSession(g.Model, inputs, []string{g.Target, g.Gradients[0]}, 1)
	must(t, err)
	defer func() { must(t, s.Close()) }()
	for i := range s.InputAt(1) {
		s.InputAt(1)[i] = float32(random.NormFloat64())
	}
	copy(s.Input(), image)
	must(t, s.Run())
	direction := make([]float64, len(image))
	for i, v := range s.Output(1).Data {
		direction[i] = float64(v)
		length += direction[i] * direction[i]
	}
	length = math.Sqrt(length)
	at := func(by float64) (sum float64) {
		for i, v := range direction {
			s.Input()[i] = image[i] + float32(by*v/length)
		}
		must(t, s.Run())
		for i, v := range s.Output(0).Data {
			sum += float64(v) * float64(s.InputAt(1)[i])
		}
		return sum
	}
	const step = 0.05
	near, far := at(step)-at(-step), at(2*step)-at(-2*step)
	return (8*near - far) / (12 * step), length
}

func wide(shape []int) (out []int64) {
	for _, d := range shape {
		out = append(out, int64(d))
	}
	return out
}
