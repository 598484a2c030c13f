package topology

import (
	"summit/precompute/internal/onnx"
)

// laterSteps drafts the steps into the later layer, whose channels come from the given origins: the sums that they
// come from, one step each, and what reaches the layer without a sum.
func (l *linker) laterSteps(later []origin) ([]draft, *failure) {
	outputs := map[int][]int{} // sum site -> the layer's channel for each of the site's, -1: none
	whole := map[int]bool{}    // every channel of the site stands exactly once in the layer
	for j, o := range later {
		if o.site < firstSum {
			continue
		}
		if outputs[o.site] == nil {
			outputs[o.site] = l.absentOutputs(o.site)
			whole[o.site] = true
		}
		if outputs[o.site][o.channel] >= 0 {
			whole[o.site] = false
		}
		outputs[o.site][o.channel] = j
	}
	sites := map[int]bool{}
	for site, list := range outputs {
		for _, j := range list {
			whole[site] = whole[site] && j >= 0
		}
		if whole[site] {
			sites[site] = true
		}
	}
	steps := l.identitySteps(later, sites)
	for _, site := range sortedSites(sites) {
		factor := make([]float32, len(outputs[site]))
		for c, j := range outputs[site] {
			factor[c] = later[j].factor.factor
		}
		d, err := l.sumStep(l.g.f.Model.Nodes[site-firstSum], laterSite, outputs[site], factor)
		if err != nil {
			return nil, err
		}
		steps = append(steps, d)
	}
	return steps, nil
}

func (l *linker) absentOutputs(site int) []int {
	n := l.g.f.Model.Nodes[site-firstSum]
	out := make([]int, l.g.f.Shape(n.Outputs[0])[1])
	for c := range out {
		out[c] = -1
	}
	return out
}

// identitySteps drafts a step of one term for each tensor through which channels of the earlier layer, or of sums that
// are not in the layer as a whole, reach the later layer.
func (l *linker) identitySteps(later []origin, whole map[int]bool) []draft {
	var order []string
	by := map[string]*draft{}
	for j, o := range later {
		if o.site == constantSite || whole[o.site] {
			continue
		}
		if o.via == "" {
			o.via, o.viaChannel, o.viaFactor = l.later.Tensor, j, scale{factor: 1}
		}
		d := by[o.via]
		if d == nil {
			sources, err := l.origins(o.via)
			if err != nil {
				panic("topology: " + o.via + " was resolved before and is not now")
			}
			d = &draft{name: o.via, site: laterSite, terms: []draftTerm{{term: Term{Tensor: o.via}, sources: sources, only: make([]bool, len(sources))}}}
			by[o.via] = d
			order = append(order, o.via)
		}
		t := &d.terms[0]
		d.outputs = append(d.outputs, j)
		t.only[o.viaChannel] = true
		t.term.Pass = append(t.term.Pass, o.viaChannel)
		t.term.Scale = append(t.term.Scale, o.viaFactor.factor)
	}
	var steps []draft
	for _, via := range order {
		by[via].terms[0].term.Scale = nilIfOnes(by[via].terms[0].term.Scale)
		steps = append(steps, *by[via])
	}
	return steps
}

// sumStep drafts the step of a convolution or an addition. Factor multiplies each of its channels; outputs nil means
// its channels in order.
func (l *linker) sumStep(n *onnx.Node, site int, outputs []int, factor []float32) (draft, *failure) {
	d := draft{name: n.Label(), site: site, outputs: outputs}
	if outputs == nil {
		for c := range factor {
			d.outputs = append(d.outputs, c)
		}
	}
	var err *failure
	if l.g.classify(n).kind == convolve {
		d.terms, err = l.kernelTerm(n, factor)
	} else {
		d.terms, err = l.operandTerms(n, factor)
	}
	return d, err
}

// operandTerms lists the terms of an addition. A convolution or addition that nothing else reads adds its own terms.
func (l *linker) operandTerms(n *onnx.Node, factor []float32) ([]draftTerm, *failure) {
	var out []draftTerm
	for _, o := range l.g.classify(n).operands {
		if !l.g.f.DependsOnImage(o.tensor) {
			continue
		}
		own := append([]float32{}, factor...)
		if o.minus {
			multiply(own, repeat(-1, len(own)))
		}
		terms, err := l.operandTerm(n, o.tensor, own)
		if err != nil {
			return nil, err
		}
		out = append(out, terms...)
	}
	return out, nil
}

func (l *linker) operandTerm(reader *onnx.Node, tensor string, factor []float32) ([]draftTerm, *failure) {
	inside := append([]float32{}, factor...)
	for t := tensor; !l.isLayer(t) && l.g.onward(t) == reader && l.g.f.Shape(t)[1] == len(factor); {
		n := l.g.f.Model.Producer(t)
		switch o := l.g.classify(n); o.kind {
		case convolve:
			return l.kernelTerm(n, inside)
		case sum:
			return l.operandTerms(n, inside)
		case affine:
			multiply(inside, o.factor)
			t, reader = o.from, n
			continue
		}
		break
	}
	return l.identityTerm(tensor, factor)
}

// identityTerm adds the tensor's channels as they are.
func (l *linker) identityTerm(tensor string, factor []float32) ([]draftTerm, *failure) {
	sources, err := l.origins(tensor)
	if err != nil {
		return nil, err
	}
	t := Term{Tensor: tensor, Scale: nilIfOnes(factor)}
	for o := range factor {
		c := min(o, len(sources)-1) // a single channel is added to all
		if sources[c].site == constantSite {
			c = -1
		}
		t.Pass = append(t.Pass, c)
	}
	return []draftTerm{{term: t, sources: sources}}, nil
}

// kernelTerm convolves the node's input, each output multiplied by its factor.
func (l *linker) kernelTerm(n *onnx.Node, factor []float32) ([]draftTerm, *failure) {
	input := n.Input(0)
	sources, failed := l.origins(input)
	if failed != nil {
		return nil, failed
	}
	weights, err := l.g.f.Constant(n.Input(1))
	if err != nil {
		return nil, fail(n, err.Error())
	}
	w, err := l.g.f.Window(n, l.g.f.Shape(input))
	if err != nil {
		return nil, fail(n, err.Error())
	}
	k := &Kernel{Weights: make([]float32, len(weights.Floats)), Out: weights.Dims[0], In: len(sources), Group: n.Int("group", 1),
		Height: w.Kernel[0], Width: w.Kernel[1], Stride: w.Stride, Pads: w.Pads, Dilation: w.Dilation}
	per := len(weights.Floats) / k.Out
	for i, v := range weights.Floats {
		k.Weights[i] = v * factor[i/per]
	}
	return []draftTerm{{term: Term{Tensor: input, Kernel: k}, sources: sources}}, nil
}

func nilIfOnes(factor []float32) []float32 {
	for _, v := range factor {
		if v != 1 {
			return factor
		}
	}
	return nil
}
