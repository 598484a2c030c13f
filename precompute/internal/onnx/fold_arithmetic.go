package onnx

import (
	"fmt"
	"math"
)

// at is an element as a number.
func (t *Tensor) at(i int) float64 {
	if t.Type.floating() {
		return float64(t.Floats[i])
	}
	return float64(t.Ints[i])
}

func (t *Tensor) set(i int, v float64) {
	if t.Type.floating() {
		t.Floats[i] = float32(v)
	} else {
		t.Ints[i] = int64(v)
	}
}

func (t *Tensor) copyFrom(in *Tensor, to, from int) {
	if t.Type.floating() {
		t.Floats[to] = in.Floats[from]
	} else {
		t.Ints[to] = in.Ints[from]
	}
}

var unary = map[string]func(float64) float64{
	"Neg": func(v float64) float64 { return -v }, "Abs": math.Abs, "Sqrt": math.Sqrt, "Exp": math.Exp, "Log": math.Log,
	"Reciprocal": func(v float64) float64 { return 1 / v }, "Floor": math.Floor, "Ceil": math.Ceil,
	"Relu": func(v float64) float64 { return max(v, 0) }, "Tanh": math.Tanh,
	"Sigmoid":  func(v float64) float64 { return 1 / (1 + math.Exp(-v)) },
	"Softplus": func(v float64) float64 { return math.Log1p(math.Exp(v)) },
}

var binary64 = map[string]func(a, b float64) float64{
	"Add": func(a, b float64) float64 { return a + b }, "Sum": func(a, b float64) float64 { return a + b },
	"Sub": func(a, b float64) float64 { return a - b }, "Mul": func(a, b float64) float64 { return a * b },
	"Div": func(a, b float64) float64 { return a / b }, "Pow": math.Pow,
	"Max": func(a, b float64) float64 { return max(a, b) }, "Min": func(a, b float64) float64 { return min(a, b) },
}

var comparison = map[string]func(a, b float64) bool{
	"Equal": func(a, b float64) bool { return a == b }, "Greater": func(a, b float64) bool { return a > b },
	"Less": func(a, b float64) bool { return a < b }, "GreaterOrEqual": func(a, b float64) bool { return a >= b },
	"LessOrEqual": func(a, b float64) bool { return a <= b },
}

func (f *Inference) mapped(in *Tensor, fn func(float64) float64) (*Tensor, error) {
	if err := f.spend(in.Dims); err != nil {
		return nil, err
	}
	out := newTensor(in.Type, in.Dims)
	for i := range out.Len() {
		out.set(i, fn(in.at(i)))
	}
	return out, nil
}

