package pipeline

import (
	"slices"
	"testing"

	"summit/precompute/internal/influence"
)

// Every screen finds the same candidates in photographs as the one in Go, in all slots of every output of both signs.
func TestScreensAgreeOnPhotographs(t *testing.T) {
	t.Run("squeezenet1.1", func(t *testing.T) { compareScreens(t, squeezeNet(t, t.TempDir(), 12)) })
	t.Run("inception-v1", func(t *testing.T) { compareScreens(t, inceptionV1(t, t.TempDir(), 3)) })
}

func compareScreens(t *testing.T, o Options) {
	j, err := prepare(&o)
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	defer j.close()
	w := &worker{job: j}
	kernel, err := j.newKernelFinder(1)
	if err != nil {
		t.Fatal(err)
	}
	defer kernel.close()
	screens := influence.Screens()
	var recorders []*influence.Recorder
	for _, s := range screens {
		recorders = append(recorders, influence.NewRecorderWith(j.plan, s))
	}
	slots := 0
	for _, item := range j.set.Items {
		if _, err := w.load(item, kernel.input(0)); err != nil {
			t.Fatal(err)
		}
		if _, err := kernel.run(); err != nil {
			t.Fatal(err)
		}
		var want [2][]uint32
		for i := range recorders {
			kernel.recorder = recorders[len(recorders)-1-i] // Go's comes last, and is run first
			found, err := kernel.find(0)
			if err != nil {
				t.Fatal(err)
			}
			excitation, inhibition, err := found.influence(nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			slices.Sort(excitation)
			slices.Sort(inhibition)
			if i == 0 {
				want = [2][]uint32{excitation, inhibition}
				slots += len(excitation) + len(inhibition)
			} else if !slices.Equal(excitation, want[0]) || !slices.Equal(inhibition, want[1]) {
				t.Errorf("image %q: %s and go find different candidates", item.Path(), screens[len(screens)-1-i].Name())
			}
		}
	}
	t.Logf("%d images, %d screens, %d slots equal", len(j.set.Items), len(screens), slots)
}
