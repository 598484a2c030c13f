package zarr

import (
	"encoding/binary"
	"math"
)

// Element is the Go type of an array's elements.
type Element interface {
	uint8 | uint16 | uint32 | float32 | float64
}

// TypeOf is the data type whose elements are T.
func TypeOf[T Element]() DataType {
	switch any(T(0)).(type) {
	case uint8:
		return Uint8
	case uint16:
		return Uint16
	case uint32:
		return Uint32
	case float32:
		return Float32
	}
	return Float64
}

// unpack reads len(dst) little-endian elements of src.
func unpack[T Element](dst []T, src []byte) {
	switch dst := any(dst).(type) {
	case []uint8:
		copy(dst, src)
	case []uint16:
		for i := range dst {
			dst[i] = binary.LittleEndian.Uint16(src[2*i:])
		}
	case []uint32:
		for i := range dst {
			dst[i] = binary.LittleEndian.Uint32(src[4*i:])
		}
	case []float32:
		for i := range dst {
			dst[i] = math.Float32frombits(binary.LittleEndian.Uint32(src[4*i:]))
		}
	case []float64:
		for i := range dst {
			dst[i] = math.Float64frombits(binary.LittleEndian.Uint64(src[8*i:]))
		}
	}
}

// AppendBytes appends the values to b as little-endian bytes, what a chunk holds before compression.
func AppendBytes[T Element](b []byte, values []T) []byte {
	switch values := any(values).(type) {
	case []uint8:
		b = append(b, values...)
	case []uint16:
		for _, v := range values {
			b = binary.LittleEndian.AppendUint16(b, v)
		}
	case []uint32:
		for _, v := range values {
			b = binary.LittleEndian.AppendUint32(b, v)
		}
	case []float32:
		for _, v := range values {
			b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
		}
	case []float64:
		for _, v := range values {
			b = binary.LittleEndian.AppendUint64(b, math.Float64bits(v))
		}
	}
	return b
}
