// Package heads lets a model's own graph find what an image adds to its class, so that on an accelerator only small things leave the
// device: each channel's maximum and where it is, and the candidates with the largest terms of every output of every step.
//
// The keys are those of package influence, and so are the definitions: a term is the convolution of one input channel with one kernel,
// its value the maximum over the output positions; a step's candidates compete by it, ties go to the lower one. For spatial kernels a
// grouped convolution makes the maps of all terms, in blocks of outputs, so that none takes more than a budget of memory; 1x1 kernels
// and identity paths have a closed form in their channels' extremes. What differs is that terms are sums of float32: two that are equal
// within its rounding may change places.
package heads

import (
	"fmt"

	"summit/precompute/internal/influence"
	"summit/precompute/internal/onnx"
	"summit/precompute/internal/topology"
)

// Options are what the heads find.
type Options struct {
	influence.Options
	Height, Width int   // of the images
	Batch         int   // images that are in memory at once
	Block         int64 // bytes that the maps of a block of terms may take
}

// DefaultBlock is the memory of a block of terms: 256 MiB.
const DefaultBlock = 256 << 20

// Heads is a model with heads, and what its outputs mean. It is read-only.
type Heads struct {
	Model   []byte   // serialized
	Outputs []string // all are float32 [batch, ...]; the first is the logits
	Keys    int      // keys run from 0 to Keys, as those of influence.Plan

	inhibition bool
	layers     []topology.Layer
	steps      []step
	tables     []*table
}

// Outputs that every model has; those of the tables follow.
const (
	logits = iota
	maxima
	positions
	fixedOutputs
)

// New builds the heads of an analysed model.
func New(m *onnx.Model, n *topology.Network, o Options) (*Heads, error) {
	inference, err := m.Infer(o.Height, o.Width)
	if err != nil {
		return nil, err
	}
	h := &Heads{inhibition: o.Inhibition, layers: n.Layers}
	g := &graph{Extension: m.Extend(), inference: inference, options: o, seen: map[view]extremes{}}
	h.Outputs = append([]string{n.Output}, g.layers(n.Layers)...)
	for _, link := range n.Links {
		for i := range link.Steps {
			s := newStep(&link.Steps[i], h.Keys)
			if err := h.rank(g, &s); err != nil {
				return nil, fmt.Errorf("step %q: %w", link.Steps[i].Name, err)
			}
			h.Keys += s.outputs * s.candidates
			h.steps = append(h.steps, s)
		}
	}
	h.join(g)
	for _, name := range h.Outputs {
		g.Output(name)
	}
	h.Model, err = g.Bytes()
	return h, err
}

// layers adds two outputs [batch, channels of all layers]: their maxima, and where these are in reading order, the first of equal ones.
func (g *graph) layers(layers []topology.Layer) []string {
	var values, places []string
	for _, layer := range layers {
		values = append(values, g.Reshape("heads/max", g.extremes(view{tensor: layer.Tensor}).max, 0, -1))
		flat := g.Reshape("heads/flat", layer.Tensor, 0, layer.Channels, -1)
		places = append(places, g.float(g.Node("ArgMax", "heads/place", onnx.Attributes{"axis": 2, "keepdims": 0}, flat)))
	}
	return []string{g.concat("heads/maxima", 1, values), g.concat("heads/positions", 1, places)}
}
