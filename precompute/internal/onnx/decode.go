package onnx

import (
	"encoding/binary"
	"fmt"
	"math"

	"summit/precompute/internal/onnx/onnxpb"
)

// decodeTensor reads a tensor that checkTensor accepts.
func decodeTensor(p *onnxpb.TensorProto) (*Tensor, error) {
	t := &Tensor{Type: DataType(p.GetDataType()), Dims: dims(p)}
	switch t.Type {
	case Float, Float16, BFloat16, Double:
		t.Floats = decodeFloats(p, t.Type)
	case Int8, Int16, Int32, Int64, Uint8, Uint16, Uint32, Uint64, Bool:
		t.Ints = decodeInts(p, t.Type)
	default:
		return nil, fmt.Errorf("tensor %q has element type %s, which cannot be read", p.GetName(), t.Type)
	}
	if got, want := t.Len(), volume(t.Dims); got != want {
		return nil, fmt.Errorf("tensor %q of %v holds %d values", p.GetName(), t.Dims, got)
	}
	return t, nil
}

// floatFrom decodes the first value of raw bytes.
func floatFrom(kind DataType, raw []byte) float32 {
	order := binary.LittleEndian
	switch kind {
	case Float:
		return math.Float32frombits(order.Uint32(raw))
	case Double:
		return float32(math.Float64frombits(order.Uint64(raw)))
	}
	return halfFrom(kind, order.Uint16(raw))
}

func halfFrom(kind DataType, bits uint16) float32 {
	if kind == BFloat16 {
		return math.Float32frombits(uint32(bits) << 16)
	}
	return halfToFloat(bits)
}

func decodeFloats(p *onnxpb.TensorProto, kind DataType) []float32 {
	out := make([]float32, max(stored(p), 0))
	switch {
	case p.RawData != nil:
		for i, w := 0, kind.width(); i < len(out); i++ {
			out[i] = floatFrom(kind, p.RawData[i*w:])
		}
	case kind == Float:
		copy(out, p.FloatData)
	case kind == Double:
		for i, v := range p.DoubleData {
			out[i] = float32(v)
		}
	default: // halves stand in int32_data, a half an element
		for i, v := range p.Int32Data {
			out[i] = halfFrom(kind, uint16(v))
		}
	}
	return out
}

// intFrom decodes the first value of raw bytes.
func intFrom(kind DataType, raw []byte) int64 {
	order := binary.LittleEndian
	switch kind {
	case Int8:
		return int64(int8(raw[0]))
	case Int16:
		return int64(int16(order.Uint16(raw)))
	case Uint16:
		return int64(order.Uint16(raw))
	case Int32:
		return int64(int32(order.Uint32(raw)))
	case Uint32:
		return int64(order.Uint32(raw))
	case Int64, Uint64:
		return int64(order.Uint64(raw))
	}
	return int64(raw[0])
}

func decodeInts(p *onnxpb.TensorProto, kind DataType) []int64 {
	out := make([]int64, max(stored(p), 0))
	switch {
	case p.RawData != nil:
		for i, w := 0, kind.width(); i < len(out); i++ {
			out[i] = intFrom(kind, p.RawData[i*w:])
		}
	case kind == Int64:
		copy(out, p.Int64Data)
	case kind == Uint32 || kind == Uint64:
		for i, v := range p.Uint64Data {
			out[i] = int64(v)
		}
	default:
		for i, v := range p.Int32Data {
			out[i] = int64(v)
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
