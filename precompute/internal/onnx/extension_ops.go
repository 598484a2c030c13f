package onnx

import "slices"

// TopK adds the k largest values along an axis, the largest first, and where they stand along it as int64. Along the axis there have
// to be at least k.
func (e *Extension) TopK(prefix, x string, axis, k int) (values, indices string) {
	var out []string
	if e.model.Opset < 10 {
		out = e.Nodes("TopK", prefix, Attributes{"axis": axis, "k": k}, 2, x)
	} else {
		out = e.Nodes("TopK", prefix, Attributes{"axis": axis}, 2, x, e.Integers(prefix+"/k", k))
	}
	return out[0], out[1]
}

// Slice adds [start, end) along an axis.
func (e *Extension) Slice(prefix, x string, axis, start, end int) string {
	if e.model.Opset < 10 {
		return e.Node("Slice", prefix, Attributes{"axes": []int{axis}, "starts": []int{start}, "ends": []int{end}}, x)
	}
	return e.Node("Slice", prefix, nil, x, e.Integers(prefix+"/start", start), e.Integers(prefix+"/end", end), e.Integers(prefix+"/axis", axis))
}

// Reshape adds x in another shape; 0 keeps the dimension.
func (e *Extension) Reshape(prefix, x string, shape ...int) string {
	return e.Node("Reshape", prefix, nil, x, e.Integers(prefix+"/shape", shape...))
}

// Pad adds x with a value around it: before and after are amounts along each axis, negative ones crop.
func (e *Extension) Pad(prefix, x string, before, after []int, value float32) string {
	pads := append(slices.Clone(before), after...)
	if e.model.Opset < 11 {
		return e.Node("Pad", prefix, Attributes{"pads": pads, "value": value}, x)
	}
	return e.Node("Pad", prefix, nil, x, e.Integers(prefix+"/pads", pads...), e.Floats(prefix+"/value", []float32{value}))
}

// ReduceSum adds the sums over some axes, which stay with length 1.
func (e *Extension) ReduceSum(prefix, x string, axes ...int) string {
	return e.reduce("ReduceSum", prefix, x, axes, 13)
}

// ReduceMean adds the means over some axes, which stay with length 1.
func (e *Extension) ReduceMean(prefix, x string, axes ...int) string {
	return e.reduce("ReduceMean", prefix, x, axes, 18)
}

// reduce writes the axes as an attribute before operator set since, and as an input from it on.
func (e *Extension) reduce(op, prefix, x string, axes []int, since int) string {
	if e.model.Opset < since {
		return e.Node(op, prefix, Attributes{"axes": axes}, x)
	}
	return e.Node(op, prefix, nil, x, e.Integers(prefix+"/axes", axes...))
}

// Expand adds x repeated to a shape.
func (e *Extension) Expand(prefix, x string, shape ...int) string {
	if e.model.Opset < 8 {
		return e.Node("Add", prefix, nil, x, e.Floats(prefix+"/zeros", make([]float32, volume(shape)), shape...))
	}
	return e.Node("Expand", prefix, nil, x, e.Integers(prefix+"/shape", shape...))
}
