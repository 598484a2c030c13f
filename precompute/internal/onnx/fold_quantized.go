package onnx

import (
	"fmt"
	"math"
)

// requantized folds QuantizeLinear and DequantizeLinear, with a scale for the whole tensor or one for each index along axis.
func (f *Inference) requantized(n *Node, in *Tensor) (*Tensor, error) {
	scale, err := f.Constant(n.Input(1))
	if err != nil {
		return nil, err
	}
	zero := &Tensor{Type: Uint8, Ints: make([]int64, len(scale.Floats))}
	if n.Input(2) != "" {
		if zero, err = f.Constant(n.Input(2)); err != nil {
			return nil, err
		}
	}
	if n.Int("block_size", 0) != 0 || len(scale.Floats) == 0 || len(zero.Ints) != len(scale.Floats) {
		return nil, fmt.Errorf("scale %v and zero point %v do not go together, or come in blocks", scale.Dims, zero.Dims)
	}
	inner, err := scaleStep(n, in.Dims, len(scale.Floats))
	if err == nil {
		err = f.spend(in.Dims)
	}
	if err != nil {
		return nil, err
	}
	kind := Float
	if n.Op == "QuantizeLinear" {
		kind = zero.Type
	}
	out := newTensor(kind, in.Dims)
	for i := range out.Len() {
		k := i / inner % len(scale.Floats)
		if kind == Float {
			out.Floats[i] = float32(in.at(i)-float64(zero.Ints[k])) * scale.Floats[k]
		} else {
			out.Ints[i] = saturated(kind, math.RoundToEven(float64(float32(in.at(i))/scale.Floats[k]))+float64(zero.Ints[k]))
		}
	}
	return out, nil
}

// scaleStep is the number of elements, side by side, that one of so many scales is for.
func scaleStep(n *Node, dims []int, scales int) (int, error) {
	if scales == 1 {
		return 1, nil
	}
	axis, err := axisOf(n.Int("axis", 1), len(dims))
	if err != nil {
		return 0, err
	}
	if dims[axis] != scales {
		return 0, fmt.Errorf("%d scales do not fit axis %d of %v", scales, axis, dims)
	}
	return volume(dims[axis+1:]), nil
}

// saturated is v clamped to what a whole-number type holds.
func saturated(kind DataType, v float64) int64 {
	bits := 8 * kind.width()
	least, most := 0.0, math.Exp2(float64(bits))-1
	if kind == Int8 || kind == Int16 || kind == Int32 {
		least, most = -math.Exp2(float64(bits-1)), math.Exp2(float64(bits-1))-1
	}
	if math.IsNaN(v) {
		return 0
	}
	return int64(min(max(v, least), most))
}
