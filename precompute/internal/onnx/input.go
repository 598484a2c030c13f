package onnx

import (
	"fmt"

	"summit/precompute/internal/hint"
)

// ImageInput is the model's image input, float32 N, C, H, W: the first one of four dimensions.
func (m *Model) ImageInput() (Value, error) {
	image, err := m.imageCandidate()
	if err == nil && !image.Type.floating() {
		err = fmt.Errorf("model %q: input %q holds %s", m.Name, image.Name, image.Type)
	}
	return image, err
}

func (m *Model) imageCandidate() (Value, error) {
	var names []string
	for _, in := range m.Inputs {
		if len(in.Shape) == 4 && (in.Type.floating() || in.Type == Uint8 || in.Type == Int32 || in.Type == Int64) {
			return in, nil
		}
		names = append(names, in.Name)
	}
	return Value{}, hint.Errorf("a model of images has an input N,C,H,W or N,H,W,C", "model %q has no image input among %q", m.Name, names)
}

// imageShape completes the image input's shape: one image, the channels that the first convolution reads.
func (m *Model) imageShape(image Value, height, width int) []int {
	s := append([]int{}, image.Shape...)
	for i, open := range []int{1, m.firstChannels(image.Name), height, width} {
		if s[i] == 0 {
			s[i] = open
		}
	}
	return s
}

func (m *Model) firstChannels(input string) int {
	for _, n := range m.Nodes {
		if n.Op == "Conv" && n.Input(0) == input && m.Initializer(n.Input(1)) {
			if d := dims(m.initializers[n.Input(1)]); len(d) == 4 {
				return d[1] * n.Int("group", 1)
			}
		}
	}
	return 3
}
