package onnx

// turnMoved renumbers the axes of Slice and Pad, whose arguments are attributes in old operator sets and inputs since.
func (l *layout) turnMoved(n *Node) bool {
	in := l.first[n.Input(0)]
	if in == "" {
		return false
	}
	if n.Op == "Slice" {
		return l.turnSlice(n, in)
	}
	return l.turnPad(n, in)
}

func (l *layout) turnSlice(n *Node, in string) bool {
	starts, ends, axes, steps, err := l.f.sliceArguments(n, 4)
	if err != nil {
		return false
	}
	turned := make([]int, len(axes))
	for i, axis := range axes {
		axis, err := axisOf(axis, 4)
		if err != nil {
			return false
		}
		turned[i] = place[axis]
	}
	if n.Input(1) == "" {
		l.emit(n, []string{in}, newAttribute("starts", starts), newAttribute("ends", ends), newAttribute("axes", turned))
		return true
	}
	out := n.Outputs[0]
	l.emit(n, []string{in, l.ints(out+"/starts", starts), l.ints(out+"/ends", ends), l.ints(out+"/axes", turned), l.ints(out+"/steps", steps)})
	return true
}

func (l *layout) turnPad(n *Node, in string) bool {
	pads, err := l.f.padAmounts(n, 4)
	if err != nil {
		return false
	}
	turned := make([]int, 8)
	for axis, to := range place {
		turned[to], turned[4+to] = pads[axis], pads[4+axis]
	}
	if n.Input(1) == "" {
		l.emit(n, []string{in}, newAttribute("pads", turned))
		return true
	}
	inputs := []string{in, l.ints(n.Outputs[0]+"/pads", turned)}
	if n.Input(2) != "" {
		inputs = append(inputs, n.Input(2))
	}
	l.emit(n, inputs)
	return true
}

// turnResize turns scales or sizes.
func (l *layout) turnResize(n *Node) bool {
	in := l.first[n.Input(0)]
	if in == "" || len(n.Inputs) < 3 || n.Ints("axes") != nil || n.Input(1) != "" && volume(l.f.Shape(n.Input(1))) != 0 {
		return false
	}
	inputs := []string{in, n.Input(1), n.Input(2)}
	if n.Input(3) != "" {
		sizes, err := l.f.ints(n.Input(3))
		if err != nil || len(sizes) != 4 {
			return false
		}
		inputs = append(inputs, l.ints(n.Outputs[0]+"/sizes", []int{sizes[0], sizes[3], sizes[1], sizes[2]}))
	} else {
		s, err := l.f.Constant(n.Input(2))
		if err != nil || len(s.Floats) != 4 {
			return false
		}
		turned := &Tensor{Type: Float, Dims: []int{4}, Floats: []float32{s.Floats[0], s.Floats[3], s.Floats[1], s.Floats[2]}}
		inputs[2] = l.floats(n.Outputs[0]+"/scales", turned)
	}
	l.emit(n, inputs)
	return true
}
