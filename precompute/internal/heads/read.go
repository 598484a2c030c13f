package heads

import "fmt"

// Image is what the heads found in one image. It points into the outputs that it was read from. A position is row * width + column of
// the first maximum.
type Image struct {
	Logits            []float32
	Maxima, Positions [][]float32 // [layers][channels]
}

// Image reads one image's part of each output, in the order of Outputs.
func (h *Heads) Image(outputs [][]float32) (Image, error) {
	channels := 0
	for _, layer := range h.layers {
		channels += layer.Channels
	}
	if len(outputs[maxima]) != channels || len(outputs[positions]) != channels {
		return Image{}, fmt.Errorf("%d maxima and %d positions of %d channels", len(outputs[maxima]), len(outputs[positions]), channels)
	}
	im, at := Image{Logits: outputs[logits]}, 0
	for _, layer := range h.layers {
		im.Maxima = append(im.Maxima, outputs[maxima][at:][:layer.Channels])
		im.Positions = append(im.Positions, outputs[positions][at:][:layer.Channels])
		at += layer.Channels
	}
	return im, nil
}

// Record appends the keys of one image, as influence.Recorder.Record does; outputs are the image's part of each.
func (h *Heads) Record(outputs [][]float32, excitation, inhibition []uint32) (_, _ []uint32, err error) {
	for _, t := range h.tables {
		if len(outputs[t.index]) != t.k*t.outputs {
			return nil, nil, fmt.Errorf("output %q has %d values, not %d x %d", h.Outputs[t.index], len(outputs[t.index]), t.k, t.outputs)
		}
	}
	for i := range h.steps {
		s := &h.steps[i]
		if s.excitation.table == nil {
			excitation = s.all(excitation)
		} else if excitation, err = s.record(outputs, s.excitation, excitation); err != nil {
			return nil, nil, err
		}
		if s.inhibition.table != nil {
			if inhibition, err = s.record(outputs, s.inhibition, inhibition); err != nil {
				return nil, nil, err
			}
		}
	}
	return excitation, inhibition, nil
}

// all appends the keys of all candidates.
func (s *step) all(keys []uint32) []uint32 {
	for o := range s.outputs {
		for slot := range s.slots {
			if candidate, ok := s.candidate(o, slot); ok {
				keys = append(keys, s.key(o, candidate))
			}
		}
	}
	return keys
}

func (s *step) record(outputs [][]float32, p place, keys []uint32) ([]uint32, error) {
	t := p.table
	for o := range s.outputs {
		for rank := range t.k {
			at := rank*t.outputs + p.first + o
			if t.opposing && !(outputs[t.value][at] > 0) {
				break
			}
			slot := outputs[t.index][at]
			if !(slot >= 0 && slot < float32(s.slots)) {
				return nil, fmt.Errorf("the device put out candidate %v of %d", slot, s.slots)
			}
			if candidate, ok := s.candidate(o, int(slot)); ok {
				keys = append(keys, s.key(o, candidate))
			}
		}
	}
	return keys, nil
}

func (s *step) key(o, candidate int) uint32 { return uint32(s.first + o*s.candidates + candidate) }
