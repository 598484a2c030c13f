package main

import (
	"archive/tar"
	"encoding/json"
	"errors"
	"io"
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

// TestPublishedGraphs orders one in 20 of the published graphs and compares crossings with the order that their page
// draws, which is the order of the file.
func TestPublishedGraphs(t *testing.T) {
	graphs := 0
	var count, weight struct{ before, after float64 }
	eachPublishedGraph(t, func(index int, nodes map[string][]publishedNode) {
		if index%20 != 0 {
			return
		}
		g := publishedGraph(nodes)
		wasCount, wasWeight := layout.Crossings(g, layout.Order(g, 0))
		isCount, isWeight := layout.Crossings(g, layout.Order(g, layout.Sweeps))
		if isWeight > wasWeight {
			t.Errorf("graph %d: crossings weigh %d, and weighed %d", index, isWeight, wasWeight)
		}
		graphs++
		count.before, count.after = count.before+float64(wasCount), count.after+float64(isCount)
		weight.before, weight.after = weight.before+float64(wasWeight), weight.after+float64(isWeight)
	})
	t.Logf("%d graphs: crossings %.0f as published, %.0f as ordered here; their weight falls to %.3f of what it was",
		graphs, count.before, count.after, weight.after/weight.before)
	if graphs != 50 || weight.after > 0.76*weight.before {
		t.Errorf("%d graphs, weight %g of %g", graphs, weight.after, weight.before)
	}
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
