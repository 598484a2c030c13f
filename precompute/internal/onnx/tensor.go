package onnx

import (
	"fmt"
	"math"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx/onnxpb"
)

// DataType is a tensor's element type, numbered as in the file format.
type DataType int32

// The element types that constants are decoded from.
const (
	Float    = DataType(onnxpb.TensorProto_FLOAT)
	Float16  = DataType(onnxpb.TensorProto_FLOAT16)
	BFloat16 = DataType(onnxpb.TensorProto_BFLOAT16)
	Double   = DataType(onnxpb.TensorProto_DOUBLE)
	Int32    = DataType(onnxpb.TensorProto_INT32)
	Int64    = DataType(onnxpb.TensorProto_INT64)
	Uint8    = DataType(onnxpb.TensorProto_UINT8)
	Int8     = DataType(onnxpb.TensorProto_INT8)
	Int16    = DataType(onnxpb.TensorProto_INT16)
	Uint16   = DataType(onnxpb.TensorProto_UINT16)
	Uint32   = DataType(onnxpb.TensorProto_UINT32)
	Uint64   = DataType(onnxpb.TensorProto_UINT64)
	Bool     = DataType(onnxpb.TensorProto_BOOL)
)

// String is the type's name in the file format.
func (t DataType) String() string { return onnxpb.TensorProto_DataType(t).String() }

func (t DataType) floating() bool { return t == Float || narrow(t) }

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
	switch t {
	case Uint8, Int8, Bool:
		return 1
	case Float16, BFloat16, Int16, Uint16:
		return 2
	case Float, Int32, Uint32:
		return 4
	case Double, Int64, Uint64:
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
	switch DataType(p.GetDataType()) {
	case Float:
		return len(p.FloatData)
	case Double:
		return len(p.DoubleData)
	case Int64:
		return len(p.Int64Data)
	case Uint32, Uint64:
		return len(p.Uint64Data)
	}
	return len(p.Int32Data)
}

func dims(p *onnxpb.TensorProto) []int {
	out := make([]int, len(p.Dims))
	for i, d := range p.Dims {
		out[i] = int(d)
	}
	return out
}
