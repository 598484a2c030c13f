package demo

import (
	"bytes"
	"context"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"testing"

	"summit/precompute/internal/seaworld"
)

// Training took the seed 1, testing 2, the demo itself takes 3.
const unseen = 4

// TestDemo runs both models over pictures that neither training nor the demo saw, and holds what docs/demo.md says of them.
func TestDemo(t *testing.T) {
	needRuntime(t)
	shortcut, control := makeWorld(t, Shortcut(), unseen, 24), makeWorld(t, Control(), unseen, 24)
	t.Run("accuracy", func(t *testing.T) {
		checkAccuracy(t, shortcut)
		checkAccuracy(t, control)
	})
	openRuntime(t)
	d, even := measureDependence(t, shortcut, unseen, 120), measureDependence(t, control, unseen, 120)
	t.Run("record", func(t *testing.T) { checkRecord(t, shortcut, d) })
	t.Run("predictions", func(t *testing.T) { checkPredictions(t, d, even) })
	t.Run("shortcut", func(t *testing.T) { checkShortcut(t, shortcut, d) })
	t.Run("strength", func(t *testing.T) { checkStrength(t, shortcut, d, control, even) })
	t.Run("chain", func(t *testing.T) { checkChain(t, shortcut, d.handChannels(shortcut)) })
	t.Run("others", func(t *testing.T) { checkOthers(t, shortcut, d.handChannels(shortcut)) })
	t.Run("control", func(t *testing.T) { checkControl(t, control, even.handChannels(control)) })
	t.Run("peaks", func(t *testing.T) { checkPeaks(t, shortcut, d, control, even) })
	t.Run("examples", func(t *testing.T) { checkExamples(t, shortcut, d) })
	t.Run("quills", func(t *testing.T) { checkQuills(t, shortcut) })
	t.Run("page", func(t *testing.T) {
		checkPage(t, shortcut, measureDependence(t, shortcut, seed, 120), control, measureDependence(t, control, seed, 120), 4)
	})
}

// checkAccuracy wants 95 %, of each class three quarters. On 5,000 pictures both models get 99.9 %, the lowest class 98.5 %.
func checkAccuracy(t *testing.T, w *world) {
	if top1 := *w.manifest.Quality.Top1; top1 < 0.95 {
		t.Errorf("%s: accuracy %.4f, want 0.95 at least", w.Name, top1)
	}
	for _, class := range w.manifest.Classes {
		if class.Images != 24 || *class.Top1 < 0.75 {
			t.Errorf("%s: %s: accuracy %.4f on %d pictures, want 0.75 at least on 24", w.Name, class.Name, *class.Top1, class.Images)
		}
	}
}

// TestWrite finds in the folder the model, and the pictures that the demo's seed draws.
func TestWrite(t *testing.T) {
	for _, e := range []Experiment{Shortcut(), Control()} {
		dir := t.TempDir()
		model, pictures, err := e.Write(context.Background(), dir, 1, nil)
		check(t, err)
		file, err := os.ReadFile(model)
		check(t, err)
		if !bytes.Equal(file, e.Model) {
			t.Errorf("%s: %s is not the embedded model", e.Name, model)
		}
		for class, c := range seaworld.Classes() {
			data, err := os.ReadFile(filepath.Join(pictures, c.ID, "0000.png"))
			check(t, err)
			picture, err := png.Decode(bytes.NewReader(data))
			check(t, err)
			if want := seaworld.Draw(seed, class, 0, e.Hands).Image; !same(picture, want) {
				t.Errorf("%s: the picture of %s is another one", e.Name, c.Name)
			}
		}
	}
}

func same(a, b image.Image) bool {
	if a.Bounds() != b.Bounds() {
		return false
	}
	for y := range a.Bounds().Dy() {
		for x := range a.Bounds().Dx() {
			r, g, blue, _ := a.At(x, y).RGBA()
			r2, g2, blue2, _ := b.At(x, y).RGBA()
			if r != r2 || g != g2 || blue != blue2 {
				return false
			}
		}
	}
	return true
}
