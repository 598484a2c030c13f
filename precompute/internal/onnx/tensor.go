package onnx

import (
	"encoding/binary"
	"fmt"
	"math"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx/onnxpb"
)

// DataType is a tensor's element type, numbered as in the file format.
type DataType int32

// The element types that constants are decoded from.
const (
	Float   = DataType(onnxpb.TensorProto_FLOAT)
	Float16 = DataType(onnxpb.TensorProto_FLOAT16)
	Double  = DataType(onnxpb.TensorProto_DOUBLE)
	Int32   = DataType(onnxpb.TensorProto_INT32)
	Int64   = DataType(onnxpb.TensorProto_INT64)
	Uint8   = DataType(onnxpb.TensorProto_UINT8)
	Int8    = DataType(onnxpb.TensorProto_INT8)
	Bool    = DataType(onnxpb.TensorProto_BOOL)
)

// String is the type's name in the file format.
func (t DataType) String() string { return onnxpb.TensorProto_DataType(t).String() }

func (t DataType) floating() bool { return t == Float || t == Float16 || t == Double }

// Tensor is a constant, row-major. Floating types are held in Floats (Double rounded to float32), the others in Ints
// (false and true as 0 and 1); the other slice is nil.
type Tensor struct {
	Type   DataType
	Dims   []int
	Floats []float32
	Ints   []int64
}

// Len is the number of elements.
func (t *Tensor) Len() int {
	if t.Type.floating() {
		return len(t.Floats)
	}
	return len(t.Ints)
}

// IntSlice is the tensor's integers.
func (t *Tensor) IntSlice() []int {
	out := make([]int, len(t.Ints))
	for i, v := range t.Ints {
		out[i] = int(v)
	}
	return out
}

// newTensor returns zeros.
func newTensor(kind DataType, dims []int) *Tensor {
	t := &Tensor{Type: kind, Dims: append([]int{}, dims...)}
	if kind.floating() {
		t.Floats = make([]float32, volume(dims))
	} else {
		t.Ints = make([]int64, volume(dims))
	}
	return t
}

// volume is the number of elements of a checked shape.
func volume(dims []int) int {
	n := 1
	for _, d := range dims {
		n *= d
	}
	return n
}

// checkedVolume is the number of elements, or an error if a dimension is negative or the product above limit.
func checkedVolume(dims []int, limit int) (int, error) {
	n := 1
	for _, d := range dims {
		if d < 0 {
			return 0, fmt.Errorf("has a negative dimension in %v", dims)
		}
		if d > 0 && n > limit/d {
			return 0, fmt.Errorf("of %v has more than %d elements", dims, limit)
		}
		n *= d
	}
	return n, nil
}

// width is the bytes that an element takes in raw data; 0 for types that are not decoded.
func (t DataType) width() int {
	switch onnxpb.TensorProto_DataType(t) {
	case onnxpb.TensorProto_UINT8, onnxpb.TensorProto_INT8, onnxpb.TensorProto_BOOL:
		return 1
	case onnxpb.TensorProto_FLOAT16, onnxpb.TensorProto_BFLOAT16, onnxpb.TensorProto_INT16, onnxpb.TensorProto_UINT16:
		return 2
	case onnxpb.TensorProto_FLOAT, onnxpb.TensorProto_INT32, onnxpb.TensorProto_UINT32:
		return 4
	case onnxpb.TensorProto_DOUBLE, onnxpb.TensorProto_INT64, onnxpb.TensorProto_UINT64:
		return 8
	}
	return 0
}

// checkTensor compares the number of values with the dimensions. Types that are not decoded pass.
func checkTensor(p *onnxpb.TensorProto) error {
	kind := DataType(p.GetDataType())
	if kind.width() == 0 {
		return nil
	}
	if p.GetDataLocation() == onnxpb.TensorProto_EXTERNAL {
		return hint.Errorf("load the model from its folder, with the files that hold its weights", "initializer %q is stored in another file", p.GetName())
	}
	want, err := checkedVolume(dims(p), math.MaxInt/16)
	if err != nil {
		return fmt.Errorf("initializer %q %w", p.GetName(), err)
	}
	if got := stored(p); got != want {
		return fmt.Errorf("initializer %q of %v holds %d values", p.GetName(), p.Dims, got)
	}
	return nil
}

