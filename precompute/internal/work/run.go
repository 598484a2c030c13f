// Package work keeps what a run has done so far in the work folder beside the bundle that it makes, so that it can be interrupted at any
// moment: run.json says which run it is, and parts holds what has been added up (package part). A shard of a run is a folder of the same
// two.
package work

import (
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/hint"
	"summit/precompute/internal/part"
)

// formatVersion is that of run.json and of the folder's layout.
const formatVersion = 1

// Run is run.json.
type Run struct {
	Format  int               `json:"format"`
	Tool    string            `json:"tool"`
	Command string            `json:"command"`
	Purpose string            `json:"purpose"` // what the folder is to become
	Shards  []Shard           `json:"shards,omitempty"`
	Content map[string]string `json:"content"` // all that the counts depend on, by what users call it
	Shape   part.Shape        `json:"shape"`
	Options json.RawMessage   `json:"options"` // the command's own, to go on with
}

// Shard is one of several parts of a run that different processes do.
type Shard struct {
	Index int `json:"index"` // from 1
	Of    int `json:"of"`
}

func (s Shard) String() string { return fmt.Sprintf("%d/%d", s.Index, s.Of) }

// Range are the items [first, end) of a shard: a stretch of the data set's order, as long as that of any other, give or take one.
// As the items of a class follow one another, a shard has few classes, whole ones but for two.
func (s Shard) Range(items int) (first, end int) {
	return (s.Index - 1) * items / s.Of, s.Index * items / s.Of
}

// Digest identifies the run: runs of one digest count the same.
func (r *Run) Digest() part.Digest {
	data, err := json.Marshal(struct {
		Format  int
		Tool    string
		Content map[string]string
		Shape   part.Shape
	}{r.Format, r.Tool, r.Content, r.Shape})
	if err != nil {
		panic(fmt.Sprintf("work: %v", err)) // texts and numbers are always encodable
	}
	return sha256.Sum256(data)
}

// Differences lists how what two runs count depends on other things, in words.
func Differences(a, b *Run) (list []string) {
	add := func(what string, a, b any) {
		if a != b {
			list = append(list, fmt.Sprintf("%s: %v, not %v", what, a, b))
		}
	}
	add("program", a.Tool, b.Tool)
	names := maps.Clone(a.Content)
	maps.Copy(names, b.Content)
	for _, name := range slices.Sorted(maps.Keys(names)) {
		add(name, a.Content[name], b.Content[name])
	}
	if len(list) == 0 {
		add("network and data", a.Shape, b.Shape)
	}
	return list
}

// ReadRun reads the run.json of a folder. The error is fs.ErrNotExist where there is none.
func ReadRun(dir string) (*Run, error) {
	path := filepath.Join(dir, bundle.RunFile)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	run := &Run{}
	if err := json.Unmarshal(data, run); err != nil {
		return nil, fmt.Errorf("%q: %w", path, err)
	}
	if run.Format != formatVersion {
		return nil, hint.Errorf("use the version of precompute that wrote it", "%q: format %d, this program reads %d", path, run.Format, formatVersion)
	}
	s := run.Shape
	if min(s.Items, s.Labels, s.Layers, s.Channels, s.Keys) < 0 || max(s.Layers, s.Channels) > 1<<24 {
		return nil, fmt.Errorf("%q: shape %+v", path, s)
	}
	for _, shard := range run.Shards {
		if shard.Index < 1 || shard.Index > shard.Of {
			return nil, fmt.Errorf("%q: shard %v", path, shard)
		}
	}
	return run, nil
}

// write writes run.json into a folder.
func (r *Run) write(dir string) error {
	data, err := json.MarshalIndent(r, "", " ")
	if err != nil {
		return err
	}
	path := filepath.Join(dir, bundle.RunFile)
	if err := writeSynced(path+part.TemporarySuffix, append(data, '\n')); err != nil {
		return err
	}
	return os.Rename(path+part.TemporarySuffix, path)
}

func writeSynced(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	_, err = f.Write(data)
	return errors.Join(err, f.Sync(), f.Close())
}

// missing reports whether err says that a file is not there.
func missing(err error) bool { return errors.Is(err, fs.ErrNotExist) }
