package main

import (
	"archive/tar"
	"encoding/json"
	"errors"
	"io"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/klauspost/compress/zstd"

	"summit/shared/layout"
)

// publishedLayers are the rows of the graphs that Summit's authors published (github.com/fredhohman/summit-data).
var publishedLayers = []string{"mixed3a", "mixed3b", "mixed4a", "mixed4b", "mixed4c", "mixed4d", "mixed4e", "mixed5a", "mixed5b"}

// publishedNode is a node of ag/ag-<class>.json, with its edges from the layer below.
type publishedNode struct {
	Channel  int `json:"channel"`
	Previous []struct {
		Channel int    `json:"prev_channel"`
		Count   uint32 `json:"inf"`
	} `json:"prev_channels"`
}

// TestPublishedGraphs orders the published graphs and compares crossings with the order that their page
// draws, which is the order of the file.
func TestPublishedGraphs(t *testing.T) {
	graphs := 0
	var count, weight struct{ before, after float64 }
	eachPublishedGraph(t, func(index int, nodes map[string][]publishedNode) {
		g := publishedGraph(nodes)
		was, is := layout.Order(g, 0), layout.Order(g, layout.Sweeps)
		wasCount, wasWeight := layout.Crossings(g, was)
		isCount, isWeight := layout.Crossings(g, is)
		if index%100 == 0 && (wasCount != crossingPairs(g, was) || isCount != crossingPairs(g, is)) {
			t.Errorf("graph %d: %d and %d crossings; pair by pair there are %d and %d", index, wasCount, isCount, crossingPairs(g, was), crossingPairs(g, is))
		}
		if isWeight > wasWeight {
			t.Errorf("graph %d: crossings weigh %d, and weighed %d", index, isWeight, wasWeight)
		}
		graphs++
		count.before, count.after = count.before+float64(wasCount), count.after+float64(isCount)
		weight.before, weight.after = weight.before+float64(wasWeight), weight.after+float64(isWeight)
	})
	t.Logf("%d graphs: crossings %.0f as published, %.0f as ordered here; their weight falls to %.3f of what it was",
		graphs, count.before, count.after, weight.after/weight.before)
	if share := weight.after / weight.before; graphs != 1000 || count.before != 1_872_453 || count.after != 1_706_305 || math.Abs(share-0.735) > 0.0005 {
		t.Errorf("%d graphs, crossings %.0f and %.0f, share of the weight %.4f: docs/math.md, section 4, says otherwise", graphs, count.before, count.after, share)
	}
}

// crossingPairs counts crossings pair by pair, as straight lines in the plane: each line's ends lie on different sides of the other.
func crossingPairs(g layout.Graph, order [][]int) (count int) {
	type point struct{ x, y int }
	at := make([]point, len(g.Nodes))
	for y, row := range order {
		for x, node := range row {
			at[node] = point{x, y}
		}
	}
	side := func(a, b, c point) int { return (b.x-a.x)*(c.y-a.y) - (b.y-a.y)*(c.x-a.x) }
	for k, e := range g.Edges {
		for _, f := range g.Edges[:k] {
			a, b, c, d := at[e.From], at[e.To], at[f.From], at[f.To]
			if side(a, b, c)*side(a, b, d) < 0 && side(c, d, a)*side(c, d, b) < 0 {
				count++
			}
		}
	}
	return count
}

func publishedGraph(nodes map[string][]publishedNode) layout.Graph {
	g := layout.Graph{Rows: len(publishedLayers)}
	type place struct{ row, channel int }
	index := map[place]int{}
	for row, layer := range publishedLayers {
		for _, node := range nodes[layer] {
			to := len(g.Nodes)
			index[place{row, node.Channel}] = to
			g.Nodes = append(g.Nodes, layout.Node{Row: row})
			for _, previous := range node.Previous {
				if from, ok := index[place{row - 1, previous.Channel}]; ok && previous.Count > 0 {
					g.Edges = append(g.Edges, layout.Edge{From: from, To: to, Weight: previous.Count})
				}
			}
		}
	}
	return g
}

// eachPublishedGraph calls do for each graph of the archive; it skips the test where the archive is missing.
func eachPublishedGraph(t *testing.T, do func(index int, nodes map[string][]publishedNode)) {
	t.Helper()
	shared := os.Getenv("SUMMIT_SHARED")
	if shared == "" {
		shared = filepath.Join("..", "..", "shared")
	}
	file, err := os.Open(filepath.Join(shared, "data", "summit-inceptionv1-ag.tar.zst"))
	if errors.Is(err, os.ErrNotExist) {
		t.Skipf("the published graphs are missing: %v (SUMMIT_SHARED names the folder that holds data/)", err)
	}
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	decoder, err := zstd.NewReader(file)
	if err != nil {
		t.Fatal(err)
	}
	defer decoder.Close()
	archive := tar.NewReader(decoder)
	for index := 0; ; {
		header, err := archive.Next()
		if err == io.EOF {
			return
		}
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(header.Name, ".json") {
			continue
		}
		var nodes map[string][]publishedNode
		if err := json.NewDecoder(archive).Decode(&nodes); err != nil {
			t.Fatalf("%s: %v", header.Name, err)
		}
		do(index, nodes)
		index++
	}
}
