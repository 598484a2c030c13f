package pipeline

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"path/filepath"
	"strings"

	"summit/precompute/internal/hint"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/work"
)

// MergeOptions are what a merge is asked to do. What is empty is as it was when the shards were made.
type MergeOptions struct {
	Shards                          []string // folders
	Out, Tool                       string
	Model, Data, Labels, Preprocess string
	Threads                         int
	Restart                         bool
}

// Merge adds shards up. If they cover all images, that makes the bundle which one run would have made; else a larger shard, and
// Summary.Missing says what it lacks.
func Merge(ctx context.Context, m MergeOptions, count *progress.Counter) (summary Summary, err error) {
	for _, dir := range m.Shards {
		if work.Same(dir, m.Out) {
			return summary, hint.Errorf("choose another folder with --out", "%q is one of the shards", m.Out)
		}
	}
	shards, err := work.OpenShards(m.Shards)
	if err != nil {
		return summary, err
	}
	j, missing := &job{close: func() error { return nil }}, shards.Missing()
	if missing == "" {
		if j, err = m.prepare(shards); err != nil {
			return summary, err
		}
	}
	defer func() { err = errors.Join(err, j.close()) }()
	run := *shards.Run
	run.Purpose = "a merge of shards"
	if j.folder, err = work.Open(m.Out, &run, m.Restart); err != nil {
		return summary, err
	}
	defer func() { err = errors.Join(err, j.folder.Close()) }()
	if missing != "" {
		head := shards.Sum.Head
		summary = Summary{Images: len(head.Done), Skipped: len(head.Skipped), Total: shards.Run.Shape.Items, Shards: shards.Shards, Missing: missing}
		if err := j.folder.PutShard(shards.Sum, shards.Shards); err != nil {
			return summary, err
		}
		return summary, j.folder.Remove()
	}
	j.sum = shards.Sum
	if err := j.finish(ctx, count); err != nil {
		return summary, err
	}
	return j.summary, j.folder.Remove()
}

// prepare prepares the run that the shards are of.
func (m *MergeOptions) prepare(shards *work.Shards) (*job, error) {
	var o Options
	if err := json.Unmarshal(shards.Run.Options, &o); err != nil {
		return nil, fmt.Errorf("options of the shards' run: %w", err)
	}
	o.Out, o.Tool, o.Command, o.Shard = m.Out, m.Tool, shards.Run.Command, work.Shard{}
	o.Threads, o.Checkpoint = m.Threads, 0
	for _, moved := range []struct {
		to   *string
		path string
	}{{&o.Model, m.Model}, {&o.Data, m.Data}, {&o.Labels, m.Labels}, {&o.Preprocess, m.Preprocess}} {
		if moved.path != "" {
			*moved.to = moved.path
		}
	}
	if err := o.Validate(); err != nil {
		return nil, fmt.Errorf("options of the shards' run: %w", err)
	}
	j, err := plan(&o)
	if err != nil {
		return nil, hint.Wrap(err, "--model, --data, --labels and --preprocess say where these are now")
	}
	here := j.identity()
	here.Format = shards.Run.Format
	if here.Digest() != shards.Run.Digest() {
		return nil, hint.Errorf("--model, --data, --labels and --preprocess say where these are now",
			"the shards are of another run than can be finished here. They have\n%s", strings.Join(work.Differences(shards.Run, here), "\n"))
	}
	return j, nil
}

// portable are the options with paths that hold in any working folder, as JSON.
func portable(o Options) json.RawMessage {
	for _, path := range []*string{&o.Model, &o.Data, &o.Labels, &o.Preprocess} {
		if abs, err := filepath.Abs(*path); err == nil && isFile(*path) {
			*path = abs
		}
	}
	return json.RawMessage(text(o))
}
