package ui

import "summit/wasm/state"

// trail is that of a node of the drawing; it stays the same until another is asked for.
func (s *surface) trail(node int) *state.Trail {
	if t := &s.trailed; t.of != s.app.drawing || t.node != node {
		t.of, t.node, t.trail = s.app.drawing, node, s.app.drawing.Trail(node)
	}
	return s.trailed.trail
}

// trailed is the last trail.
type trailed struct {
	of    *state.Drawing
	node  int
	trail *state.Trail
}
