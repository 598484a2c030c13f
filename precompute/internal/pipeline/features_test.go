package pipeline_test

import (
	"context"
	"testing"
)

// TestRunMakesFeatures: the bundle's pictures are those of channels that graphs show, in as many steps as the run asks for.
func TestRunMakesFeatures(t *testing.T) {
	o := small(t)
	o.Features, o.FeatureSteps = true, 3
	summary, err := run(context.Background(), o)
	must(t, err)
	r := openBundle(t, o.Out)
	usage, err := r.Usage(0)
	must(t, err)
	shown := 0
	for _, graphs := range usage.Graphs {
		if graphs > 0 {
			shown++
		}
	}
	if summary.Features.Channels != shown || summary.Features.Pictures != 5*shown || shown == 0 {
		t.Errorf("%d pictures of %d channels; graphs show %d", summary.Features.Pictures, summary.Features.Channels, shown)
	}
	for _, f := range r.Manifest().Features {
		if f.Parameters.Steps != 3 || f.Reason != "" {
			t.Errorf("features of the manifest: %+v", f)
		}
	}
}
