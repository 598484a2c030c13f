// Package autodiff extends a model by the graph of a gradient, in plain ONNX nodes, so that ONNX Runtime computes both on any device.
//
// This is reverse accumulation (Griewank and Walther, Evaluating Derivatives, 2008, section 3.2) over the graph: the adjoint of a tensor
// is the derivative of the objective sum(seed * target) by it. The seed is an input, so one session serves every objective that is a
// weighted sum of the target: a seed [batch, channels, 1, 1] chooses a channel for each image of the batch.
//
// Shapes are fixed when the graph is built: images have one size, and so many of them come at once. Where a function has a kink, the
// derivative is that from the left, as PyTorch's of ReLU. Of equal maxima in a pooling's window the first gets what flows back; those of
// other operators share it in equal parts. A cast to whole numbers passes adjoints on as if it did not round.
package autodiff

import (
	"fmt"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx"
)

// Options say what is differentiated.
type Options struct {
	Target        string   // the tensor whose weighted sum is the objective
	Wrt           []string // the tensors by which it is differentiated; none: the image
	Batch         int      // images at once; 0: 1
	Height, Width int      // of the images; 0: the model's own size
	Portable      bool     // only operators that accelerators have too
}

// Graph is a model that computes a target and its gradients.
type Graph struct {
	Model     []byte   // serialized
	Image     string   // input [Batch, channels, Height, Width]
	Seed      string   // input: the objective's derivative by the target, of the target's shape or one that broadcasts to it
	Target    string   // output
	Gradients []string // outputs, as Options.Wrt; each has its tensor's shape

	ImageShape, TargetShape []int
}

// Gradient builds the graph. The model does not change; what the target is not computed from is left out.
func Gradient(m *onnx.Model, o Options) (*Graph, error) {
	f, err := shaped(m, o)
	if err != nil {
		return nil, err
	}
	if len(o.Wrt) == 0 {
		o.Wrt = []string{f.Image.Name}
	}
	t := newTape(f, o)
	g := &Graph{Image: f.Image.Name, Seed: t.Input("seed"), Target: o.Target, ImageShape: f.Image.Shape, TargetShape: f.Shape(o.Target)}
	if g.Gradients, err = t.differentiate(g.Seed, o); err == nil {
		g.Model, err = t.Bytes()
	}
	if err != nil {
		return nil, fmt.Errorf("model %q: gradient of %q: %w", m.Name, o.Target, err)
	}
	return g, nil
}

// shaped is the part of the model that the target is computed from, for images as the options have them.
func shaped(m *onnx.Model, o Options) (*onnx.Inference, error) {
	if m.Producer(o.Target) == nil {
		return nil, fmt.Errorf("model %q: tensor %q is made by no node", m.Name, o.Target)
	}
	m, err := m.Only(o.Target)
	if err != nil {
		return nil, err
	}
	if m, err = m.WithBatch(max(o.Batch, 1)); err != nil {
		return nil, err
	}
	if o.Height > 0 || o.Width > 0 {
		if m, err = m.WithSize(o.Height, o.Width); err != nil {
			return nil, err
		}
	}
	if m, err = m.PoolsFirst(o.Wrt...); err != nil {
		return nil, err
	}
	f, err := m.Infer(o.Height, o.Width)
	if err != nil {
		return nil, err
	}
	if f.Shape(o.Target) == nil {
		return nil, hint.Wrap(fmt.Errorf("model %q: the shape of tensor %q is not known: %w", m.Name, o.Target, f.WhyNoShape(o.Target)),
			"name a tensor before that")
	}
	return f, nil
}
