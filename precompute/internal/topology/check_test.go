package topology

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"summit/precompute/internal/onnx"
)

// checkSums runs the model and compares, for every step, the sum of its terms with the tensor that the step stands for:
// sums[name] or, where it has no entry, the tensor that the node called name makes. The two may differ by a constant a
// channel (the bias).
func checkSums(t *testing.T, m *onnx.Model, data []byte, net *Network, sums map[string]string) {
	t.Helper()
	target := map[string]string{}
	var outputs []string
	for _, s := range allSteps(net) {
		target[s.Name] = sumTensor(m, s.Name)
		if tensor, ok := sums[s.Name]; ok {
			target[s.Name] = tensor
		}
		outputs = append(outputs, target[s.Name])
		for _, term := range s.Terms {
			outputs = append(outputs, term.Tensor)
		}
	}
	slices.Sort(outputs)
	outputs = slices.DeleteFunc(slices.Compact(outputs), func(name string) bool { return name == net.Input.Name })
	session := newSession(t, data, nil, outputs)
	r := rand.New(rand.NewPCG(1, 2))
	image := random(r, 0, 1, net.Input.Channels, net.Input.Height, net.Input.Width)
	maps := session.run(map[string]array{net.Input.Name: image})
	for _, s := range allSteps(net) {
		whole := maps[target[s.Name]]
		for o, j := range s.Outputs {
			c := j
			if whole.shape[1] == len(s.Outputs) {
				c = o
			}
			checkSum(t, s, o, whole, c, maps)
		}
	}
}

func checkSum(t *testing.T, s Step, o int, whole array, c int, maps map[string]array) {
	t.Helper()
	lowest, highest, size := math.Inf(1), math.Inf(-1), 0.0
	for y := range whole.shape[2] {
		for x := range whole.shape[3] {
			sum := 0.0
			for _, term := range s.Terms {
				sum += term.slow(maps[term.Tensor], o, y, x)
			}
			d := sum - whole.at(c, y, x)
			lowest, highest = min(lowest, d), max(highest, d)
			size = max(size, math.Abs(sum))
		}
	}
	if highest-lowest > 1e-4*(1+size) {
		t.Errorf("step %q output %d: terms differ from channel %d of the sum by %g to %g", s.Name, o, c, lowest, highest)
	}
}

// slow is what the term adds to output o at a position, written out from the definition.
func (t Term) slow(x array, o, y0, x0 int) float64 {
	if t.Kernel == nil {
		c := t.Pass[o]
		if c < 0 {
			return 0
		}
		v := x.at(c, min(y0, x.shape[2]-1), min(x0, x.shape[3]-1))
		if t.Scale != nil {
			v *= float64(t.Scale[o])
		}
		return v
	}
	k := t.Kernel
	per := k.In / k.Group
	first := o / (k.Out / k.Group) * per
	sum := 0.0
	for i := range per {
		for dy := range k.Height {
			for dx := range k.Width {
				w := float64(k.Weights[((o*per+i)*k.Height+dy)*k.Width+dx])
				sum += w * x.at(first+i, y0*k.Stride[0]-k.Pads[0]+dy*k.Dilation[0], x0*k.Stride[1]-k.Pads[1]+dx*k.Dilation[1])
			}
		}
	}
	return sum
}

func allSteps(net *Network) []Step {
	var out []Step
	for _, l := range net.Links {
		out = append(out, l.Steps...)
	}
	return out
}

// sumTensor is the output of the node called name, or name itself.
func sumTensor(m *onnx.Model, name string) string {
	for _, n := range m.Nodes {
		if n.Name == name {
			return n.Outputs[0]
		}
	}
	return name
}

