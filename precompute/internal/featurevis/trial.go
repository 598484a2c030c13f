package featurevis

import (
	"errors"
	"math"
	"math/rand/v2"

	"summit/precompute/internal/runtime"
	"summit/shared/model"
)

// Deviation is how far a session's gradients are from those that the CPU computes of the same pictures, noise, for objectives of other
// channels in each slot: the length of their difference as a share of that of the CPU's. It is infinite where one of them is no number.
func (s *Session) Deviation(p model.Preprocess) (share float64, err error) {
	cpu, err := s.goal.Open(runtime.Device{}, 1)
	if err != nil {
		return 0, err
	}
	defer func() { err = errors.Join(err, cpu.Close()) }()
	l, random := newLens(p), rand.New(rand.NewPCG(1, 2))
	for slot := range s.Slots() {
		for colour, plane := range l.plane {
			values := stretch(s.Input(slot), plane, len(l.plane))
			for k := range values {
				values[k] = random.Float32()
			}
			l.forward(colour, values)
		}
		clear(s.Weights(slot))
		s.Weights(slot)[slot*s.goal.Channels/s.Slots()] = 1
	}
	copy(cpu.InputAt(0), s.InputAt(0))
	copy(cpu.InputAt(1), s.InputAt(1))
	if err := errors.Join(s.Run(), cpu.Run()); err != nil {
		return 0, err
	}
	var apart, length float64
	for slot := range s.Slots() {
		want := cpu.Gradients(slot)
		for k, v := range s.Gradients(slot) {
			difference := float64(v) - float64(want[k])
			apart, length = apart+float64(difference*difference), length+float64(want[k])*float64(want[k])
		}
	}
	switch {
	case apart == 0:
		return 0, nil
	case math.IsNaN(apart) || length == 0:
		return math.Inf(1), nil
	}
	return math.Sqrt(apart / length), nil
}
