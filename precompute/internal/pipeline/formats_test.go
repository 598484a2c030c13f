package pipeline_test

import (
	"context"
	"encoding/binary"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"google.golang.org/protobuf/proto"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/onnx/onnxpb"
	"summit/precompute/internal/onnx/onnxtest"
	format "summit/shared/bundle"
	"summit/shared/sparse"
)

// formats are ways to write the same network, whose weights are whole numbers that all of them hold exactly.
var formats = []struct {
	name   string
	change func(t *testing.T, m *onnxtest.Model, dir string)
	layout string // of the preprocessing that the bundle states; "": NCHW
}{
	{name: "float16", change: func(_ *testing.T, m *onnxtest.Model, _ string) { retype(m, onnxpb.TensorProto_FLOAT16, half) }},
	{name: "bfloat16", change: func(_ *testing.T, m *onnxtest.Model, _ string) {
		retype(m, onnxpb.TensorProto_BFLOAT16, func(v float32) []byte { return binary.LittleEndian.AppendUint16(nil, uint16(math.Float32bits(v)>>16)) })
	}},
	{name: "double", change: func(_ *testing.T, m *onnxtest.Model, _ string) {
		retype(m, onnxpb.TensorProto_DOUBLE, func(v float32) []byte { return binary.LittleEndian.AppendUint64(nil, math.Float64bits(float64(v))) })
	}},
	{name: "initializers as inputs", change: initializersAsInputs},
	{name: "external data", change: externalData},
	{name: "computed weights", change: computedWeights},
	{name: "a batch of four", change: func(_ *testing.T, m *onnxtest.Model, _ string) { fixBatch(m, 4) }},
	{name: "uint8 N,H,W,C", change: pixelsLast, layout: "NHWC"},
	{name: "other outputs and inputs", change: besides},
	{name: "quantized weights", change: quantizedWeights},
	{name: "quantized activations", change: quantizedActivations},
	{name: "a resize of its own", change: ownResize},
}

// TestFormats writes one network in many ways: all give the same counts.
func TestFormats(t *testing.T) {
	o := small(t)
	runSmall(t, o)
	want := countsOf(t, o.Out)
	for _, c := range formats {
		t.Run(c.name, func(t *testing.T) {
			own, dir := o, t.TempDir()
			own.Model, own.Out = filepath.Join(dir, "model.onnx"), filepath.Join(dir, "bundle")
			model := smallNet().Model()
			c.change(t, model, dir)
			must(t, os.WriteFile(own.Model, model.Bytes(), 0o666))
			_, err := run(context.Background(), own)
			must(t, err)
			got := countsOf(t, own.Out)
			for i := range want {
				if !reflect.DeepEqual(got[i], want[i]) {
					t.Fatalf("class %d: counts differ", i)
				}
			}
			r, err := bundle.Open(own.Out)
			must(t, err)
			defer r.Close()
			if layout := r.Manifest().Preprocess.Layout; layout != max(c.layout, "NCHW") {
				t.Errorf("layout %q", layout)
			}
		})
	}
}

// counts are a class's rows.
type counts struct {
	activation            []uint32
	influence, inhibition sparse.CSR
	right                 float64
	histogram             []int
}

func countsOf(t *testing.T, dir string) []counts {
	t.Helper()
	r, err := bundle.Open(dir)
	must(t, err)
	defer r.Close()
	var all []counts
	for i, class := range r.Manifest().Classes {
		c := counts{right: *class.Top1, histogram: class.Histogram}
		c.activation, err = r.Activation(i)
		must(t, err)
		c.influence, err = r.Matrix(format.Influence, i)
		must(t, err)
		c.inhibition, err = r.Matrix(format.Inhibition, i)
		must(t, err)
		all = append(all, c)
	}
	return all
}

// half is a whole number below 2048 as an IEEE 754 half.
func half(v float32) []byte {
	bits := math.Float32bits(v)
	exponent := int(bits>>23&255) - 112
	if v == 0 {
		exponent = 0
	}
	return binary.LittleEndian.AppendUint16(nil, uint16(bits>>31<<15)|uint16(exponent)<<10|uint16(bits>>13&1023))
}

// retype gives weights, inputs, outputs and casts another floating type.
func retype(m *onnxtest.Model, kind onnxpb.TensorProto_DataType, encode func(float32) []byte) {
	g := m.Proto().Graph
	for _, w := range g.Initializer {
		if w.GetDataType() != int32(onnxpb.TensorProto_FLOAT) {
			continue
		}
		for _, v := range w.FloatData {
			w.RawData = append(w.RawData, encode(v)...)
		}
		w.FloatData, w.DataType = nil, proto.Int32(int32(kind))
	}
	for _, v := range append(append([]*onnxpb.ValueInfoProto{}, g.Input...), g.Output...) {
		v.Type.GetTensorType().ElemType = proto.Int32(int32(kind))
	}
}

// initializersAsInputs is how files before IR 4 were written.
func initializersAsInputs(_ *testing.T, m *onnxtest.Model, _ string) {
	p := m.Proto()
	p.IrVersion = proto.Int64(3)
	for _, w := range p.Graph.Initializer {
		p.Graph.Input = append(p.Graph.Input, &onnxpb.ValueInfoProto{Name: w.Name, Type: &onnxpb.TypeProto{Value: &onnxpb.TypeProto_TensorType{
			TensorType: &onnxpb.TypeProto_Tensor{ElemType: w.DataType, Shape: shapeOf(w.Dims)}}}})
	}
}

func shapeOf(dims []int64) *onnxpb.TensorShapeProto {
	s := &onnxpb.TensorShapeProto{}
	for _, d := range dims {
		s.Dim = append(s.Dim, dimension(d))
	}
	return s
}

func dimension(d int64) *onnxpb.TensorShapeProto_Dimension {
	return &onnxpb.TensorShapeProto_Dimension{Value: &onnxpb.TensorShapeProto_Dimension_DimValue{DimValue: d}}
}

// externalData moves all weights into a folder beside the model.
func externalData(t *testing.T, m *onnxtest.Model, dir string) {
	var data []byte
	for _, w := range m.Proto().Graph.Initializer {
		var raw []byte
		for _, v := range w.FloatData {
			raw = binary.LittleEndian.AppendUint32(raw, math.Float32bits(v))
		}
		if raw == nil {
			continue
		}
		for _, e := range [][2]string{{"location", "weights/all.bin"}, {"offset", decimal(len(data))}, {"length", decimal(len(raw))}} {
			w.ExternalData = append(w.ExternalData, &onnxpb.StringStringEntryProto{Key: &e[0], Value: &e[1]})
		}
		w.FloatData, w.DataLocation = nil, onnxpb.TensorProto_EXTERNAL.Enum()
		data = append(data, raw...)
	}
	must(t, os.MkdirAll(filepath.Join(dir, "weights"), 0o777))
	must(t, os.WriteFile(filepath.Join(dir, "weights", "all.bin"), data, 0o666))
}

// fixBatch makes the model take exactly n images.
func fixBatch(m *onnxtest.Model, n int64) {
	m.Proto().Graph.Input[0].Type.GetTensorType().Shape.Dim[0] = dimension(n)
}
