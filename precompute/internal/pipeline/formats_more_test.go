package pipeline_test

import (
	"slices"
	"strconv"
	"testing"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx/onnxpb"
	"summit/precompute/internal/onnx/onnxtest"
)

func decimal(n int) string { return strconv.Itoa(n) }

// prepend puts nodes before the model's own.
func prepend(m *onnxtest.Model, nodes ...*onnxpb.NodeProto) {
	m.Proto().Graph.Node = append(nodes, m.Proto().Graph.Node...)
}

func node(op, in, out string, attributes ...*onnxpb.AttributeProto) *onnxpb.NodeProto {
	return &onnxpb.NodeProto{OpType: &op, Name: &out, Input: []string{in}, Output: []string{out}, Attribute: attributes}
}

func listAttribute(name string, values ...int64) *onnxpb.AttributeProto {
	return &onnxpb.AttributeProto{Name: &name, Type: onnxpb.AttributeProto_INTS.Enum(), Ints: values}
}

func typeAttribute(kind onnxpb.TensorProto_DataType) *onnxpb.AttributeProto {
	return &onnxpb.AttributeProto{Name: proto.String("to"), Type: onnxpb.AttributeProto_INT.Enum(), I: proto.Int64(int64(kind))}
}

// computedWeights makes every kernel by a Constant node of halves, two transpositions, an Identity and a cast.
func computedWeights(_ *testing.T, m *onnxtest.Model, _ string) {
	retype(m, onnxpb.TensorProto_FLOAT16, half)
	g := m.Proto().Graph
	g.Input[0].Type.GetTensorType().ElemType = proto.Int32(int32(onnxpb.TensorProto_FLOAT))
	g.Output[0].Type.GetTensorType().ElemType = proto.Int32(int32(onnxpb.TensorProto_FLOAT))
	var nodes []*onnxpb.NodeProto
	for _, w := range g.Initializer {
		name := w.GetName()
		stored := proto.Clone(w).(*onnxpb.TensorProto)
		constant := node("Constant", "", name+"/constant", &onnxpb.AttributeProto{Name: proto.String("value"), Type: onnxpb.AttributeProto_TENSOR.Enum(), T: stored})
		constant.Input = nil
		last := name + "/constant"
		nodes = append(nodes, constant)
		if len(w.Dims) == 4 {
			nodes = append(nodes, node("Transpose", last, name+"/turned", listAttribute("perm", 3, 1, 0, 2)),
				node("Transpose", name+"/turned", name+"/back", listAttribute("perm", 2, 1, 3, 0)))
			last = name + "/back"
		}
		kind := onnxpb.TensorProto_FLOAT
		if w.GetDataType() == int32(onnxpb.TensorProto_INT64) {
			kind = onnxpb.TensorProto_INT64
		}
		nodes = append(nodes, node("Identity", last, name+"/same"), node("Cast", name+"/same", name, typeAttribute(kind)))
	}
	g.Initializer = nil
	prepend(m, nodes...)
}

// pixelsLast takes bytes with the channels last, as exports from TensorFlow do, and casts and transposes them itself.
func pixelsLast(_ *testing.T, m *onnxtest.Model, _ string) {
	in := m.Proto().Graph.Input[0].Type.GetTensorType()
	in.ElemType = proto.Int32(int32(onnxpb.TensorProto_UINT8))
	in.Shape.Dim = []*onnxpb.TensorShapeProto_Dimension{in.Shape.Dim[0], in.Shape.Dim[2], in.Shape.Dim[3], in.Shape.Dim[1]}
	for _, n := range m.Proto().Graph.Node {
		for i, name := range n.Input {
			if name == "image" {
				n.Input[i] = "image/maps"
			}
		}
	}
	prepend(m, node("Cast", "image", "image/floats", typeAttribute(onnxpb.TensorProto_FLOAT)),
		node("Transpose", "image/floats", "image/maps", listAttribute("perm", 0, 3, 1, 2)))
}

