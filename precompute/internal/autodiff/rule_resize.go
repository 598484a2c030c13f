package autodiff

import (
	"fmt"
	"math"

	"summit/precompute/internal/onnx"
)

// resized is a linear map along each axis that changes its length.
func resized(t *tape, n *onnx.Node, g string) error {
	in, shape := t.shape(n.Input(0)), t.shape(n.Outputs[0])
	scales, err := t.f.Scales(n, in)
	if err != nil {
		return err
	}
	for axis, scale := range scales {
		if scale == 1 && shape[axis] == in[axis] {
			continue
		}
		s := sampling{mode: n.Text("mode", "nearest"), in: in[axis], out: shape[axis], scale: scale}
		if s.place, s.round, err = resizing(t, n); err != nil {
			return err
		}
		rows, err := s.rows(n.Int("antialias", 0) != 0)
		if err != nil {
			return err
		}
		g, shape = t.mapBack(g, shape, axis, in[axis], rows)
	}
	t.give(n.Input(0), g)
	return nil
}

// resizing are the coordinate transformation and the rounding of a node. Operator sets before 11 state neither.
func resizing(t *tape, n *onnx.Node) (place, round string, err error) {
	if n.Op == "Upsample" || t.f.Model.Opset < 11 {
		return "asymmetric", "simple", nil
	}
	place, round = n.Text("coordinate_transformation_mode", "half_pixel"), n.Text("nearest_mode", "round_prefer_floor")
	if place == "tf_crop_and_resize" {
		err = fmt.Errorf("no gradient is known of coordinate_transformation_mode %q", place)
	}
	return place, round, err
}

// sampling is how an axis is resized.
type sampling struct {
	mode, place, round string
	in, out            int
	scale              float32
}

// rows are the positions that each new one is made of.
func (s *sampling) rows(smooth bool) ([][]weight, error) {
	rows := make([][]weight, s.out)
	for i := range rows {
		x := s.from(float32(i))
		switch {
		case s.mode == "nearest":
			rows[i] = []weight{{min(max(s.nearest(x), 0), s.in-1), 1}}
		case (s.mode == "linear" || s.mode == "bilinear") && !(smooth && s.scale < 1):
			x = min(max(x, 0), float32(s.in-1))
			first := int(x)
			part := x - float32(first)
			rows[i] = []weight{{first, 1 - part}, {min(first+1, s.in-1), part}}
		default:
			return nil, fmt.Errorf("no gradient is known of mode %q, antialias %v", s.mode, smooth)
		}
	}
	return rows, nil
}

// from is where a new position lies among the old ones.
func (s *sampling) from(i float32) float32 {
	in, out := float32(s.in), float32(s.out)
	switch s.place {
	case "asymmetric":
		return i / s.scale
	case "align_corners":
		return i * (in - 1) / max(out-1, 1)
	case "tf_half_pixel_for_nn":
		return (i + 0.5) / s.scale
	case "pytorch_half_pixel":
		if s.out == 1 {
			return 0
		}
	case "half_pixel_symmetric":
		return in/2*(1-out/(s.scale*in)) + (i+0.5)/s.scale - 0.5
	}
	return (i+0.5)/s.scale - 0.5
}

// nearest rounds to a position.
func (s *sampling) nearest(x float32) int {
	v := float64(x)
	switch {
	case s.round == "simple" && s.scale < 1 || s.round == "ceil":
		return int(math.Ceil(v))
	case s.round == "simple" || s.round == "floor":
		return int(math.Floor(v))
	case s.round == "round_prefer_ceil":
		return int(math.Floor(v + 0.5))
	}
	return int(math.Ceil(v - 0.5))
}
