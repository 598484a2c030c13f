package demo

import (
	"context"
	"io"
	"os"
	"path/filepath"
	"testing"

	"summit/precompute/internal/bundle"
	"summit/precompute/internal/pipeline"
	"summit/precompute/internal/progress"
	"summit/precompute/internal/runtime"
	"summit/precompute/internal/seaworld"
	"summit/shared/attribution"
	"summit/shared/model"
)

// tench is the class that the planted shortcut belongs to.
const tench = 0

// world is an experiment with a bundle that was made of it.
type world struct {
	Experiment
	bundle   *bundle.Reader
	manifest *model.Manifest
	graphs   []*attribution.Graph // [classes] at default parameters
}

// needRuntime skips a test where ONNX Runtime's library is not to be found, and returns its path.
func needRuntime(t *testing.T) string {
	t.Helper()
	library, err := runtime.Find("")
	if err != nil {
		t.Skipf("SKIPPED: %v", err)
	}
	return library
}

// openRuntime loads the library until the test ends. The pipeline loads it for itself and cannot run meanwhile.
func openRuntime(t *testing.T) {
	t.Helper()
	closeLibrary, err := runtime.Open(needRuntime(t))
	check(t, err)
	t.Cleanup(func() { check(t, closeLibrary()) })
}

// makeWorld makes a world of pictures with the given seed, with the settings of `precompute demo`.
func makeWorld(t *testing.T, e Experiment, seed uint64, perClass int) *world {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "model.onnx")
	check(t, os.WriteFile(file, e.Model, 0o666))
	check(t, seaworld.Folder{Seed: seed, PerClass: perClass, Hands: e.Hands}.Write(context.Background(), dir, nil))
	count := progress.Lines(io.Discard)
	defer count.Close()
	out := filepath.Join(dir, "bundle")
	_, err := pipeline.Run(context.Background(), pipeline.Options{
		Model: file, Data: filepath.Join(dir, "images"), Out: out, Tool: "test", Command: "precompute demo", Mass: 0.03, MassEmbed: 0.01,
		TopK: 5, MinRecord: 1, Stride: 1, Inhibition: true, Threads: 2, Batch: 1, Strict: true,
	}, count)
	check(t, err)
	return openWorld(t, e, out)
}

// openWorld reads a bundle and computes the graphs of its classes.
func openWorld(t *testing.T, e Experiment, dir string) *world {
	t.Helper()
	reader, err := bundle.Open(dir)
	check(t, err)
	t.Cleanup(func() { check(t, reader.Close()) })
	network, err := reader.Network()
	check(t, err)
	w := &world{Experiment: e, bundle: reader, manifest: reader.Manifest()}
	for c := range w.manifest.Classes {
		counts, err := reader.Class(c)
		check(t, err)
		graph, err := attribution.Build(&network, &counts, attribution.DefaultParameters())
		check(t, err)
		w.graphs = append(w.graphs, graph)
	}
	return w
}

// nodes are the model-wide channels in class c's graph that belong to a layer, by falling PageRank.
func (w *world) nodes(c, layer int) []int {
	var channels []int
	for _, node := range w.graphs[c].Nodes {
		if node.Layer == layer {
			channels = append(channels, w.manifest.Layers[layer].Offset+node.Channel)
		}
	}
	return channels
}

// share is the part of the PageRank of class c's nodes in a layer that falls on the given channels.
func (w *world) share(c, layer int, channels []bool) float64 {
	var part, whole float64
	for _, node := range w.graphs[c].Nodes {
		if node.Layer != layer {
			continue
		}
		whole += node.PageRank
		if channels[w.manifest.Layers[layer].Offset+node.Channel] {
			part += node.PageRank
		}
	}
	return part / whole
}
