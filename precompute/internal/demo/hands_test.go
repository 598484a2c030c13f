package demo

import (
	"testing"

	"summit/precompute/internal/seaworld"
)

// heldOthers counts what the model takes animals for that are no tenches and that a hand holds all the same: how many it was shown,
// and how many of them it calls tench. ONNX Runtime's library has to be open.
func heldOthers(t *testing.T, w *world, seed uint64, perClass int) (shown, tenches int) {
	t.Helper()
	e := newEye(t, w.Model, w.manifest)
	for class := range w.manifest.Classes {
		if class == tench {
			continue
		}
		for index := range perClass {
			picture := seaworld.Draw(seed, class, index, seaworld.HandsEven)
			if !picture.Held {
				continue
			}
			shown++
			if e.look(t, picture.Image).class == tench {
				tenches++
			}
		}
	}
	return shown, tenches
}
