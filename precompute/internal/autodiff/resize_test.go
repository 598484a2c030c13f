package autodiff

import (
	"strings"
	"testing"

	"summit/precompute/internal/onnx"
	"summit/precompute/internal/onnx/onnxtest"
)

func floats(values ...float32) func(*onnxtest.Model, string) string {
	return func(m *onnxtest.Model, name string) string { return m.Floats(name, values, len(values)) }
}

// resize is by factors of rows and columns.
func resize(rows, columns float32, a attrs) op {
	return with("Resize", a, none, floats(1, 1, rows, columns))
}

var resizes = []op{
	resize(2, 3, nil), resize(0.5, 0.6, nil).named("smaller"), resize(1.5, 1, attrs{"nearest_mode": "ceil"}).named("ceil"),
	resize(1.6, 0.7, attrs{"nearest_mode": "floor", "coordinate_transformation_mode": "asymmetric"}).named("floor"),
	resize(2.5, 0.5, attrs{"nearest_mode": "round_prefer_ceil"}).named("prefer-ceil"),
	resize(2, 2, attrs{"coordinate_transformation_mode": "align_corners"}).named("nearest-corners"),
	with("Resize", attrs{"coordinate_transformation_mode": "tf_half_pixel_for_nn"}, floats(), floats(1, 1, 1.7, 2)).named("tensorflow").since(11),
	resize(2, 3, attrs{"mode": "linear"}).named("linear"), resize(0.5, 0.6, attrs{"mode": "linear"}).named("linear-smaller"),
	resize(2, 1.4, attrs{"mode": "linear", "coordinate_transformation_mode": "align_corners"}).named("linear-corners"),
	resize(2, 1.4, attrs{"mode": "linear", "coordinate_transformation_mode": "asymmetric"}).named("linear-asymmetric"),
	resize(0.2, 1.4, attrs{"mode": "linear", "coordinate_transformation_mode": "pytorch_half_pixel"}).named("linear-pytorch"),
	resize(1.3, 1.4, attrs{"mode": "linear", "coordinate_transformation_mode": "half_pixel_symmetric"}).named("linear-symmetric").since(19),
	with("Resize", attrs{"mode": "linear"}, none, none, ints(1, 4, 9, 5)).named("sizes").single(),
	with("Resize", attrs{"mode": "linear", "axes": []int{3, 2}}, none, floats(2, 0.5)).named("axes").since(18),
	with("Resize", attrs{"mode": "linear"}, floats(1, 1, 2, 1.5)).named("10").since(10),
	with("Resize", nil, floats(1, 1, 2, 0.6)).named("nearest-10").since(10),
	with("Upsample", nil, floats(1, 1, 2, 3)).since(9), with("Upsample", attrs{"mode": "linear"}, floats(1, 1, 2, 2)).named("linear").since(9),
	one("Upsample", attrs{"scales": []float32{1, 1, 2, 3}}).named("7").since(7),
}

// transpose is a ConvTranspose of four maps to six, of 3x2.
func transpose(a attrs) op {
	group, _ := a["group"].(int)
	return with("ConvTranspose", a, weights(false, 4, 6/max(group, 1), 3, 2), weights(false, 6))
}

var transposes = []op{
	transpose(nil), transpose(attrs{"strides": []int{2, 3}}).named("strides"), transpose(attrs{"dilations": []int{2, 3}, "group": 2}).named("dilations"),
	transpose(attrs{"strides": []int{2, 2}, "pads": []int{1, 0, 2, 1}}).named("pads"),
	transpose(attrs{"strides": []int{3, 2}, "output_padding": []int{2, 1}}).named("output-padding"),
	transpose(attrs{"strides": []int{2, 2}, "pads": []int{1, 1, 1, 1}, "output_padding": []int{1, 1}}).named("pads-and-output-padding"),
	transpose(attrs{"strides": []int{2, 2}, "output_shape": []int{11, 13}}).named("output-shape"),
	transpose(attrs{"strides": []int{2, 2}, "output_shape": []int{10, 12}, "auto_pad": "SAME_UPPER"}).named("output-shape-upper"),
	transpose(attrs{"strides": []int{2, 1}, "auto_pad": "SAME_UPPER"}).named("same-upper"),
	transpose(attrs{"strides": []int{2, 1}, "auto_pad": "SAME_LOWER"}).named("same-lower"),
	transpose(attrs{"strides": []int{2, 3}, "auto_pad": "VALID"}).named("valid"),
}

// TestNoGradient names the node and the operator, or what of it is not known.
func TestNoGradient(t *testing.T) {
	for want, build := range map[string]func(m *onnxtest.Model) string{
		`node "op" (CumSum): no gradient is known through this operator to tensor "op_output_0"`: func(m *onnxtest.Model) string {
			return m.Node("CumSum", "op", []string{"image", m.Ints("axis", []int{1}, []int{}...)}, nil)
		},
		`node "op" (Resize): no gradient is known of mode "cubic"`: func(m *onnxtest.Model) string {
			return m.Node("Resize", "op", []string{"image", "", floats(1, 1, 2, 2)(m, "scales")}, attrs{"mode": "cubic"})
		},
		`node "op" (LpNormalization): no gradient is known of a norm of order 1`: func(m *onnxtest.Model) string {
			return m.Node("LpNormalization", "op", []string{"image"}, attrs{"p": 1})
		},
	} {
		m := onnxtest.NewModel("image", 3, 6, 7)
		m.Output(build(m))
		parsed, err := onnx.Parse("test", m.Bytes())
		must(t, err)
		if _, err := Gradient(parsed, Options{Target: "op_output_0"}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%v, want %s", err, want)
		}
	}
}
