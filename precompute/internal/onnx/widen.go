package onnx

import (
	"encoding/binary"
	"math"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/onnx/onnxpb"
)

// widen turns every half, bfloat16 and double of the graph into float32, subgraphs included: weights, what nodes hold in
// attributes, casts, inputs and outputs. Half precision is a way to store such a model; what it computes is then computed
// in float32, which every device does, and whose results can be read out everywhere.
func widen(g *onnxpb.GraphProto) {
	for _, t := range g.GetInitializer() {
		widenTensor(t)
	}
	for _, values := range [][]*onnxpb.ValueInfoProto{g.GetInput(), g.GetOutput(), g.GetValueInfo()} {
		for _, v := range values {
			if t := v.GetType().GetTensorType(); t != nil && narrow(DataType(t.GetElemType())) {
				t.ElemType = proto.Int32(int32(Float))
			}
		}
	}
	for _, n := range g.GetNode() {
		widenNode(n)
	}
}

// narrow tells whether a type is a floating one other than float32.
func narrow(t DataType) bool { return t == Float16 || t == BFloat16 || t == Double }

// typeAttributes are those that name an element type.
var typeAttributes = map[string]map[string]bool{
	"Cast": set("to"), "EyeLike": set("dtype"), "SequenceEmpty": set("dtype"), "DequantizeLinear": set("output_dtype"),
}

func widenNode(n *onnxpb.NodeProto) {
	for _, a := range n.Attribute {
		if a.I != nil && typeAttributes[n.GetOpType()][a.GetName()] && narrow(DataType(a.GetI())) {
			a.I = proto.Int64(int64(Float))
		}
		if a.T != nil {
			widenTensor(a.T)
		}
		for _, g := range append([]*onnxpb.GraphProto{a.G}, a.Graphs...) {
			widen(g)
		}
	}
}

// widenTensor leaves a tensor as it is that does not hold what it says; checking finds it later.
func widenTensor(p *onnxpb.TensorProto) {
	kind := DataType(p.GetDataType())
	if !narrow(kind) || checkTensor(p) != nil {
		return
	}
	values := decodeFloats(p, kind)
	raw := make([]byte, 4*len(values))
	for i, v := range values {
		binary.LittleEndian.PutUint32(raw[4*i:], math.Float32bits(v))
	}
	p.DataType = proto.Int32(int32(Float))
	p.RawData, p.Int32Data, p.DoubleData, p.FloatData = raw, nil, nil, nil
}
