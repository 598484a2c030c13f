package featurevis

import (
	"image"
	"math"
	"math/rand/v2"
	"testing"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxtest"
	"summit/precompute/internal/runtime"
)

// TestMaxima: a session says of a picture in one of its slots what a Meter says, which computes the model as it is; channels that are silent
// leak.
func TestMaxima(t *testing.T) {
	library, err := runtime.Find("")
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	closeLibrary, err := runtime.Open(library)
	must(t, err)
	defer func() { must(t, closeLibrary()) }()
	const side, channels, slot = 16, 9, 5
	m, last := twoConvolutions(t, side, channels)
	prepare := caffe
	prepare.Size = [2]int{side, side}
	meter, err := NewMeter(runtime.Device{}, m, last, prepare, 1)
	must(t, err)
	defer meter.Close()
	goal, err := NewGoal(m, last, Channel, side, 8, false)
	must(t, err)
	session, err := goal.Open(runtime.Device{}, 1)
	must(t, err)
	defer session.Close()
	picture := image.NewRGBA(image.Rect(0, 0, side, side))
	random := rand.New(rand.NewPCG(1, 2))
	for k := range picture.Pix {
		picture.Pix[k] = uint8(random.Uint32())
	}
	want, err := meter.Maxima(picture)
	must(t, err)
	copy(session.Input(slot), meter.session.Input())
	must(t, session.Run())
	silent := 0
	for c, got := range session.Maxima(slot) {
		if want[c] == 0 {
			silent++
		}
		if d := math.Abs(float64(max(got, 0) - want[c])); d > 1e-4*float64(want[c]) || want[c] == 0 && !(got < 0) {
			t.Errorf("channel %d: %v, want %v", c, got, want[c])
		}
	}
	if silent == 0 || silent == channels {
		t.Errorf("%d silent channels of %d", silent, channels)
	}
}

// twoConvolutions is a network with random weights and rectifiers, whose last channels are ever more silent.
func twoConvolutions(t *testing.T, side, channels int) (parsed *onnx.Model, last string) {
	random := rand.New(rand.NewPCG(3, 4))
	weights := func(n int) []float32 {
		w := make([]float32, n)
		for k := range w {
			w[k] = float32(random.NormFloat64())
		}
		return w
	}
	m := onnxtest.NewModel("image", 3, side, side)
	x := m.Relu("first", m.Conv("first/conv", m.Input(), onnxtest.Conv{Weights: weights(8 * 27), Bias: weights(8), Out: 8, Kernel: [2]int{3, 3}, Pads: [4]int{1, 1, 1, 1}}))
	bias := make([]float32, channels)
	for c := range bias {
		bias[c] = float32(-1500 * c)
	}
	last = m.Relu("last", m.Conv("last/conv", x, onnxtest.Conv{Weights: weights(channels * 8), Bias: bias, Out: channels, Kernel: [2]int{1, 1}}))
	parsed, err := onnx.Parse("test", m.Output(last).Bytes())
	must(t, err)
	return parsed, last
}
