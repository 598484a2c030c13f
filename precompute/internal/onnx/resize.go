package onnx

import "fmt"

// Scales are the factors by which a Resize or Upsample stretches each axis of a tensor of shape in.
func (f *Inference) Scales(n *Node, in []int) ([]float32, error) {
	if policy := n.Text("keep_aspect_ratio_policy", "stretch"); policy != "stretch" {
		return nil, fmt.Errorf("keep_aspect_ratio_policy %q is not known", policy)
	}
	scales := make([]float32, len(in))
	if n.Input(3) != "" {
		out, err := f.resizedShape(n, in)
		if err != nil {
			return nil, err
		}
		for i := range scales {
			scales[i] = float32(out[i]) / float32(in[i])
		}
		return scales, nil
	}
	given, err := f.resizeScales(n)
	if err != nil {
		return nil, err
	}
	for i := range scales {
		scales[i] = 1
	}
	axes := n.Ints("axes")
	for i, s := range given {
		if axes != nil {
			i = axes[i]
		}
		axis, err := axisOf(i, len(in))
		if err != nil {
			return nil, err
		}
		scales[axis] = s
	}
	return scales, nil
}
