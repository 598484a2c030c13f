package autodiff

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"summit/precompute/internal/onnx"
)

// TestTorch compares gradients of ResNet-20 with torch's: testdata/resnet20.py writes the table, in float64. A convolution's sums in float32
// leave a few units of the seventh digit.
func TestTorch(t *testing.T) {
	m := shared(t, "resnet20-cifar10.onnx")
	data, err := os.ReadFile("testdata/resnet20.json")
	must(t, err)
	var table []torchGradient
	must(t, json.Unmarshal(data, &table))
	if len(table) != 2 {
		t.Fatalf("%d gradients", len(table))
	}
	for _, want := range table {
		for _, portable := range []bool{false, true} {
			want.compare(t, resnetGradient(t, m, want.Target, portable))
		}
	}
}

// torchGradient is what the script says of the gradient of a target's weighted sum.
type torchGradient struct {
	Target      string
	Values      []float64 // at every 23rd pixel
	Norm        float64
	Projections []float64
}

func (want torchGradient) compare(t *testing.T, gradient []float64) {
	norm, projections := 0.0, make([]float64, len(want.Projections))
	values := make([]float64, len(want.Values))
	for i, v := range gradient {
		norm += v * v
		for k := range projections {
			projections[k] += v * float64((2*k+3)*i%17-8)
		}
		if i%23 == 0 {
			values[i/23] = v
		}
	}
	norm = math.Sqrt(norm)
	cosine, worst := agreement(values, want.Values)
	t.Logf("%s: cosine %.9f, largest difference %.2g of the largest value, length %.7g of %.7g", want.Target, cosine, worst, norm, want.Norm)
	if !(cosine >= 1-1e-9 && worst <= 3e-6 && math.Abs(norm/want.Norm-1) <= 1e-6) {
		t.Errorf("%s: another gradient than torch's", want.Target)
	}
	for k, p := range projections {
		if length := want.Norm * 5 * math.Sqrt(float64(len(gradient))); !(math.Abs(p-want.Projections[k]) <= 1e-6*length) {
			t.Errorf("%s: projection %d is %g, torch's %g", want.Target, k, p, want.Projections[k])
		}
	}
}

// resnetGradient is the gradient at the script's images with its weights.
func resnetGradient(t *testing.T, m *onnx.Model, target string, portable bool) []float64 {
	g, err := Gradient(m, Options{Target: target, Batch: 2, Portable: portable})
	must(t, err)
	seed := []int{2, g.TargetShape[1]}
	for range g.TargetShape[2:] {
		seed = append(seed, 1)
	}
	s, err := openGradient(g, seed, 1)
	must(t, err)
	for i := range s.Input() {
		s.Input()[i] = float32((7919*i+131)%257-128) / 64
	}
	for j := range s.InputAt(1) {
		s.InputAt(1)[j] = float32((31*j+7)%11-5) / 4
	}
	must(t, s.Run())
	gradient := float64s(s.Output(1).Data)
	must(t, s.Close())
	return gradient
}