// checkSources makes every unit of every link an input of its own, changes one channel of one unit after the other, and
// compares the channels of the terms' tensors that change with the sources. With gates, which let every channel touch
// every other a little, only the channel that changes most is compared.
func checkSources(t *testing.T, m *onnx.Model, data []byte, net *Network, gated bool) {
	t.Helper()
	for _, l := range net.Links {
		var cut, read []string
		for u, unit := range l.Units[:len(l.Units)-1] {
			tensor := sumTensor(m, unit.Name)
			if u < len(l.From) {
				tensor = net.Layers[l.From[u]].Tensor
			}
			cut = append(cut, tensor)
		}
		for _, s := range l.Steps {
			for _, term := range s.Terms {
				read = append(read, term.Tensor)
			}
		}
		slices.Sort(read)
		read = slices.Compact(read)
		effects := effectsOf(t, m, data, l, cut, read)
		for _, s := range l.Steps {
			for _, term := range s.Terms {
				compareSources(t, s, term, effects[term.Tensor], gated)
			}
		}
	}
}

// effectsOf maps a tensor to the strongest change of each of its channels for each channel of each unit.
func effectsOf(t *testing.T, m *onnx.Model, data []byte, l Link, cut, read []string) map[string]map[Source][]float64 {
	t.Helper()
	f, err := m.Infer(DefaultSize, DefaultSize)
	if err != nil {
		t.Fatal(err)
	}
	image := f.Image
	outputs := slices.DeleteFunc(slices.Clone(read), func(name string) bool { return slices.Contains(cut, name) })
	s := newSession(t, data, cut, outputs)
	effects := map[string]map[Source][]float64{}
	for _, name := range read {
		effects[name] = map[Source][]float64{}
	}
	r := rand.New(rand.NewPCG(3, 4))
	for range 3 {
		inputs := map[string]array{image.Name: random(r, 0, image.Shape...)}
		for _, name := range cut {
			inputs[name] = random(r, 0.5, f.Shape(name)...)
		}
		before := s.runWith(inputs)
		for u, name := range cut {
			for c := range l.Units[u].Channels {
				for _, by := range []float32{-5, 5} {
					after := s.runWith(changed(inputs, name, c, by))
					for tensor := range effects {
						note(effects[tensor], Source{u, c}, before[tensor], after[tensor])
					}
				}
			}
		}
	}
	return effects
}

// runWith is run with the inputs among the results.
func (s *session) runWith(inputs map[string]array) map[string]array {
	out := map[string]array{}
	if len(s.outputs) > 0 {
		out = s.run(inputs)
	}
	for name, a := range inputs {
		out[name] = a
	}
	return out
}

func changed(inputs map[string]array, name string, channel int, by float32) map[string]array {
	out := map[string]array{}
	for k, a := range inputs {
		out[k] = a
	}
	a := array{inputs[name].shape, slices.Clone(inputs[name].data)}
	plane := a.shape[2] * a.shape[3]
	for i := range plane {
		a.data[channel*plane+i] += by
	}
	out[name] = a
	return out
}

func note(effects map[Source][]float64, source Source, before, after array) {
	if effects[source] == nil {
		effects[source] = make([]float64, before.shape[1])
	}
	plane := before.shape[2] * before.shape[3]
	for i := range before.data {
		d := math.Abs(float64(before.data[i]) - float64(after.data[i]))
		effects[source][i/plane] = max(effects[source][i/plane], d)
	}
}

func compareSources(t *testing.T, s Step, term Term, effects map[Source][]float64, gated bool) {
	t.Helper()
	reads := make([]bool, len(term.Sources))
	for i := range reads {
		reads[i] = term.Kernel != nil || slices.Contains(term.Pass, i)
	}
	for k, want := range term.Sources {
		if !reads[k] {
			continue
		}
		strongest := 0.0
		for _, change := range effects {
			strongest = max(strongest, change[k])
		}
		for source, change := range effects {
			is := change[k] > 1e-6
			if gated {
				is = change[k] > 0.9*strongest
			}
			if is != (source == want) {
				t.Errorf("step %q, tensor %q channel %d: source %v, but a change of %v moves it by %g", s.Name, term.Tensor, k, want, source, change[k])
			}
		}
	}
}
