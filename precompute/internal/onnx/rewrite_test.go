package onnx

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx/onnxpb"
	"summit/precompute/internal/onnx/onnxtest"
)

func normal(seed uint64, n int) []float32 {
	r := rand.New(rand.NewPCG(seed, 1))
	out := make([]float32, n)
	for i := range out {
		out[i] = float32(r.NormFloat64())
	}
	return out
}

// compareOutputs runs the file as it is and as it is rewritten on the same image; order says how the rewritten input's
// values lie in the file's.
func compareOutputs(t *testing.T, model *onnxtest.Model, shape []int64, order func(rewritten []float32) []float32) *Model {
	t.Helper()
	m, err := Parse("model", model.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	rewritten, err := m.WithOutputs(nil)
	if err != nil {
		t.Fatal(err)
	}
	image, err := m.ImageInput()
	if err != nil {
		t.Fatal(err)
	}
	plain := []int64{1}
	for _, d := range image.Shape[1:] {
		plain = append(plain, int64(d))
	}
	values := normal(7, int(plain[1]*plain[2]*plain[3]))
	name := []string{m.Outputs[0].Name}
	got := runOn(t, rewritten, image.Name, plain, name, values)[0]
	want := runOn(t, model.Bytes(), image.Name, shape, name, order(values))[0]
	if len(want.Data) == 0 || len(got.Data) != len(want.Data) && len(want.Data)%len(got.Data) != 0 {
		t.Fatalf("output of %v, not %v", got.Shape, want.Shape)
	}
	for i, v := range got.Data {
		if math.Abs(float64(v-want.Data[i])) > 1e-4*(1+math.Abs(float64(v))) {
			t.Fatalf("output %d is %v, not %v", i, v, want.Data[i])
		}
	}
	return m
}

func asIs(values []float32) []float32 { return values }

// pixelsLast turns C,H,W into H,W,C.
func pixelsLast(channels int) func([]float32) []float32 {
	return func(values []float32) []float32 {
		plane := len(values) / channels
		out := make([]float32, len(values))
		for i := range values {
			out[i%plane*channels+i/plane] = values[i]
		}
		return out
	}
}

// lastAxis is a block whose maps have the channels last: everything that the rewriting covers.
func lastAxis(m *onnxtest.Model) *onnxtest.Model {
	x := m.Conv("/stem", m.Input(), onnxtest.Conv{Weights: normal(1, 4*3*9), Out: 4, Kernel: [2]int{3, 3}, Pads: [4]int{1, 1, 1, 1}})
	y := m.Node("Transpose", "/last", []string{x}, onnxtest.Attrs{"perm": []int{0, 2, 3, 1}})
	y = m.Node("LayerNormalization", "/norm", []string{y, m.Floats("gamma", normal(2, 4)), m.Floats("beta", normal(3, 4))}, onnxtest.Attrs{"axis": -1})
	z := m.Node("MatMul", "/fc1", []string{y, m.Floats("w1", normal(4, 4*6), 4, 6)}, nil)
	z = m.Add("/bias", m.Floats("b1", normal(5, 6)), z)
	z = m.Node("PRelu", "/prelu", []string{z, m.Floats("slope", normal(6, 6), 1, 1, 6)}, nil)
	parts := m.Nodes("Split", "/split", []string{z, m.Ints("sizes", []int{2, 4})}, 2, onnxtest.Attrs{"axis": 3})
	z = m.Node("Concat", "/concat", []string{parts[1], y, parts[0]}, onnxtest.Attrs{"axis": -1})
	z = m.Slice("/slice", z, -1, 1, 9, 1)
	z = m.Pad("/pad", z, [4]int{0, 1, 0, 2}, [4]int{0, 0, 3, 0})
	mean := m.Node("ReduceMean", "/mean", []string{z}, onnxtest.Attrs{"axes": []int{-1}, "keepdims": 1})
	z = m.Node("Sub", "/centred", []string{z, mean}, nil)
	gate := m.Node("ReduceMean", "/squeeze", []string{z}, onnxtest.Attrs{"axes": []int{1, 2}, "keepdims": 0})
	gate = m.Node("Reshape", "/spread", []string{m.Node("Sigmoid", "/sigmoid", []string{gate}, nil), m.Ints("spread", []int{1, 1, 1, 10})}, nil)
	z = m.Node("Mul", "/gated", []string{z, gate}, nil)
	z = m.Node("Softmax", "/softmax", []string{z}, onnxtest.Attrs{"axis": -1})
	z = m.Node("Resize", "/resize", []string{z, "", m.Floats("scales", []float32{1, 2, 1, 1}, 4)}, onnxtest.Attrs{"mode": "nearest"})
	flat := m.Node("Reshape", "/flat", []string{z, m.Ints("flat", []int{1, -1, 10})}, nil) // reads N,H,W,C as it is
	flat = m.Node("Reshape", "/unflat", []string{flat, m.Ints("unflat", []int{1, 20, 10, 10})}, nil)
	z = m.Add("/sum", z, flat)
	z = m.Node("Transpose", "/first", []string{z}, onnxtest.Attrs{"perm": []int{0, 3, 1, 2}})
	return m.Classifier(z, normal(8, 3*10), 3)
}

func opset(m *onnxtest.Model, version int) *onnxtest.Model {
	m.Proto().OpsetImport[0].Version = proto.Int64(int64(version))
	return m
}

// TestChannelsLast computes a block with the channels last as the file says and as it is rewritten.
func TestChannelsLast(t *testing.T) {
	m := compareOutputs(t, opset(lastAxis(onnxtest.NewModel("image", 3, 9, 7)), 17), []int64{1, 3, 9, 7}, asIs)
	for _, n := range m.Nodes {
		if n.Op == "MatMul" {
			t.Errorf("node %q is a matrix product", n.Name)
		}
	}
	f, err := m.Infer(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for tensor, want := range map[string][]int{"/fc1_output_0": {1, 6, 9, 7}, "/norm_output_0": {1, 4, 9, 7}, "/gated_output_0": {1, 10, 10, 10}, "/sum_output_0": {1, 10, 20, 10}} {
		if got := f.Shape(tensor); !slices.Equal(got, want) {
			t.Errorf("%s has shape %v, not %v", tensor, got, want)
		}
	}
}

// TestInputLayouts gives the image with the channels last, as TensorFlow does.
func TestInputLayouts(t *testing.T) {
	for _, c := range []struct {
		name string
		dims []int64 // H, W, C as the file states them, 0 for open
		last bool
	}{{"fixed", []int64{9, 7, 3}, true}, {"open size", []int64{0, 0, 3}, true}, {"all open", []int64{0, 0, 0}, true}} {
		t.Run(c.name, func(t *testing.T) {
			model := onnxtest.NewModel("image", 3, 9, 7)
			x := model.Node("Sub", "/mean", []string{model.Input(), model.Floats("mean", []float32{1, 2, 3})}, nil)
			x = model.Node("Transpose", "/first", []string{x}, onnxtest.Attrs{"perm": []int{0, 3, 1, 2}})
			x = model.Relu("/relu", model.Conv("/conv", x, onnxtest.Conv{Weights: normal(1, 4*3*9), Out: 4, Kernel: [2]int{3, 3}}))
			model.Classifier(x, normal(8, 3*4), 3)
			dims := model.Proto().Graph.Input[0].Type.GetTensorType().Shape.Dim
			for i, d := range c.dims {
				dims[i+1].Value = &onnxpb.TensorShapeProto_Dimension_DimValue{DimValue: d}
				if d == 0 {
					dims[i+1].Value = &onnxpb.TensorShapeProto_Dimension_DimParam{DimParam: string(rune('A' + i))}
				}
			}
			m, err := Parse("last", model.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			if m.ChannelsLast != c.last {
				t.Errorf("channels last: %v", m.ChannelsLast)
			}
			if c.dims[0] > 0 {
				compareOutputs(t, model, []int64{1, 9, 7, 3}, pixelsLast(3))
			}
		})
	}
}

// TestFixedBatch takes a model of exactly four images apart into single ones.
func TestFixedBatch(t *testing.T) {
	model := onnxtest.NewModel("image", 3, 6, 5)
	dim := model.Proto().Graph.Input[0].Type.GetTensorType().Shape.Dim[0]
	dim.Value = &onnxpb.TensorShapeProto_Dimension_DimValue{DimValue: 4}
	x := model.Relu("/relu", model.Conv("/conv", model.Input(), onnxtest.Conv{Weights: normal(1, 4*3*9), Out: 4, Kernel: [2]int{3, 3}, Pads: [4]int{1, 1, 1, 1}}))
	x = model.Node("Reshape", "/split", []string{x, model.Ints("split", []int{4, 2, 2, 6, 5})}, nil)
	x = model.Node("Transpose", "/turn", []string{x}, onnxtest.Attrs{"perm": []int{0, 2, 1, 3, 4}})
	x = model.Node("Reshape", "/join", []string{x, model.Ints("join", []int{4, 4, 6, 5})}, nil)
	x = model.Node("GlobalAveragePool", "/pool", []string{x}, nil)
	x = model.Node("Reshape", "/flat", []string{x, model.Ints("flat", []int{4, -1})}, nil)
	x = model.Node("MatMul", "/fc", []string{x, model.Floats("fc", normal(2, 4*3), 4, 3)}, nil)
	model.Output(x)
	m := compareOutputs(t, model, []int64{4, 3, 6, 5}, func(one []float32) []float32 { return slices.Repeat(one, 4) })
	if m.FixedBatch() != nil || m.Inputs[0].Shape[0] != 1 {
		t.Errorf("input %v, %v", m.Inputs[0].Shape, m.FixedBatch())
	}
	x = model.Node("Reshape", "/across", []string{x, model.Ints("across", []int{3, 4})}, nil)
	x = model.Node("Transpose", "/across/turn", []string{x}, nil)
	model.Proto().Graph.Output = nil
	model.Output(model.Node("Softmax", "/softmax", []string{x}, onnxtest.Attrs{"axis": 1}))
	m, err := Parse("across", model.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	checkError(t, "across", m.FixedBatch(), `node "/across" (Reshape) works with batches of exactly 4 images`, true)
}

// TestWithBatch gives a model of one image an input of four, and back: constant sizes follow.
func TestWithBatch(t *testing.T) {
	model := onnxtest.NewModel("image", 3, 6, 5)
	x := model.Conv("/conv", model.Input(), onnxtest.Conv{Weights: normal(1, 4*3*9), Out: 4, Kernel: [2]int{3, 3}, Pads: [4]int{1, 1, 1, 1}})
	x = model.Node("Reshape", "/split", []string{x, model.Ints("split", []int{1, 2, 2, 6, 5})}, nil)
	x = model.Node("Transpose", "/turn", []string{x}, onnxtest.Attrs{"perm": []int{0, 2, 1, 3, 4}})
	x = model.Node("Reshape", "/join", []string{x, model.Ints("join", []int{-1, 4, 6, 5})}, nil)
	x = model.Node("GlobalAveragePool", "/pool", []string{x}, nil)
	flat := model.Node("Reshape", "/flat", []string{x, model.Ints("flat", []int{1, 4})}, nil)
	m, err := Parse("one", model.Output(flat).Bytes())
	if err != nil {
		t.Fatal(err)
	}
	four, err := m.WithBatch(4)
	if err != nil {
		t.Fatal(err)
	}
	f, err := four.Infer(0, 0)
	if err != nil {
		t.Fatal(err)
	}
	for tensor, want := range map[string][]int{"image": {4, 3, 6, 5}, "/split_output_0": {4, 2, 2, 6, 5}, "/join_output_0": {4, 4, 6, 5}, flat: {4, 4}} {
		if got := f.Shape(tensor); !slices.Equal(got, want) {
			t.Errorf("%s has shape %v, want %v", tensor, got, want)
		}
	}
	x = model.Node("Reshape", "/three", []string{x, model.Ints("three", []int{2, 2})}, nil)
	model.Output(model.Node("MatMul", "/mixed", []string{model.Floats("mix", normal(2, 2*2), 2, 2), x}, nil))
	if m, err = Parse("mixed", model.Bytes()); err != nil {
		t.Fatal(err)
	}
	_, err = m.WithBatch(4)
	checkError(t, "mixed", err, `model "mixed": node "/mixed" (MatMul) works with batches of exactly 1 images`, true)
}

// TestDamagedRewriting changes a model that is rewritten in every way: it must be refused or stay well formed.
func TestDamagedRewriting(t *testing.T) {
	read := 0
	for seed := range uint64(2000) {
		r := rand.New(rand.NewPCG(seed, 3))
		file := opset(lastAxis(onnxtest.NewModel("image", 3, 9, 7)), 17).Proto()
		dims := file.Graph.Input[0].Type.GetTensorType().Shape.Dim
		for range 1 + r.IntN(3) {
			n, other := file.Graph.Node[r.IntN(len(file.Graph.Node))], file.Graph.Node[r.IntN(len(file.Graph.Node))]
			switch r.IntN(6) {
			case 0:
				n.OpType = other.OpType
			case 1:
				n.Input = n.Input[:r.IntN(len(n.Input)+1)]
			case 2:
				n.Input = other.Input
			case 3:
				n.Attribute = other.Attribute
			case 4:
				n.Output = n.Output[:r.IntN(len(n.Output)+1)]
			case 5:
				dims[r.IntN(4)].Value = &onnxpb.TensorShapeProto_Dimension_DimValue{DimValue: int64(r.IntN(9))}
			}
		}
		data, err := proto.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		if m, err := Parse("damaged", data); err == nil {
			read++
			if _, err := m.WithOutputs(nil); err != nil {
				t.Errorf("seed %d: %v", seed, err)
			}
		}
	}
	t.Logf("%d of 2000 were read", read)
}
