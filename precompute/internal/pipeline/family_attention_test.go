package pipeline_test

import (
	"summit/precompute/internal/onnx/onnxtest"
)

// attended is self-attention over tokens [1, tokens, c], as exporters write it, with an identity path around it.
func (f *family) attended(m *onnxtest.Model, name, x string, c int) string {
	project := func(what, in string) string {
		return m.Node("MatMul", name+"/"+what, []string{in, m.Floats(name+"."+what, float32s(f.normal(c*c, 0.3)), c, c)}, nil)
	}
	turned := m.Node("Transpose", name+"/turn", []string{project("key", x)}, onnxtest.Attrs{"perm": []int{0, 2, 1}})
	scores := m.Node("Softmax", name+"/softmax", []string{m.Node("MatMul", name+"/scores", []string{project("query", x), turned}, nil)}, onnxtest.Attrs{"axis": -1})
	return m.Add(name+"/add", x, project("project", m.Node("MatMul", name+"/mix", []string{scores, project("value", x)}, nil)))
}

// tokens makes [1, h*w, c] of a map.
func tokens(m *onnxtest.Model, name, x string, c, n int) string {
	x = m.Node("Reshape", name+"/flat", []string{x, m.Ints(name+".flat", []int{1, c, n})}, nil)
	return m.Node("Transpose", name+"/tokens", []string{x}, onnxtest.Attrs{"perm": []int{0, 2, 1}})
}

// visionTransformer has a convolution that embeds patches, its only layer, and attention behind it.
func (f *family) visionTransformer() {
	f.convolve(0, 8, valid(4, 4))
	f.Tail = func(m *onnxtest.Model, last string) string {
		x := f.attended(m, "block", tokens(m, "patches", last, 8, 64), 8)
		x = m.Node("ReduceMean", "mean", []string{x}, onnxtest.Attrs{"axes": []int{1}, "keepdims": 0})
		return m.Node("Gemm", "head", []string{x, m.Floats("head.weight", float32s(f.normal(8*familyClasses, 1)), 8, familyClasses)}, nil)
	}
}

// hybrid has attention between two convolutional stages, as CoAtNet and MobileViT do: a gap, and links on both sides of it.
func (f *family) hybrid() {
	x := f.unit(f.unit(f.unit(0, 8, 3, 2), 8, 3, 1), 8, 3, 2)
	x = f.Sample(x, 8, 8, true, func(m *onnxtest.Model, name string, in []string) string {
		y := f.attended(m, name, tokens(m, name, in[0], 8, 64), 8)
		y = m.Node("Transpose", name+"/back", []string{y}, onnxtest.Attrs{"perm": []int{0, 2, 1}})
		return m.Node("Reshape", name, []string{y, m.Ints(name+".map", []int{1, 8, 8, 8})}, nil)
	})
	f.gap = 3
	f.unit(f.unit(x, 12, 3, 1), 12, 3, 1)
}
