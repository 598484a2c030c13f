package autodiff

import (
	"slices"

	"summit/precompute/internal/onnx"
)

func reshaped(t *tape, n *onnx.Node, g string) error {
	t.give(n.Input(0), t.reshape(g, t.shape(n.Input(0))))
	return nil
}

func transposed(t *tape, n *onnx.Node, g string) error {
	rank := len(t.shape(n.Input(0)))
	perm, back := n.Ints("perm"), make([]int, rank)
	for i := range rank {
		if perm == nil {
			back[i] = rank - 1 - i
		} else {
			back[perm[i]] = i
		}
	}
	t.give(n.Input(0), t.node("Transpose", onnx.Attributes{"perm": back}, g))
	return nil
}

func expanded(t *tape, n *onnx.Node, g string) error {
	t.share(n, n.Input(0), g)
	return nil
}

// axis is an attribute that may count from the end.
func axis(n *onnx.Node, preset, rank int) int {
	a := n.Int("axis", preset)
	if a < 0 {
		a += rank
	}
	return a
}

func concat(t *tape, n *onnx.Node, g string) error {
	along := axis(n, 1, len(t.shape(n.Outputs[0])))
	start := 0
	for _, in := range n.Inputs {
		end := start + t.shape(in)[along]
		if t.needs(in) && end > start {
			t.give(in, t.Slice(t.prefix, g, along, start, end))
		}
		start = end
	}
	return nil
}

// split joins the adjoints of its outputs; those that nothing flows back to are zeros.
func split(t *tape, n *onnx.Node, _ string) error {
	along := axis(n, 0, len(t.shape(n.Input(0))))
	var parts []string
	for _, out := range n.Outputs {
		g := t.adjoint(out)
		if shape := t.shape(out); g == "" {
			g = t.Floats(t.prefix+"/zeros", make([]float32, volume(shape)), shape...)
		}
		parts = append(parts, g)
	}
	t.give(n.Input(0), t.node("Concat", onnx.Attributes{"axis": along}, parts...))
	return nil
}

// taken is undone axis by axis for what takes elements by their positions along axes: Slice, Gather and Pad.
func taken(t *tape, n *onnx.Node, g string) error {
	in := t.shape(n.Input(0))
	r, err := t.f.Rearrange(n, in)
	if err != nil {
		return err
	}
	sources := r.Sources(in)
	shape := make([]int, len(sources))
	for i, s := range sources {
		shape[i] = len(s)
	}
	if !slices.Equal(shape, r.Dims) {
		g = t.reshape(g, shape)
	}
	for i, s := range sources {
		g, shape = t.scattered(g, shape, i, in[i], s)
	}
	t.give(n.Input(0), g)
	return nil
}

// scattered undoes taking the positions sources along an axis of the given size; -1 takes none.
func (t *tape) scattered(g string, shape []int, along, size int, sources []int) (string, []int) {
	if before, ok := shifted(sources, size); ok {
		if before == 0 && len(sources) == size {
			return g, shape
		}
		pads := [2][]int{make([]int, len(shape)), make([]int, len(shape))}
		pads[0][along], pads[1][along] = before, size-before-len(sources)
		shape = slices.Clone(shape)
		shape[along] = size
		return t.Pad(t.prefix, g, pads[0], pads[1], 0), shape
	}
	rows := make([][]weight, len(sources))
	for i, s := range sources {
		if s >= 0 {
			rows[i] = []weight{{s, 1}}
		}
	}
	return t.mapBack(g, shape, along, size, rows)
}

// shifted tells whether position i takes i+by for all i for which that lies within the size, and nothing for the others.
func shifted(sources []int, size int) (by int, ok bool) {
	first := slices.IndexFunc(sources, func(s int) bool { return s >= 0 })
	if first < 0 {
		return 0, false
	}
	by = sources[first] - first
	for i, s := range sources {
		if want := i + by; s != want && (s >= 0 || want >= 0 && want < size) {
			return 0, false
		}
	}
	return by, true
}
