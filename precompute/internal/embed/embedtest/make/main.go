// Command make lays out synthetic counts of many classes and writes both as arrays of a bundle, for
// precompute/internal/embed/testdata/umap_check.py to look at.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"time"

	"summit/precompute/internal/embed"
	"summit/precompute/internal/embed/embedtest"
	format "summit/shared/bundle"
	"summit/shared/model"
	"summit/shared/zarr"
	"summit/shared/zarr/compress"
)

func main() {
	out := flag.String("out", "", "folder to write")
	classes := flag.Int("classes", 1000, "number of classes, a multiple of 100")
	workers := flag.Int("workers", runtime.NumCPU(), "")
	flag.Parse()
	if err := write(*out, *classes, *workers); err != nil {
		log.Fatal(err)
	}
}

// write makes the counts, lays them out and prints what each layer took.
func write(out string, classes, workers int) error {
	m := model.Manifest{Quality: model.Quality{Embedding: &model.EmbeddingQuality{Neighbours: embed.TrustNeighbours(classes)}}}
	rows := make([][]uint32, classes)
	channels := embedtest.Inception(classes)
	var sizes []int
	for l, o := range channels {
		m.Layers = append(m.Layers, model.Layer{Name: fmt.Sprint("layer", l), Channels: o.Channels, Offset: len(rows[0])})
		sizes = append(sizes, o.Channels)
		for c, row := range embedtest.Counts(o) {
			rows[c] = append(rows[c], row...)
		}
	}
	m.Classes = make([]model.Class, classes)
	layers, err := embed.Collect(classes, sizes, func(c int) ([]uint32, error) { return rows[c], nil })
	if err != nil {
		return err
	}
	layouts := embed.New(embed.Standard(workers))
	var points [][]float32
	for l := range layers {
		start := time.Now()
		layout, err := layouts.Next(context.Background(), layers[l])
		if err != nil {
			return err
		}
		fmt.Printf("%s: %d channels, %v, trustworthiness %.4f\n", m.Layers[l].Name, sizes[l], time.Since(start).Round(time.Millisecond), *layout.Trustworthiness)
		m.Quality.Embedding.Trustworthiness = append(m.Quality.Embedding.Trustworthiness, layout.Trustworthiness)
		points = append(points, flat(layout.Points))
	}
	return writeArrays(out, m, rows, points)
}

func flat(points []embed.Point) (values []float32) {
	for _, p := range points {
		values = append(values, float32(p[0]), float32(p[1]))
	}
	return values
}

// writeArrays writes the counts a hundred classes a chunk, the points a layer a chunk, and the manifest.
func writeArrays(out string, m model.Manifest, rows [][]uint32, points [][]float32) error {
	const together = 100
	arrays := map[string]zarr.Array{
		format.ActivationEmbed: {Type: zarr.Uint32, Shape: []int{len(rows), len(rows[0])}, Chunk: []int{together, len(rows[0])}},
		format.Embedding:       {Type: zarr.Float32, Shape: []int{len(points), len(rows), 2}, Chunk: []int{1, len(rows), 2}},
	}
	manifest, err := json.Marshal(m)
	if err != nil {
		return err
	}
	files := zarr.EncodeHierarchy(map[string][]byte{format.Attribute: manifest}, arrays)
	encoder := compress.NewEncoder()
	for c := 0; c < len(rows); c += together {
		var chunk []uint32
		for _, row := range rows[c : c+together] {
			chunk = append(chunk, row...)
		}
		files[zarr.ChunkPath(format.ActivationEmbed, c/together, 0)] = compress.Chunk(encoder, arrays[format.ActivationEmbed], chunk)
	}
	for l, layer := range points {
		files[zarr.ChunkPath(format.Embedding, l, 0, 0)] = compress.Chunk(encoder, arrays[format.Embedding], layer)
	}
	for path, data := range files {
		path = filepath.Join(out, path)
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return err
		}
		if err := os.WriteFile(path, data, 0o666); err != nil {
			return err
		}
	}
	return nil
}
