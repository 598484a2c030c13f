package onnx

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx/onnxpb"
)

// TestWildNodes gives every operator inputs and attributes that hardly ever fit it: each must be refused or computed, and
// what is computed must hold as many values as its shape says.
func TestWildNodes(t *testing.T) {
	ops := []string{"Conv", "MaxPool", "AveragePool", "GlobalAveragePool", "Concat", "Split", "Slice", "Pad", "Reshape", "Flatten", "Squeeze",
		"Unsqueeze", "Transpose", "Gather", "Expand", "Shape", "Size", "ReduceMean", "ArgMax", "Gemm", "MatMul", "Resize", "Upsample",
		"Constant", "ConstantOfShape", "Range", "Cast", "Where", "BatchNormalization", "Dropout", "Clip"}
	for op := range broadcasting {
		ops = append(ops, op)
	}
	for op := range unary {
		ops = append(ops, op)
	}
	for seed := range uint64(12000) {
		w := &wild{r: rand.New(rand.NewPCG(seed, 1))}
		file := w.model(ops)
		data, err := proto.Marshal(file)
		if err != nil {
			t.Fatal(err)
		}
		m, err := Parse("wild", data)
		if err != nil {
			continue
		}
		m.budget = 1 << 12
		f, err := m.Infer(5, 5)
		if err != nil {
			continue
		}
		for _, n := range m.Nodes {
			for _, out := range n.Outputs {
				if c, err := f.Constant(out); err == nil && c.Len() != volume(c.Dims) {
					t.Fatalf("seed %d: %s makes %v with %d values", seed, n.Op, c.Dims, c.Len())
				}
			}
		}
	}
}

type wild struct {
	r     *rand.Rand
	names []string
}

// model chains three nodes over an image and a few constants.
func (w *wild) model(ops []string) *onnxpb.ModelProto {
	g := &onnxpb.GraphProto{Input: []*onnxpb.ValueInfoProto{{Name: proto.String("image"), Type: &onnxpb.TypeProto{Value: &onnxpb.TypeProto_TensorType{
		TensorType: &onnxpb.TypeProto_Tensor{ElemType: proto.Int32(1), Shape: &onnxpb.TensorShapeProto{Dim: []*onnxpb.TensorShapeProto_Dimension{{}, {}, {}, {}}}}}}}}}
	w.names = []string{"image", ""}
	for i := range 5 {
		name := fmt.Sprintf("w%d", i)
		g.Initializer = append(g.Initializer, w.tensor(name))
		w.names = append(w.names, name)
	}
	for i := range 3 {
		n := &onnxpb.NodeProto{OpType: proto.String(ops[w.r.IntN(len(ops))])}
		for range w.r.IntN(5) {
			n.Input = append(n.Input, w.names[w.r.IntN(len(w.names))])
		}
		for k := range 1 + w.r.IntN(2) {
			n.Output = append(n.Output, fmt.Sprintf("t%d-%d", i, k))
		}
		for _, a := range []string{"axis", "axes", "perm", "starts", "ends", "kernel_shape", "strides", "pads", "dilations", "group", "to", "value",
			"split", "keepdims", "transB", "start", "end", "auto_pad", "mode", "ceil_mode", "value_ints"} {
			if w.r.IntN(4) == 0 {
				n.Attribute = append(n.Attribute, w.attribute(a))
			}
		}
		g.Node = append(g.Node, n)
		w.names = append(w.names, n.Output...)
	}
	g.Output = []*onnxpb.ValueInfoProto{{Name: proto.String(w.names[len(w.names)-1])}}
	return &onnxpb.ModelProto{Graph: g, OpsetImport: []*onnxpb.OperatorSetIdProto{{Version: proto.Int64(13)}}}
}

func (w *wild) tensor(name string) *onnxpb.TensorProto {
	t := &onnxpb.TensorProto{Name: &name}
	n := 1
	for range w.r.IntN(5) {
		d := w.r.IntN(4)
		n *= d
		t.Dims = append(t.Dims, int64(d))
	}
	switch w.r.IntN(4) {
	case 0:
		t.DataType = proto.Int32(int32(Int64))
		for range n {
			t.Int64Data = append(t.Int64Data, w.int())
		}
	case 1:
		t.DataType = proto.Int32(int32(Int8))
		t.RawData = make([]byte, n)
	case 2:
		t.DataType = proto.Int32(int32(Float16))
		t.RawData = make([]byte, 2*n)
	default:
		t.DataType = proto.Int32(int32(Float))
		for range n {
			t.FloatData = append(t.FloatData, float32(w.r.NormFloat64()))
		}
	}
	return t
}

// int is mostly small, now and then at the edge of what there is.
func (w *wild) int() int64 {
	if w.r.IntN(12) == 0 {
		return []int64{math.MaxInt64, math.MinInt64, 1 << 40, -1 << 33, 1 << 31}[w.r.IntN(5)]
	}
	return int64(w.r.IntN(9) - 3)
}

func (w *wild) attribute(name string) *onnxpb.AttributeProto {
	a := &onnxpb.AttributeProto{Name: &name, I: proto.Int64(w.int()), T: w.tensor("")}
	for range w.r.IntN(5) {
		a.Ints = append(a.Ints, w.int())
	}
	a.S = []byte([]string{"SAME_UPPER", "SAME_LOWER", "NOTSET", "reflect", "edge", "constant"}[w.r.IntN(6)])
	return a
}
