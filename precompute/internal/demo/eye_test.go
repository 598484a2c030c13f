package demo

import (
	"fmt"
	"image"
	"slices"
	"testing"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/preprocess"
	"summit/precompute/internal/runtime"
	"summit/shared/model"
)

// eye shows a model single pictures and tells what each channel makes of them.
type eye struct {
	layers    []model.Layer
	transform *preprocess.Transform
	session   *runtime.Session // outputs: the logits, then the layers' maps
}

// glimpse is what the model makes of one picture.
type glimpse struct {
	class  int           // that the model takes it for
	maxima []float64     // [channels] over space
	peaks  []image.Point // [channels] where the maximum is first reached, in the layer's map
}

// newEye loads the model that a bundle was made of. ONNX Runtime's library has to be open.
func newEye(t *testing.T, file []byte, m *model.Manifest) *eye {
	t.Helper()
	network, err := onnx.Parse(m.Model.Name, file)
	check(t, err)
	outputs, taps := []string{m.Parameters.Output}, []onnx.Tap{}
	for _, layer := range m.Layers {
		outputs = append(outputs, layer.Tensor)
		taps = append(taps, onnx.Tap{Tensor: layer.Tensor, Map: true})
	}
	serialized, err := network.WithOutputs(taps)
	check(t, err)
	input, err := network.ImageInput()
	check(t, err)
	transform, err := preprocess.New(m.Preprocess)
	check(t, err)
	shape := []int64{1, 3, int64(m.Preprocess.Size[0]), int64(m.Preprocess.Size[1])}
	session, err := runtime.NewSession(serialized, input.Name, shape, outputs, 1)
	check(t, err)
	t.Cleanup(func() { check(t, session.Close()) })
	return &eye{m.Layers, transform, session}
}

// look shows the model a picture.
func (e *eye) look(t *testing.T, picture image.Image) glimpse {
	t.Helper()
	check(t, e.transform.Apply(picture, e.session.Input()))
	check(t, e.session.Run())
	logits := e.session.Output(0).Data
	g := glimpse{class: slices.Index(logits, slices.Max(logits))}
	for l, layer := range e.layers {
		area := layer.Height * layer.Width
		data := e.session.Output(l + 1).Data
		if len(data) != layer.Channels*area {
			t.Fatalf("layer %q gives %d values, want %d x %d x %d", layer.Name, len(data), layer.Channels, layer.Height, layer.Width)
		}
		for plane := range slices.Chunk(data, area) {
			most := slices.Max(plane)
			at := slices.Index(plane, most)
			g.maxima = append(g.maxima, float64(most))
			g.peaks = append(g.peaks, image.Pt(at%layer.Width, at/layer.Width))
		}
	}
	return g
}

// channelName is how the explorer names the model-wide channel j.
func channelName(m *model.Manifest, j int) string {
	layer, channel := m.LayerOf(j)
	return fmt.Sprintf("%s-%d", m.Layers[layer].Name, channel)
}

// channelNumber is the model-wide number of the channel of that name, -1 if there is none.
func channelNumber(m *model.Manifest, name string) int {
	for j := range m.Channels() {
		if channelName(m, j) == name {
			return j
		}
	}
	return -1
}

func check(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