// arithmetic folds an operation of two or more broadcast operands from left to right, and Where.
func (f *Inference) arithmetic(n *Node) (*Tensor, error) {
	var in []*Tensor
	for _, name := range n.Inputs {
		t, err := f.Constant(name)
		if err != nil {
			return nil, err
		}
		in = append(in, t)
	}
	if n.Op == "Where" && len(in) == 3 {
		return f.chosen(in)
	}
	kind, fn := in[0].Type, binary64[n.Op]
	if compare := comparison[n.Op]; compare != nil {
		kind, fn = Bool, func(a, b float64) float64 {
			if compare(a, b) {
				return 1
			}
			return 0
		}
	}
	if fn == nil {
		return nil, fmt.Errorf("cannot be computed from constants")
	}
	out := in[0]
	for _, next := range in[1:] {
		var err error
		if out, err = f.combined(n, kind, out, next, fn); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (f *Inference) combined(n *Node, kind DataType, a, b *Tensor, fn func(a, b float64) float64) (*Tensor, error) {
	if a.Type.floating() != b.Type.floating() {
		return nil, fmt.Errorf("operands have types %s and %s", a.Type, b.Type)
	}
	dims, err := broadcast(a.Dims, b.Dims)
	if err != nil {
		return nil, err
	}
	if err := f.spend(dims); err != nil {
		return nil, err
	}
	out := newTensor(kind, dims)
	ai, bi := broadcastIndex(a.Dims, dims), broadcastIndex(b.Dims, dims)
	for i := range out.Len() {
		if n.Op == "Div" && !a.Type.floating() {
			if b.Ints[bi[i]] == 0 {
				return nil, fmt.Errorf("divides by zero")
			}
			out.Ints[i] = a.Ints[ai[i]] / b.Ints[bi[i]]
			continue
		}
		out.set(i, fn(a.at(ai[i]), b.at(bi[i])))
	}
	return out, nil
}

func (f *Inference) chosen(in []*Tensor) (*Tensor, error) {
	dims, err := broadcast(in[1].Dims, in[2].Dims)
	if err == nil {
		dims, err = broadcast(dims, in[0].Dims)
	}
	if err == nil {
		err = f.spend(dims)
	}
	if err != nil {
		return nil, err
	}
	if in[1].Type.floating() != in[2].Type.floating() {
		return nil, fmt.Errorf("operands have types %s and %s", in[1].Type, in[2].Type)
	}
	out := newTensor(in[1].Type, dims)
	var at [3][]int
	for k, t := range in {
		at[k] = broadcastIndex(t.Dims, dims)
	}
	for i := range out.Len() {
		k := 2
		if in[0].at(at[0][i]) != 0 {
			k = 1
		}
		out.copyFrom(in[k], i, at[k][i])
	}
	return out, nil
}

// broadcastIndex lists, for each element of shape to, the element of a tensor of shape from.
func broadcastIndex(from, to []int) []int {
	steps := identitySteps(from)
	r := Rearrangement{Dims: to, steps: make([][]int, len(to))}
	for d, size := range to {
		r.steps[d] = make([]int, size)
		if k := d - (len(to) - len(from)); k >= 0 && from[k] == size {
			r.steps[d] = steps[k]
		}
	}
	return r.Index()
}

// cast converts; Bool becomes 0 or 1.
func (f *Inference) cast(in *Tensor, to DataType) (*Tensor, error) {
	switch to {
	case Float, Float16, BFloat16, Double, Int8, Int16, Int32, Int64, Uint8, Uint16, Uint32, Uint64, Bool:
	default:
		return nil, fmt.Errorf("casts to %s, which cannot be computed", to)
	}
	if err := f.spend(in.Dims); err != nil {
		return nil, err
	}
	out := newTensor(to, in.Dims)
	for i := range out.Len() {
		v := in.at(i)
		if to == Bool && v != 0 {
			v = 1
		}
		if !in.Type.floating() && !to.floating() && to != Bool {
			out.Ints[i] = in.Ints[i]
		} else {
			out.set(i, v)
		}
	}
	return out, nil
}

// joined folds Concat.
func (f *Inference) joined(n *Node) (*Tensor, error) {
	var parts []*Tensor
	for _, name := range n.Inputs {
		t, err := f.Constant(name)
		if err != nil {
			return nil, err
		}
		parts = append(parts, t)
	}
	axis, err := axisOf(n.Int("axis", 1), len(parts[0].Dims))
	if err != nil {
		return nil, err
	}
	shape, err := joinedShape(parts, axis)
	if err == nil {
		err = f.spend(shape)
	}
	if err != nil {
		return nil, err
	}
	out := newTensor(parts[0].Type, shape)
	row, offset := volume(shape[axis:]), 0
	for _, t := range parts {
		part := volume(t.Dims[axis:])
		for i := range t.Len() {
			out.copyFrom(t, i/part*row+offset+i%part, i)
		}
		offset += part
	}
	return out, nil
}

func joinedShape(parts []*Tensor, axis int) ([]int, error) {
	shape := append([]int{}, parts[0].Dims...)
	for _, t := range parts[1:] {
		if t.Type.floating() != parts[0].Type.floating() || len(t.Dims) != len(shape) {
			return nil, fmt.Errorf("constants %s %v and %s %v cannot be joined", parts[0].Type, shape, t.Type, t.Dims)
		}
		for d, size := range t.Dims {
			if d == axis {
				shape[d] += size
			} else if size != shape[d] {
				return nil, fmt.Errorf("constants of shapes %v and %v cannot be joined", shape, t.Dims)
			}
		}
	}
	return shape, nil
}

// part folds one output of Split.
func (f *Inference) part(n *Node, in *Tensor, output string) (*Tensor, error) {
	axis, sizes, err := f.SplitSizes(n, in.Dims)
	if err != nil {
		return nil, err
	}
	r := Rearrangement{Dims: append([]int{}, in.Dims...), steps: identitySteps(in.Dims)}
	start := 0
	for i, name := range n.Outputs {
		if name == output {
			r.steps[axis], r.Dims[axis] = r.steps[axis][start:start+sizes[i]], sizes[i]
			break
		}
		start += sizes[i]
	}
	if err := f.spend(r.Dims); err != nil {
		return nil, err
	}
	out := newTensor(in.Type, r.Dims)
	for i, from := range r.Index() {
		out.copyFrom(in, i, from)
	}
	return out, nil
}
