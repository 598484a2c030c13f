package featurevis

import (
	"fmt"
	"image"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/runtime"
	"summit/shared/model"
)

// Meter says how strongly pictures excite a layer's channels, in the model as it is and at its own size: pictures lie as they are in the
// middle of its input, on grey or cut.
type Meter struct {
	session *runtime.Session
	lens    lens
	size    [2]int // of the input: height, width
}

// NewMeter loads a model up to a layer's tensor. Close it after use.
func NewMeter(d runtime.Device, m *onnx.Model, tensor string, prepare model.Preprocess, threads int) (*Meter, error) {
	m, err := m.Only(tensor)
	if err != nil {
		return nil, err
	}
	data, err := m.WithOutputs([]onnx.Tap{{Tensor: tensor, Max: true}})
	if err != nil {
		return nil, err
	}
	in, err := m.ImageInput()
	if err != nil {
		return nil, err
	}
	meter := &Meter{lens: newLens(prepare), size: prepare.Size}
	shape := []int64{1, 3, int64(meter.size[0]), int64(meter.size[1])}
	meter.session, err = d.NewSession(data, []runtime.Input{{Name: in.Name, Shape: shape}}, []string{onnx.MaxName(tensor)}, threads)
	return meter, err
}

// Close frees the session.
func (m *Meter) Close() error { return m.session.Close() }

// Maxima are the channels' maxima over space for a picture; the next call overwrites them.
func (m *Meter) Maxima(picture *image.RGBA) ([]float32, error) {
	height, width := m.size[0], m.size[1]
	top, left := (picture.Rect.Dy()-height)/2, (picture.Rect.Dx()-width)/2
	for colour, plane := range m.lens.plane {
		to := m.session.Input()[plane*height*width:][:height*width]
		for at := range to {
			to[at] = grey
			if p := image.Pt(left+at%width, top+at/width); p.In(picture.Rect) {
				to[at] = float32(picture.Pix[picture.PixOffset(p.X, p.Y)+colour]) / 255
			}
		}
		m.lens.forward(colour, to)
	}
	if err := m.session.Run(); err != nil {
		return nil, fmt.Errorf("measure a picture: %w", err)
	}
	return m.session.Output(0).Data, nil
}
