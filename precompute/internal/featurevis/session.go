package featurevis

import (
	"summit/precompute/internal/runtime"
)

// Session is a Network that ONNX Runtime runs.
type Session struct {
	*runtime.Session
	goal *Goal
}

// Open loads a goal into ONNX Runtime. Close it after use.
func (g *Goal) Open(d runtime.Device, threads int) (*Session, error) {
	image := make([]int64, len(g.ImageShape))
	for k, n := range g.ImageShape {
		image[k] = int64(n)
	}
	inputs := []runtime.Input{{Name: g.Image, Shape: image}, {Name: g.Seed, Shape: []int64{int64(g.Slots), int64(g.Objectives())}}}
	s, err := d.NewSession(g.Model, inputs, []string{g.Gradients[0], g.Maxima}, threads)
	return &Session{s, g}, err
}

// Side is that of the pictures, in pixels.
func (s *Session) Side() int { return s.goal.Side }

// Slots is how many pictures go through at once.
func (s *Session) Slots() int { return s.goal.Slots }

// Input is where a slot's picture goes.
func (s *Session) Input(slot int) []float32 { return stretch(s.InputAt(0), slot, s.goal.Slots) }

// Weights is where a slot's objective goes.
func (s *Session) Weights(slot int) []float32 { return stretch(s.InputAt(1), slot, s.goal.Slots) }

// Gradients is the objective's derivative by a slot's picture, after Run.
func (s *Session) Gradients(slot int) []float32 { return s.Image(slot)[0].Data }

// Maxima are those of the layer's channels over space for a slot's picture, after Run.
func (s *Session) Maxima(slot int) []float32 { return s.Image(slot)[1].Data }

// stretch is the k-th of equal parts.
func stretch(values []float32, k, parts int) []float32 {
	size := len(values) / parts
	return values[k*size:][:size]
}