// besides adds a shallow second classifier before the first output, the last map as a third output, and an input that only they read.
func besides(_ *testing.T, m *onnxtest.Model, _ string) {
	g := m.Proto().Graph
	main := g.Output
	m.Output(m.Node("Flatten", "features", []string{"pool_output_0"}, nil))
	first := m.Node("GlobalAveragePool", "aux/pool", []string{"node2_output_0"}, nil)
	g.Input = append(g.Input, &onnxpb.ValueInfoProto{Name: proto.String("weight"), Type: &onnxpb.TypeProto{Value: &onnxpb.TypeProto_TensorType{
		TensorType: &onnxpb.TypeProto_Tensor{ElemType: proto.Int32(int32(onnxpb.TensorProto_FLOAT)), Shape: shapeOf([]int64{1})}}}})
	g.Node = append(g.Node, &onnxpb.NodeProto{OpType: proto.String("Mul"), Input: []string{first, "weight"}, Output: []string{"aux"}})
	m.Output("flat_output_0")
	added := g.Output[len(main):]
	added[1].Name = proto.String("aux")
	g.Output = append(slices.Clone(added), main...)
}

// quantizedWeights stores kernels as int8 with a scale of 1 for each output.
func quantizedWeights(_ *testing.T, m *onnxtest.Model, _ string) {
	g := m.Proto().Graph
	var nodes []*onnxpb.NodeProto
	for _, w := range slices.Clone(g.Initializer) {
		if len(w.Dims) != 4 {
			continue
		}
		name := w.GetName()
		for _, v := range w.FloatData {
			w.RawData = append(w.RawData, byte(int8(v)))
		}
		w.FloatData, w.DataType, w.Name = nil, proto.Int32(int32(onnxpb.TensorProto_INT8)), proto.String(name+"/int8")
		ones := make([]float32, w.Dims[0])
		for i := range ones {
			ones[i] = 1
		}
		n := node("DequantizeLinear", w.GetName(), name, &onnxpb.AttributeProto{Name: proto.String("axis"), Type: onnxpb.AttributeProto_INT.Enum(), I: proto.Int64(0)})
		zero := &onnxpb.TensorProto{Name: proto.String(name + "/zero"), DataType: proto.Int32(int32(onnxpb.TensorProto_INT8)), Dims: w.Dims[:1], RawData: make([]byte, w.Dims[0])}
		g.Initializer = append(g.Initializer, zero)
		n.Input = append(n.Input, m.Floats(name+"/scale", ones), name+"/zero")
		nodes = append(nodes, n)
	}
	prepend(m, nodes...)
}

// quantizedActivations turns what each Clip makes, whole numbers up to 15, into bytes and back.
func quantizedActivations(_ *testing.T, m *onnxtest.Model, _ string) {
	g := m.Proto().Graph
	scale := m.Scalar("activation/scale", 1)
	g.Initializer = append(g.Initializer, &onnxpb.TensorProto{Name: proto.String("activation/zero"), DataType: proto.Int32(int32(onnxpb.TensorProto_UINT8)), RawData: []byte{0}})
	var nodes []*onnxpb.NodeProto
	for _, n := range g.Node {
		nodes = append(nodes, n)
		if n.GetOpType() != "Clip" {
			continue
		}
		out := n.Output[0]
		n.Output[0] = out + "/float"
		for _, op := range [][3]string{{"QuantizeLinear", out + "/float", out + "/bytes"}, {"DequantizeLinear", out + "/bytes", out}} {
			q := node(op[0], op[1], op[2])
			q.Input = append(q.Input, scale, "activation/zero")
			nodes = append(nodes, q)
		}
	}
	g.Node = nodes
}

// ownResize takes pictures of any size and makes them 12 x 12 itself.
func ownResize(_ *testing.T, m *onnxtest.Model, _ string) {
	for _, n := range m.Proto().Graph.Node {
		for i, name := range n.Input {
			if name == "image" {
				n.Input[i] = "image/resized"
			}
		}
	}
	for i, name := range []string{"H", "W"} {
		m.Proto().Graph.Input[0].Type.GetTensorType().Shape.Dim[2+i] = &onnxpb.TensorShapeProto_Dimension{Value: &onnxpb.TensorShapeProto_Dimension_DimParam{DimParam: name}}
	}
	resize := node("Resize", "image", "image/resized", &onnxpb.AttributeProto{Name: proto.String("mode"), Type: onnxpb.AttributeProto_STRING.Enum(), S: []byte("linear")})
	resize.Input = append(resize.Input, "", "", m.Ints("image.size", []int{1, 3, 12, 12}))
	prepend(m, resize)
}
