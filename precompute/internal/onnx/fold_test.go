package onnx

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx/onnxpb"
	"summit/precompute/internal/onnx/onnxtest"
	"summit/precompute/internal/runtime"
)

// foldable is a model whose outputs, but for the first, are computed from constants by every operator that is folded.
func foldable() *onnxtest.Model {
	m := small()
	grid := m.Floats("grid", []float32{1, -2, 3, 4, 5.5, 6, 7, 8, 9, 10, 11, 12}, 2, 3, 2)
	row := m.Floats("row", []float32{2, 0.5})
	count := 0
	out := func(op string, inputs []string, attrs onnxtest.Attrs) string {
		count++
		name := m.Node(op, fmt.Sprintf("%d-%s", count, op), inputs, attrs)
		if _, float := attrs["value_float"]; float || attrs["value_int"] != nil || op == "Size" { // the runtime's binding takes no outputs without dimensions
			name = m.Node("Unsqueeze", fmt.Sprintf("%d-1", count), []string{name, m.Ints(fmt.Sprintf("%d-axis", count), []int{0})}, nil)
		}
		m.Output(m.Node("Cast", fmt.Sprintf("%d-out", count), []string{name}, onnxtest.Attrs{"to": int(Float)}))
		return name
	}
	two := func(a, b string) []string { return []string{a, b} }
	for _, op := range []string{"Add", "Sub", "Mul", "Div", "Max", "Min", "Sum"} {
		out(op, two(grid, row), nil)
	}
	out("Pow", two(m.Floats("base", []float32{1, 2, 3}), m.Floats("exponent", []float32{2})), nil)
	for _, op := range []string{"Neg", "Abs", "Exp", "Floor", "Ceil", "Relu", "Tanh", "Sigmoid", "Softplus", "Reciprocal", "Identity"} {
		out(op, []string{grid}, nil)
	}
	out("Sqrt", []string{row}, nil)
	out("Log", []string{row}, nil)
	ints := m.Ints("ints", []int{7, -7, 9, 0})
	out("Div", two(ints, m.Ints("by", []int{2})), nil)
	out("Where", []string{out("Greater", two(ints, m.Ints("zero", []int{0})), nil), ints, m.Ints("minus", []int{-1})}, nil)
	out("Equal", two(ints, m.Ints("nine", []int{9})), nil)
	for i, to := range []DataType{Int64, Bool, Float16, Double, Int32} {
		out("Cast", []string{m.Floats(fmt.Sprintf("cast%d", i), []float32{0, 1.75, -2.5})}, onnxtest.Attrs{"to": int(to)})
	}
	out("Transpose", []string{grid}, onnxtest.Attrs{"perm": []int{2, 0, 1}})
	out("Transpose", []string{grid}, nil)
	out("Reshape", two(grid, m.Ints("shape", []int{0, -1, 1})), nil)
	out("Flatten", []string{grid}, onnxtest.Attrs{"axis": 2})
	out("Squeeze", two(out("Unsqueeze", two(grid, m.Ints("axes", []int{0, -1})), nil), m.Ints("axes2", []int{-1})), nil)
	out("Concat", []string{grid, grid, m.Floats("thin", []float32{1, 2, 3, 4}, 2, 1, 2)}, onnxtest.Attrs{"axis": 1})
	out("Gather", two(grid, m.Ints("pick", []int{2, 0, -1, 1}, 2, 2)), onnxtest.Attrs{"axis": 1})
	out("Gather", two(grid, m.Ints("scalar", []int{1}, []int{}...)), onnxtest.Attrs{"axis": 0})
	out("Expand", two(row, m.Ints("expanded", []int{3, 1, 2})), nil)
	slice := func(name string, start, end, axis, step int) {
		out("Slice", []string{grid, m.Ints(name+"s", []int{start}), m.Ints(name+"e", []int{end}), m.Ints(name+"a", []int{axis}), m.Ints(name+"t", []int{step})}, nil)
	}
	slice("a", 1, 99, 1, 1)
	slice("b", -1, math.MinInt64, 1, -1)
	slice("c", -1, math.MinInt64+1, 1, -2)
	slice("d", 0, -1, -2, 2)
	for _, mode := range []string{"constant", "edge", "reflect"} {
		out("Pad", []string{grid, m.Ints("pads-"+mode, []int{0, 1, 1, 0, 2, 1}), m.Floats("value-"+mode, []float32{1.5}, []int{}...)}, onnxtest.Attrs{"mode": mode})
	}
	out("ConstantOfShape", []string{m.Ints("filled", []int{2, 3})}, onnxtest.Attrs{"value": &onnxpb.TensorProto{
		DataType: proto.Int32(int32(Int64)), Dims: []int64{1}, Int64Data: []int64{4}}})
	out("Range", []string{m.Ints("start", []int{9}, []int{}...), m.Ints("limit", []int{1}, []int{}...), m.Ints("delta", []int{-3}, []int{}...)}, nil)
	out("Shape", []string{"/conv_output_0"}, nil)
	out("Size", []string{grid}, nil)
	out("Constant", nil, onnxtest.Attrs{"value_floats": []float32{1, 2}})
	out("Constant", nil, onnxtest.Attrs{"value_ints": []int{3, 4}})
	out("Constant", nil, onnxtest.Attrs{"value_int": 5})
	out("Constant", nil, onnxtest.Attrs{"value_float": float32(6)})
	for _, part := range m.Nodes("Split", "split", two(grid, m.Ints("parts", []int{1, 2})), 2, onnxtest.Attrs{"axis": 1}) {
		out("Identity", []string{part}, nil)
	}
	return m
}

