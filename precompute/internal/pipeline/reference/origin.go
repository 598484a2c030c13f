package reference

// source is a channel that influence runs from or to: of an earlier layer, or of a sum (a Conv or Add). Node -1 is constant.
type source struct{ node, channel int }

// origin is where a channel comes from, through normalizations, activations, poolings and moves of channels.
type origin struct {
	source
	factor float64 // of the normalizations between source and the first operator that is not linear
	closed bool    // that operator has been met

	// The operand of the first concatenation on the way, and the same of the way from there; via is -1 before any.
	via, viaChannel int
	viaFactor       float64
	viaClosed       bool
}

// origin follows channel c of the node back to an earlier layer or to a sum.
func (n *Net) origin(earlier ends, node, c int) origin {
	d := &n.Nodes[node]
	start := origin{source: source{node, c}, factor: 1, via: -1, viaFactor: 1}
	if earlier[node] || d.Op == Conv || d.Op == Add {
		return start
	}
	switch d.Op {
	case Concat, Take, Extend, Shuffle:
		from, channel := n.moved(d, c)
		if from < 0 {
			start.node = -1
			return start
		}
		o := n.origin(earlier, from, channel)
		if d.Op == Concat && o.via < 0 {
			o.via, o.viaChannel, o.viaFactor, o.viaClosed = from, channel, 1, false
		}
		return o
	case Image:
		panic("reference: a way around the layers before")
	}
	o := n.origin(earlier, d.Inputs[0], c)
	switch d.Op {
	case Norm, Gain:
		if !o.closed {
			o.factor *= d.Factor[c]
		}
		if !o.viaClosed {
			o.viaFactor *= d.Factor[c]
		}
	case Relu, Clip, MaxPool, Activate:
		o.closed, o.viaClosed = true, true
	case Sample:
		o.closed, o.viaClosed = o.closed || d.Curved, o.viaClosed || d.Curved
	}
	return o
}

// term is one candidate of a sum: what one channel of a tensor adds to one output.
type term struct {
	from    source    // the channel that competes
	tensor  int       // node whose map is read
	channel int       // of that map
	conv    int       // node of the convolution, -1: the map is added as it is
	kernel  []float64 // of that convolution, without the factor
	factor  float64
}

// terms lists the candidates of channel c of a sum, in order of the operands, then of channels.
func (n *Net) terms(earlier ends, sum source, factor float64) []term {
	if n.Nodes[sum.node].Op == Conv {
		return n.convTerms(earlier, sum, factor)
	}
	var terms []term
	for _, operand := range n.Nodes[sum.node].Inputs {
		terms = append(terms, n.operandTerms(earlier, source{operand, sum.channel}, factor)...)
	}
	return terms
}

func (n *Net) convTerms(earlier ends, sum source, factor float64) []term {
	d := &n.Nodes[sum.node]
	per := n.Nodes[d.Inputs[0]].Channels / d.Group
	first := sum.channel / (d.Channels / d.Group) * per
	var terms []term
	for i := range per {
		from := n.origin(earlier, d.Inputs[0], first+i).source
		if from.node >= 0 {
			terms = append(terms, term{from, d.Inputs[0], first + i, sum.node, d.kernel(sum.channel, i), factor})
		}
	}
	return terms
}

// operandTerms are the terms of one operand of an addition: those of a sum that nothing else reads, else the operand itself.
func (n *Net) operandTerms(earlier ends, operand source, factor float64) []term {
	inside := factor
	for t := operand.node; !earlier[t] && len(n.readers(t)) == 1; t = n.Nodes[t].Inputs[0] {
		d := &n.Nodes[t]
		if d.Op == Conv || d.Op == Add {
			return n.terms(earlier, source{t, operand.channel}, inside)
		}
		if d.Op != Norm && d.Op != Gain {
			break
		}
		inside *= d.Factor[operand.channel]
	}
	from := n.origin(earlier, operand.node, operand.channel).source
	if from.node < 0 {
		return nil
	}
	return []term{{from, operand.node, operand.channel, -1, nil, factor}}
}

// forward is the factor of the normalizations behind channel c of an inner sum, while each has one reader only.
func (n *Net) forward(sum source) float64 {
	factor := 1.0
	for t := sum.node; ; {
		readers := n.readers(t)
		if len(readers) != 1 || n.Nodes[readers[0]].Op != Norm && n.Nodes[readers[0]].Op != Gain {
			return factor
		}
		t = readers[0]
		factor *= n.Nodes[t].Factor[sum.channel]
	}
}
