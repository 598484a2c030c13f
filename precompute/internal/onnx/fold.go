package onnx

import (
	"fmt"
	"math"
	"slices"
)

// fold computes the output of a node whose inputs are all constant.
func (f *Inference) fold(n *Node, output string) (*Tensor, error) {
	if n.Domain != "" {
		return nil, errUnknownOp
	}
	switch n.Op {
	case "Constant":
		return f.constantNode(n)
	case "ConstantOfShape":
		return f.filled(n)
	case "Range":
		return f.counted(n)
	case "Shape":
		return f.shapeVector(n)
	case "Size":
		shape := f.Shape(n.Input(0))
		if shape == nil {
			return nil, f.noShape(n.Input(0))
		}
		return &Tensor{Type: Int64, Dims: []int{}, Ints: []int64{int64(volume(shape))}}, nil
	}
	in, err := f.Constant(n.Input(0))
	if err != nil {
		return nil, err
	}
	switch n.Op {
	case "Concat":
		return f.joined(n)
	case "Split":
		return f.part(n, in, output)
	case "QuantizeLinear", "DequantizeLinear":
		return f.requantized(n, in)
	case "Cast":
		return f.cast(in, DataType(n.Int("to", 0)))
	}
	if broadcasting[n.Op] {
		return f.arithmetic(n)
	}
	if fn := unary[n.Op]; fn != nil {
		return f.mapped(in, fn)
	}
	return f.moved(n, in)
}

func (f *Inference) noShape(tensor string) error {
	return fmt.Errorf("the shape of tensor %q is not known: %w", tensor, f.reasons[tensor])
}

// spend refuses to make more elements than the model's budget.
func (f *Inference) spend(dims []int) error {
	n, err := checkedVolume(dims, f.Model.budget)
	if err != nil {
		return fmt.Errorf("a constant %w", err)
	}
	f.Model.budget -= n
	return nil
}

func (f *Inference) constantNode(n *Node) (*Tensor, error) {
	if a := n.attributes["value"]; a.GetT() != nil {
		if err := checkTensor(a.T); err != nil {
			return nil, err
		}
		return decodeTensor(a.T)
	}
	for name, a := range n.attributes {
		switch name {
		case "value_float":
			return &Tensor{Type: Float, Dims: []int{}, Floats: []float32{a.GetF()}}, nil
		case "value_int":
			return &Tensor{Type: Int64, Dims: []int{}, Ints: []int64{a.GetI()}}, nil
		case "value_floats":
			return &Tensor{Type: Float, Dims: []int{len(a.Floats)}, Floats: a.Floats}, nil
		case "value_ints":
			return &Tensor{Type: Int64, Dims: []int{len(a.Ints)}, Ints: a.Ints}, nil
		}
	}
	return nil, fmt.Errorf("its value is neither a tensor nor numbers")
}

func (f *Inference) filled(n *Node) (*Tensor, error) {
	dims, err := f.ints(n.Input(0))
	if err != nil {
		return nil, err
	}
	if err := f.spend(dims); err != nil {
		return nil, err
	}
	value := &Tensor{Type: Float, Floats: []float32{0}}
	if a := n.attributes["value"]; a.GetT() != nil {
		if err := checkTensor(a.T); err != nil {
			return nil, err
		}
		if value, err = decodeTensor(a.T); err != nil {
			return nil, err
		}
		if value.Len() != 1 {
			return nil, fmt.Errorf("its value has %d elements, not 1", value.Len())
		}
	}
	t := newTensor(value.Type, dims)
	for i := range t.Floats {
		t.Floats[i] = value.Floats[0]
	}
	for i := range t.Ints {
		t.Ints[i] = value.Ints[0]
	}
	return t, nil
}

func (f *Inference) counted(n *Node) (*Tensor, error) {
	var arg [3]float64
	kind := Int64
	for i := range arg {
		t, err := f.Constant(n.Input(i))
		if err != nil {
			return nil, err
		}
		if t.Len() != 1 {
			return nil, fmt.Errorf("start, limit and delta are not numbers")
		}
		kind, arg[i] = t.Type, t.at(0)
	}
	count := math.Ceil((arg[1] - arg[0]) / arg[2])
	if !(count <= maxElements) || arg[2] == 0 {
		return nil, fmt.Errorf("a range from %g to %g by %g is impossible", arg[0], arg[1], arg[2])
	}
	dims := []int{int(max(count, 0))}
	if err := f.spend(dims); err != nil {
		return nil, err
	}
	t := newTensor(kind, dims)
	for i := range dims[0] {
		t.set(i, arg[0]+float64(float64(i)*arg[2]))
	}
	return t, nil
}

func (f *Inference) shapeVector(n *Node) (*Tensor, error) {
	shape := f.Shape(n.Input(0))
	if shape == nil {
		return nil, f.noShape(n.Input(0))
	}
	start, end := sliceBounds(n.Int("start", 0), n.Int("end", len(shape)), 1, len(shape))
	out := &Tensor{Type: Int64, Ints: []int64{}}
	for _, d := range shape[start:max(start, end)] {
		out.Ints = append(out.Ints, int64(d))
	}
	out.Dims = []int{len(out.Ints)}
	return out, nil
}

// moved folds what Rearrange describes; padding takes the value of Pad's third input.
func (f *Inference) moved(n *Node, in *Tensor) (*Tensor, error) {
	r, err := f.Rearrange(n, in.Dims)
	if err != nil {
		return nil, err
	}
	switch n.Op {
	case "Identity", "Dropout", "Reshape", "Flatten", "Squeeze", "Unsqueeze":
		return &Tensor{Type: in.Type, Dims: slices.Clone(r.Dims), Floats: in.Floats, Ints: in.Ints}, nil
	}
	if err := f.spend(r.Dims); err != nil {
		return nil, err
	}
	fill, err := f.padValue(n)
	if err != nil {
		return nil, err
	}
	out := newTensor(in.Type, r.Dims)
	for i, from := range r.Index() {
		if from < 0 {
			out.set(i, fill)
		} else {
			out.copyFrom(in, i, from)
		}
	}
	return out, nil
}

func (f *Inference) padValue(n *Node) (float64, error) {
	if n.Op != "Pad" || n.Input(2) == "" {
		return float64(n.Float("value", 0)), nil
	}
	t, err := f.Constant(n.Input(2))
	if err != nil || t.Len() == 0 {
		return 0, err
	}
	return t.at(0), nil
}
