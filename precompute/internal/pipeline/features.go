package pipeline

import (
	"context"
	"fmt"
	"time"

	"summit/precompute/internal/features"
	"summit/precompute/internal/hint"
	"summit/precompute/internal/progress"
)

// features makes the feature visualizations of the channels that graphs show, for the bundle that is in place, and puts them into it.
func (j *job) features(ctx context.Context, count *progress.Counter) (err error) {
	if !j.options.Features {
		return nil
	}
	if err := j.openRuntime(); err != nil {
		return err
	}
	start := time.Now()
	o := features.Standard()
	o.Model, o.Bundle, o.Shown, o.Device, o.Threads = j.options.Model, j.options.Out, true, j.options.Device, j.options.Threads
	if j.options.FeatureSteps > 0 {
		o.Steps = j.options.FeatureSteps
	}
	j.summary.Features, err = features.Make(ctx, o, j.folder, count)
	j.summary.FeaturesWall = time.Since(start)
	if err != nil {
		return hint.Wrap(fmt.Errorf("feature visualizations: %w", err), "bundle %q is there without them; the same command goes on with them", j.options.Out)
	}
	return nil
}