func TestFoldingEqualsRuntime(t *testing.T) {
	data := foldable().Bytes()
	m, err := Parse("foldable", data)
	if err != nil {
		t.Fatal(err)
	}
	f, err := m.Infer(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, v := range m.Outputs {
		names = append(names, v.Name)
	}
	results := runAll(t, data, "image", []int64{1, 1, 8, 8}, names)
	for i, name := range names[1:] {
		got, err := f.Constant(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		want := results[i+1]
		same := slices.EqualFunc(got.Floats, want.Data, func(a, b float32) bool {
			return a == b || math.Abs(float64(a-b)) <= 1e-6*math.Abs(float64(b))
		})
		if !same || !equalShape(got.Dims, want.Shape) || !equalShape(f.Shape(name), want.Shape) {
			t.Errorf("%s: %v %v, ONNX Runtime computes %v %v", name, got.Dims, got.Floats, want.Shape, want.Data)
		}
	}
}

func TestShapesEqualRuntime(t *testing.T) {
	for _, c := range []struct {
		name, input string
		model       *onnxtest.Model
	}{{"small", "image", small()}, {"windows", "image", windows()}} {
		m, err := Parse(c.name, c.model.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		f, err := m.Infer(0, 0)
		if err != nil {
			t.Fatal(err)
		}
		var names []string
		var taps []Tap
		for _, n := range m.Nodes {
			taps = append(taps, Tap{Tensor: n.Outputs[0], Map: true})
			names = append(names, n.Outputs[0])
		}
		data, err := m.WithOutputs(taps)
		if err != nil {
			t.Fatal(err)
		}
		var shape []int64
		for _, d := range f.Image.Shape {
			shape = append(shape, int64(d))
		}
		for i, got := range runAll(t, data, c.input, shape, names) {
			if !equalShape(f.Shape(names[i]), got.Shape) {
				t.Errorf("%s: %s has shape %v, ONNX Runtime makes %v (%v)", c.name, names[i], f.Shape(names[i]), got.Shape, f.WhyNoShape(names[i]))
			}
		}
	}
}

// windows applies convolutions and poolings of all kinds to one odd size.
func windows() *onnxtest.Model {
	m := onnxtest.NewModel("image", 2, 23, 17)
	ones := make([]float32, 2*2*3*4)
	for i := range ones {
		ones[i] = 1
	}
	x := m.Input()
	k := 0
	for _, stride := range [][2]int{{1, 1}, {2, 3}, {3, 2}} {
		for _, dilation := range [][2]int{{1, 1}, {2, 1}, {3, 2}} {
			for _, auto := range []string{"", "SAME_UPPER", "SAME_LOWER", "VALID"} {
				if dilation != [2]int{1, 1} && strings.HasPrefix(auto, "SAME") {
					continue // ONNX Runtime refuses it
				}
				k++
				c := onnxtest.Conv{Weights: ones, Out: 2, Kernel: [2]int{3, 4}, Stride: stride, Dilation: dilation, AutoPad: auto}
				if auto == "" {
					c.Pads = [4]int{2, 1, 0, 3}
				}
				m.Conv(fmt.Sprintf("/conv%d", k), x, c)
			}
		}
		for _, ceil := range []bool{false, true} {
			for _, pads := range [][4]int{{}, {1, 1, 1, 1}, {0, 2, 1, 0}, {2, 0, 0, 1}} {
				k++
				p := onnxtest.Pool{Kernel: [2]int{3, 4}, Stride: stride, Pads: pads, Ceil: ceil}
				if ceil && (startsInPadding(23, 3, stride[0], pads[0], pads[2]) || startsInPadding(17, 4, stride[1], pads[1], pads[3])) {
					continue // ONNX Runtime contradicts itself
				}
				m.MaxPool(fmt.Sprintf("/pool%d", k), x, p)
				m.AveragePool(fmt.Sprintf("/mean%d", k), x, p)
			}
		}
	}
	m.Node("ReduceMean", "/reduce", []string{x}, onnxtest.Attrs{"axes": []int{-1, 2}, "keepdims": 0})
	m.Node("Resize", "/resize", []string{x, "", m.Floats("scales", []float32{1, 1, 1.5, 0.7}, 4)}, onnxtest.Attrs{"mode": "nearest"})
	return m.Classifier(x, []float32{1, 2}, 1)
}

// startsInPadding tells whether the last window of a pooling in ceil mode would lie wholly in the padding.
func startsInPadding(size, kernel, stride, before, after int) bool {
	steps := (size + before + after - kernel + stride - 1) / stride
	return steps*stride >= size+before
}

var openRuntime = sync.OnceValue(func() error {
	library, err := runtime.Find("")
	if err == nil {
		_, err = runtime.Open(library)
	}
	return err
})

// runAll evaluates a model's float outputs on an image of zeros.
func runAll(t *testing.T, model []byte, input string, shape []int64, outputs []string) []runtime.Output {
	t.Helper()
	return runOn(t, model, input, shape, outputs, nil)
}

// runOn evaluates a model's float outputs on an image.
func runOn(t *testing.T, model []byte, input string, shape []int64, outputs []string, image []float32) []runtime.Output {
	t.Helper()
	if err := openRuntime(); err != nil {
		t.Skipf("ONNX Runtime is not here: %v", err)
	}
	s, err := runtime.NewSession(model, input, shape, outputs, 1)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	copy(s.Input(), image)
	if err := s.Run(); err != nil {
		t.Fatal(err)
	}
	var out []runtime.Output
	for i := range outputs {
		o := s.Output(i)
		out = append(out, runtime.Output{Data: slices.Clone(o.Data), Shape: slices.Clone(o.Shape)})
	}
	return out
}

func equalShape(a []int, b []int64) bool {
	return slices.EqualFunc(a, b, func(x int, y int64) bool { return int64(x) == y })
}