// stored is the number of values that the tensor holds, -1 if its bytes do not divide evenly.
func stored(p *onnxpb.TensorProto) int {
	if p.RawData != nil {
		w := DataType(p.GetDataType()).width()
		if len(p.RawData)%w != 0 {
			return -1
		}
		return len(p.RawData) / w
	}
	return len(p.FloatData) + len(p.DoubleData) + len(p.Int32Data) + len(p.Int64Data) + len(p.Uint64Data)
}

func dims(p *onnxpb.TensorProto) []int {
	out := make([]int, len(p.Dims))
	for i, d := range p.Dims {
		out[i] = int(d)
	}
	return out
}

// decodeTensor reads a tensor that checkTensor accepts.
func decodeTensor(p *onnxpb.TensorProto) (*Tensor, error) {
	t := &Tensor{Type: DataType(p.GetDataType()), Dims: dims(p)}
	switch t.Type {
	case Float, Float16, Double:
		t.Floats = decodeFloats(p, t.Type)
	case Int32, Int64, Uint8, Int8, Bool:
		t.Ints = decodeInts(p, t.Type)
	default:
		return nil, fmt.Errorf("tensor %q has element type %s, which cannot be read", p.GetName(), t.Type)
	}
	if got, want := t.Len(), volume(t.Dims); got != want {
		return nil, fmt.Errorf("tensor %q of %v holds %d values", p.GetName(), t.Dims, got)
	}
	return t, nil
}

func decodeFloats(p *onnxpb.TensorProto, kind DataType) []float32 {
	out := make([]float32, 0, max(stored(p), 0))
	raw, order := p.RawData, binary.LittleEndian
	switch {
	case raw != nil && kind == Float:
		for i := 0; i+4 <= len(raw); i += 4 {
			out = append(out, math.Float32frombits(order.Uint32(raw[i:])))
		}
	case raw != nil && kind == Double:
		for i := 0; i+8 <= len(raw); i += 8 {
			out = append(out, float32(math.Float64frombits(order.Uint64(raw[i:]))))
		}
	case raw != nil:
		for i := 0; i+2 <= len(raw); i += 2 {
			out = append(out, halfToFloat(order.Uint16(raw[i:])))
		}
	case kind == Float:
		out = append(out, p.FloatData...)
	case kind == Double:
		for _, v := range p.DoubleData {
			out = append(out, float32(v))
		}
	default: // halves stand in int32_data, a half an element
		for _, v := range p.Int32Data {
			out = append(out, halfToFloat(uint16(v)))
		}
	}
	return out
}

func decodeInts(p *onnxpb.TensorProto, kind DataType) []int64 {
	out := make([]int64, 0, max(stored(p), 0))
	raw, order := p.RawData, binary.LittleEndian
	switch {
	case raw != nil && kind == Int64:
		for i := 0; i+8 <= len(raw); i += 8 {
			out = append(out, int64(order.Uint64(raw[i:])))
		}
	case raw != nil && kind == Int32:
		for i := 0; i+4 <= len(raw); i += 4 {
			out = append(out, int64(int32(order.Uint32(raw[i:]))))
		}
	case raw != nil && kind == Int8:
		for _, b := range raw {
			out = append(out, int64(int8(b)))
		}
	case raw != nil:
		for _, b := range raw {
			out = append(out, int64(b))
		}
	case kind == Int64:
		out = append(out, p.Int64Data...)
	default:
		for _, v := range p.Int32Data {
			out = append(out, int64(v))
		}
	}
	return out
}

// halfToFloat converts an IEEE 754 half.
func halfToFloat(h uint16) float32 {
	sign, exponent, fraction := uint32(h>>15)<<31, uint32(h>>10)&31, uint32(h)&1023
	switch {
	case exponent == 31:
		return math.Float32frombits(sign | 0x7f800000 | fraction<<13)
	case exponent == 0:
		v := float32(fraction) * (1.0 / (1 << 24))
		return math.Float32frombits(math.Float32bits(v) | sign)
	}
	return math.Float32frombits(sign | (exponent+112)<<23 | fraction<<13)
}
