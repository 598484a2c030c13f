package pipeline

import (
	"fmt"

	"summit/precompute/internal/influence"
	"summit/precompute/internal/onnx"
	"summit/precompute/internal/runtime"
	"summit/precompute/internal/topology"
)

// taps is the model with the outputs that recording needs: the logits, each layer's map and maxima, and of each tensor that
// influence reads the maxima and minima, and the map where a convolution needs it.
type taps struct {
	model   []byte
	input   string
	outputs []string
	layers  []tap // [layers]
	tensors []tap // [tensors of the influence plan]
}

// tap is where in outputs a tensor's parts are; -1: not asked for. The minima of a map without negative values are found in it.
type tap struct{ values, max, negMin int }

func newTaps(m *onnx.Model, n *topology.Network, p *influence.Plan) (taps, error) {
	t := taps{input: n.Input.Name, outputs: []string{n.Output}}
	nonNegative := m.NonNegative()
	var wanted []onnx.Tap
	for _, layer := range n.Layers {
		want := onnx.Tap{Tensor: layer.Tensor, Map: true, Max: true}
		wanted = append(wanted, want)
		t.layers = append(t.layers, t.add(want))
	}
	for _, tensor := range p.Tensors {
		want := onnx.Tap{Tensor: tensor.Name, Map: tensor.Map, Max: tensor.Extremes, NegMin: tensor.Extremes}
		if tensor.Extremes && nonNegative[tensor.Name] {
			want.Map, want.NegMin = true, false
		}
		wanted = append(wanted, want)
		t.tensors = append(t.tensors, t.add(want))
	}
	var err error
	t.model, err = m.WithOutputs(wanted)
	return t, err
}

func (t *taps) add(want onnx.Tap) tap {
	return tap{
		values: t.output(want.Map, want.Tensor),
		max:    t.output(want.Max, onnx.MaxName(want.Tensor)),
		negMin: t.output(want.NegMin, onnx.NegMinName(want.Tensor)),
	}
}

// output returns the index of the output of that name, added where it is new, or -1 if it is not wanted.
func (t *taps) output(wanted bool, name string) int {
	if !wanted {
		return -1
	}
	for i, have := range t.outputs {
		if have == name {
			return i
		}
	}
	t.outputs = append(t.outputs, name)
	return len(t.outputs) - 1
}

// maps points the plan's maps at an image's outputs; the minima are copied into buffers of their own.
func (t *taps) maps(outputs []runtime.Output, p *influence.Plan, maps []influence.Map) error {
	for i, at := range t.tensors {
		m := &maps[i]
		m.Channels = p.Tensors[i].Channels
		if at.values >= 0 {
			out := outputs[at.values]
			if int(out.Shape[1]) != m.Channels {
				return fmt.Errorf("tensor %q has %d channels when it runs and %d by analysis", p.Tensors[i].Name, out.Shape[1], m.Channels)
			}
			m.Data, m.Height, m.Width = out.Data, int(out.Shape[2]), int(out.Shape[3])
		}
		if at.max < 0 {
			continue
		}
		m.Max = outputs[at.max].Data
		if len(m.Max) != m.Channels {
			return fmt.Errorf("tensor %q has %d channels when it runs and %d by analysis", p.Tensors[i].Name, len(m.Max), m.Channels)
		}
		m.Min = m.Min[:0]
		if at.negMin < 0 {
			m.Min = appendMinima(m.Min, m)
			continue
		}
		for _, v := range outputs[at.negMin].Data {
			m.Min = append(m.Min, -v)
		}
	}
	return nil
}

// appendMinima appends each channel's minimum of a map that has nothing below 0. Most channels hold a 0 somewhere, so that this reads
// little, where the model would have to negate all of the map.
func appendMinima(minima []float32, m *influence.Map) []float32 {
	size := m.Height * m.Width
	for c := range m.Channels {
		least := m.Data[c*size]
		for _, v := range m.Data[c*size:][:size] {
			if least = min(least, v); least <= 0 {
				break
			}
		}
		minima = append(minima, least)
	}
	return minima
}
