package autodiff

import (
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"testing"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/runtime"
)

// shared is a model of the test material, which is no part of the repository.
func shared(t testing.TB, name string) *onnx.Model {
	t.Helper()
	dir := os.Getenv("SUMMIT_SHARED")
	if dir == "" {
		t.Skip("SKIPPED: SUMMIT_SHARED names no folder of test material")
	}
	file := filepath.Join(dir, "models", name)
	if _, err := os.Stat(file); err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	m, err := onnx.Load(file)
	must(t, err)
	return m
}

// TestTrainedNetworks compares gradients with the slope along them, in networks with real weights and at another size than their own.
func TestTrainedNetworks(t *testing.T) {
	for _, c := range []struct {
		model, target string
		size          int
		scale         float32
	}{
		{"squeezenet1.1-imagenet.onnx", "fire2/concat_1", 128, 60},
		{"squeezenet1.1-imagenet.onnx", "fire9/concat_1", 128, 60},
		{"squeezenet1.1-imagenet.onnx", "conv10_1", 96, 60},
		{"resnet20-cifar10.onnx", "logits", 32, 1},
		{"mini-inception-tiny200.onnx", "logits", 64, 1},
		{"mini-inception-tiny200.onnx", "/mixed4c/Concat_output_0", 80, 1},
	} {
		t.Run(c.model+"/"+filepath.Base(c.target), func(t *testing.T) {
			m := shared(t, c.model)
			for _, portable := range []bool{false, true} {
				slope, want := slopeAlong(t, m, Options{Target: c.target, Batch: 2, Height: c.size, Width: c.size, Portable: portable}, c.scale)
				t.Logf("portable %v: slope %g, length %g", portable, slope, want)
				if !(math.Abs(slope/want-1) <= 1e-2) {
					t.Errorf("portable %v: the slope along the gradient is %g, its length %g", portable, slope, want)
				}
			}
		})
	}
}

// slopeAlong is the central difference along the gradient at a random image, and the gradient's length, which is what it should be.
func slopeAlong(t testing.TB, m *onnx.Model, o Options, scale float32) (slope, length float64) {
	g, err := Gradient(m, o)
	must(t, err)
	seed := []int{o.Batch, g.TargetShape[1]}
	for range g.TargetShape[2:] {
		seed = append(seed, 1)
	}
	s, err := openGradient(g, seed, 1)
	must(t, err)
	random := rand.New(rand.NewPCG(5, 6))
	image := normal(random, volume(g.ImageShape))
	for i := range image {
		image[i] *= scale
	}
	copy(s.InputAt(1), normal(random, volume(seed)))
	copy(s.Input(), image)
	must(t, s.Run())
	gradient := float64s(s.Output(1).Data)
	for _, v := range gradient {
		length += v * v
	}
	length = math.Sqrt(length)
	step := float64(scale) * 2e-4
	at := func(by float64) (sum float64) {
		for i, v := range gradient {
			s.Input()[i] = image[i] + float32(by*v/length)
		}
		must(t, s.Run())
		return objective(s, seed)
	}
	slope = (at(step) - at(-step)) / (2 * step)
	must(t, s.Close())
	return slope, length
}

// objective is the sum of the target times the seed of shape [batch, channels, 1 ...].
func objective(s *runtime.Session, seed []int) (sum float64) {
	target := s.Output(0).Data
	area := len(target) / volume(seed)
	for i, v := range target {
		sum += float64(v) * float64(s.InputAt(1)[i/area])
	}
	return sum
}
