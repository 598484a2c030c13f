package zarr

import (
	"fmt"
	"strconv"
	"strings"
)

// MaxChunkBytes bounds a chunk before compression, so that no metadata makes a reader allocate more.
const MaxChunkBytes = 1 << 28

// Limits of the subset that keep products of sizes far from overflow.
const (
	maxRank = 4
	maxSize = 1 << 31
)

// DataType is the type of an array's elements.
type DataType string

// The data types of the subset.
const (
	Uint8   DataType = "uint8"
	Uint16  DataType = "uint16"
	Uint32  DataType = "uint32"
	Float32 DataType = "float32"
	Float64 DataType = "float64"
)

// Size is the number of bytes of an element, 0 for a type outside of the subset.
func (t DataType) Size() int {
	switch t {
	case Uint8:
		return 1
	case Uint16:
		return 2
	case Uint32, Float32:
		return 4
	case Float64:
		return 8
	}
	return 0
}

// Array is the metadata of an array.
type Array struct {
	Type       DataType
	Shape      []int    // elements along each dimension
	Chunk      []int    // elements of a chunk along each dimension
	Fill       float64  // value of elements that nobody wrote
	Dimensions []string // a name for each dimension, or nil
}

// ChunkLen is the number of elements of a chunk.
func (a Array) ChunkLen() int {
	n := 1
	for _, size := range a.Chunk {
		n *= size
	}
	return n
}

// ChunkPath is the path of a chunk of the array at path name, below the root: "influence/counts", 7, 0 gives
// "influence/counts/c/7/0".
func ChunkPath(name string, index ...int) string {
	var b strings.Builder
	b.WriteString(name)
	b.WriteString("/c")
	for _, i := range index {
		b.WriteByte('/')
		b.WriteString(strconv.Itoa(i))
	}
	return b.String()
}

// Validate reports the first field of a that lies outside of the subset.
func (a Array) Validate() error {
	if a.Type.Size() == 0 {
		return fmt.Errorf("data_type %q is not supported", a.Type)
	}
	if len(a.Shape) == 0 || len(a.Shape) > maxRank {
		return fmt.Errorf("shape %v has %d dimensions; 1 to %d are supported", a.Shape, len(a.Shape), maxRank)
	}
	if len(a.Chunk) != len(a.Shape) {
		return fmt.Errorf("chunk_shape %v does not fit shape %v", a.Chunk, a.Shape)
	}
	if a.Dimensions != nil && len(a.Dimensions) != len(a.Shape) {
		return fmt.Errorf("dimension_names %q do not fit shape %v", a.Dimensions, a.Shape)
	}
	if err := validSizes(a); err != nil {
		return err
	}
	return validFill(a)
}

func validSizes(a Array) error {
	bytes := a.Type.Size()
	for d := range a.Shape {
		if a.Shape[d] < 1 || a.Shape[d] > maxSize {
			return fmt.Errorf("shape %v: sizes run from 1 to %d", a.Shape, maxSize)
		}
		if a.Chunk[d] < 1 || a.Chunk[d] > MaxChunkBytes/bytes {
			return fmt.Errorf("chunk_shape %v: a chunk holds 1 to %d bytes", a.Chunk, MaxChunkBytes)
		}
		bytes *= a.Chunk[d]
	}
	return nil
}

func validFill(a Array) error {
	whole := map[DataType]float64{Uint8: 1<<8 - 1, Uint16: 1<<16 - 1, Uint32: 1<<32 - 1}
	top, isWhole := whole[a.Type]
	if isWhole && (a.Fill < 0 || a.Fill > top || a.Fill != float64(uint32(a.Fill))) {
		return fmt.Errorf("fill_value %v is no %s", a.Fill, a.Type)
	}
	if a.Fill != a.Fill || a.Fill-a.Fill != 0 {
		return fmt.Errorf("fill_value %v is not supported", a.Fill)
	}
	return nil
}
