package onnx

import "summit/precompute/internal/hint"

// ImageInput is the model's image input: the first one of floats with the four dimensions N, C, H, W.
func (m *Model) ImageInput() (Value, error) {
	for _, in := range m.Inputs {
		if len(in.Shape) != 4 || !in.Type.floating() {
			continue
		}
		if c := in.Shape[3]; in.Shape[1] > 4 && (c == 1 || c == 3 || c == 4) {
			return Value{}, hint.Errorf("export it with the channels first (tf2onnx: --inputs-as-nchw)",
				"model %q takes images as N,H,W,C: input %q of %v", m.Name, in.Name, in.Shape)
		}
		return in, nil
	}
	var names []string
	for _, in := range m.Inputs {
		names = append(names, in.Name)
	}
	return Value{}, hint.Errorf("a model of images has a float input N,C,H,W", "model %q has no image input among %q", m.Name, names)
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
