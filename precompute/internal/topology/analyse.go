package topology

import (
	"fmt"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/onnx"
)

// Options choose what is analysed.
type Options struct {
	Height, Width int      // of the image where the model leaves them open; 0: DefaultSize
	Output        string   // tensor of the class scores; "": the graph's output
	Layers        []string // names or patterns (* and ?) of layers, ONNX tensors or nodes; none: all layers
}

// DefaultSize is the height and width that open sizes are analysed at where the options name none.
const DefaultSize = 224

// Analyse finds the layers of a model and the links to them. A range that cannot be analysed is a gap; an error
// means that nothing can be done with the model or with the options.
//
// Where the model leaves the image's size open and the options name none, the sizes of Input and Layers are 0 in the
// result.
func Analyse(m *onnx.Model, o Options) (*Network, error) {
	f, err := m.Infer(orDefault(o.Height), orDefault(o.Width))
	if err != nil {
		return nil, err
	}
	g, err := newGraph(f, o.Output)
	if err != nil {
		return nil, fmt.Errorf("model %q: %w", m.Name, err)
	}
	chains, names, err := g.layerChains(o.Layers)
	if err != nil {
		return nil, fmt.Errorf("model %q: %w", m.Name, err)
	}
	if len(chains) == 0 {
		return nil, hint.Errorf("only convolutional classifiers have layers of channels",
			"model %q: no tensor N,C,H,W lies on every path from input %q to output %q%s", m.Name, f.Image.Name, g.output, g.firstUnknown())
	}
	net := g.network(chains, names)
	if image, _ := m.ImageInput(); image.Shape[2] == 0 && o.Height == 0 || image.Shape[3] == 0 && o.Width == 0 {
		net.Input.Height, net.Input.Width = 0, 0
		for i := range net.Layers {
			net.Layers[i].Height, net.Layers[i].Width = 0, 0
		}
	}
	return net, nil
}

// firstUnknown names the first operator that cannot be analysed.
func (g *graph) firstUnknown() string {
	for _, n := range g.nodes {
		if o := g.classify(n); o.kind == unknown {
			return fmt.Sprintf("; node %q (%s): %s", n.Label(), n.Op, o.reason)
		}
	}
	return ""
}

func (g *graph) network(chains []chain, names []string) *Network {
	image, _ := g.f.Model.ImageInput()
	shape := g.f.Image.Shape
	net := &Network{
		Input:   Input{Name: image.Name, Batch: image.Shape[0], Channels: shape[1], Height: shape[2], Width: shape[3]},
		Output:  g.output,
		Softmax: g.endsInProbabilities(),
		Classes: g.classes,
	}
	fields := g.fields()
	for i, c := range chains {
		s := g.f.Shape(c.tensor)
		net.Layers = append(net.Layers, Layer{Name: names[i], Tensor: c.tensor, Channels: s[1], Height: s[2], Width: s[3], Field: fields[c.tensor].field()})
	}
	g.addCosts(net)
	for to := 1; to < len(net.Layers); to++ {
		from := g.before(net.Layers, to)
		if from < 0 {
			continue
		}
		link, err := g.link(net.Layers, to)
		if err != nil {
			net.Gaps = append(net.Gaps, Gap{From: from, To: to, Node: err.node, Op: err.op, Reason: err.reason})
			continue
		}
		net.Links = append(net.Links, *link)
	}
	net.Rest = g.rest(chains)
	return net
}

// before is the last layer before layer to that all paths to it lead through, else the last one that it is computed from; -1 if
// it is computed from none.
func (g *graph) before(layers []Layer, to int) int {
	needed := g.f.Model.Needs(layers[to].Tensor)
	last := -1
	for k := to - 1; k >= 0; k-- {
		if !needed[layers[k].Tensor] {
			continue
		}
		if g.cut[layers[k].Tensor] {
			return k
		}
		last = max(last, k)
	}
	return last
}

func orDefault(size int) int {
	if size == 0 {
		return DefaultSize
	}
	return size
}
