package ui

import "summit/wasm/state"

// aim points the camera to where the view says; once it has been moved there, new graphs keep it as it is.
func (s *surface) aim() {
	if s.scene == nil {
		return
	}
	switch v := s.app.View.Viewport; {
	case v == state.Viewport{}:
		s.camera = state.Start(s.scene, s.w)
	case v != s.aimed:
		s.camera = v.Camera(s.scene.W, s.scene.H, s.w, s.h).Zoom(1, s.w/2, s.h/2).Clamp(s.scene, s.w, s.h)
	}
	s.aimed = s.app.View.Viewport
}

// move changes the camera.
func (s *surface) move(c state.Camera) {
	if s.scene == nil {
		return
	}
	s.camera = c.Clamp(s.scene, s.w, s.h)
	if !s.app.stale() && s.app.phase == "ready" { // else it is another class's graph than the view's
		look := func(c state.Camera) state.Viewport { return state.NewViewport(c, s.scene.W, s.scene.H, s.w, s.h) }
		if s.aimed = look(s.camera); s.aimed == look(state.Start(s.scene, s.w)) {
			s.aimed = state.Viewport{}
		}
		s.app.View.Viewport = s.aimed
		s.app.settle()
	}
	s.popup.show(s.at.Node)
	s.repaint()
}

func (s *surface) zoom(factor float64) { s.move(s.camera.Zoom(factor, s.w/2, s.h/2)) }

func (s *surface) fit() {
	if s.scene != nil {
		s.move(state.Fit(s.scene, s.w, s.h))
	}
}
