package onnx

import (
	"errors"
	"fmt"
	"slices"

	"summit/precompute/internal/hint"
)

// Inference holds what is known about a model's tensors for one image of one size: shapes, constants, and what depends
// on the image. An open batch counts as 1.
type Inference struct {
	Model         *Model
	Image         Value // the image input; its Shape is complete
	Height, Width int   // of Image

	shapes    map[string][]int
	reasons   map[string]error // why a tensor has no shape: the first node on the way to it that has none
	constants map[string]*Tensor
	fromImage map[string]bool
}

// maxElements bounds what a shape may multiply up to.
const maxElements = 1 << 40

// errSubgraphs is the reason of an operator such as If or Loop.
var errSubgraphs = errors.New("subgraphs are not looked into, and the file does not state the shape of what it makes")

// errDependsOnInput is the reason why a tensor is no constant.
var errDependsOnInput = errors.New("depends on the model's input")

// Infer propagates shapes from the image input. Height and width serve where the model leaves the size open.
func (m *Model) Infer(height, width int) (*Inference, error) {
	image, err := m.ImageInput()
	if err != nil {
		return nil, err
	}
	f := &Inference{Model: m, shapes: map[string][]int{}, reasons: map[string]error{}, constants: map[string]*Tensor{}, fromImage: map[string]bool{}}
	image.Shape = m.imageShape(image, height, width)
	if _, err := checkedVolume(image.Shape, maxElements); err != nil || slices.Contains(image.Shape, 0) {
		return nil, hint.Errorf("name the images' size", "model %q: input %q has the size %v", m.Name, image.Name, image.Shape)
	}
	f.Image, f.Height, f.Width = image, image.Shape[2], image.Shape[3]
	f.fromImage[image.Name] = true
	f.shapes[image.Name] = image.Shape
	for name, p := range m.initializers {
		if _, err := checkedVolume(dims(p), maxElements); err == nil {
			f.shapes[name] = dims(p)
		}
	}
	for _, n := range m.Nodes {
		f.visit(n)
	}
	return f, nil
}

// Shape is the tensor's shape, nil if it is not known.
func (f *Inference) Shape(tensor string) []int { return f.shapes[tensor] }

// WhyNoShape explains why a tensor has no shape; nil if it has one.
func (f *Inference) WhyNoShape(tensor string) error { return f.reasons[tensor] }

// DependsOnImage tells whether the tensor's values change with the image's pixels (shapes of tensors do not).
func (f *Inference) DependsOnImage(tensor string) bool { return f.fromImage[tensor] }

// Constant computes a tensor that depends on no input, or says why there is none.
func (f *Inference) Constant(tensor string) (*Tensor, error) {
	if t := f.constants[tensor]; t != nil {
		return t, nil
	}
	t, err := f.constant(tensor)
	if err != nil {
		return nil, err
	}
	f.constants[tensor] = t
	return t, nil
}

func (f *Inference) constant(tensor string) (*Tensor, error) {
	if p := f.Model.initializers[tensor]; p != nil {
		return decodeTensor(p)
	}
	n := f.Model.Producer(tensor)
	if n == nil || f.fromImage[tensor] {
		return nil, fmt.Errorf("tensor %q %w", tensor, errDependsOnInput)
	}
	t, err := f.fold(n, tensor)
	if err != nil {
		return nil, fmt.Errorf("node %q (%s): %w", n.Label(), n.Op, err)
	}
	return t, nil
}

func (f *Inference) visit(n *Node) {
	f.markImage(n)
	shapes, err := f.outputShapes(n)
	if errors.Is(err, errUnknownOp) || err != nil && f.Shape(n.Input(0)) == nil {
		shapes, err = f.declared(n, err)
	}
	for i, out := range n.Outputs {
		switch {
		case out == "":
		case err != nil:
			f.reasons[out] = f.cause(n, err)
		case i >= len(shapes) || shapes[i] == nil:
			f.reasons[out] = f.cause(n, errors.New("the shape of what it makes is not known"))
		default:
			if _, err := checkedVolume(shapes[i], maxElements); err != nil {
				f.reasons[out] = err
				continue
			}
			f.shapes[out] = shapes[i]
		}
	}
}

// cause is why what a node makes has no shape: a node before it, or err.
func (f *Inference) cause(n *Node, err error) error {
	for _, in := range n.Inputs {
		if before := f.reasons[in]; before != nil && f.fromImage[in] {
			return before
		}
	}
	if len(n.Captures) > 0 && errors.Is(err, errUnknownOp) {
		err = errSubgraphs
	}
	return fmt.Errorf("node %q (%s): %w", n.Label(), n.Op, err)
}

// declared falls back on the shapes that the file states for a node's outputs. It returns err if there are none.
func (f *Inference) declared(n *Node, err error) ([][]int, error) {
	shapes := make([][]int, len(n.Outputs))
	for i, out := range n.Outputs {
		stated, ok := f.Model.declared[out]
		if !ok {
			continue
		}
		shape := slices.Clone(stated)
		if len(shape) > 0 && shape[0] == 0 {
			shape[0] = f.Image.Shape[0]
		}
		if len(shape) > 0 && !slices.Contains(shape, 0) {
			shapes[i], err = shape, nil
		}
	}
	return shapes, err
}

func (f *Inference) markImage(n *Node) {
	if n.Domain == "" && (n.Op == "Shape" || n.Op == "Size") {
		return
	}
	for _, inputs := range [][]string{n.Inputs, n.Captures} {
		for _, in := range inputs {
			if f.fromImage[in] {
				for _, out := range n.Outputs {
					f.fromImage[out] = true
				}
				return
			}
		}
	}
}
