package main

import (
	"encoding/json"
	"fmt"
	"io"
	"strconv"
	"time"

	"summit/precompute/internal/pipeline"
)

// runSummary is the line of JSON that ends a run with --json (docs/scripting.md). Times are in seconds.
type runSummary struct {
	Bundle    string   `json:"bundle"`
	Images    int      `json:"images"`
	Skipped   int      `json:"skipped"`
	Ignored   int      `json:"ignored"`
	Top1      *float64 `json:"top1"`
	Wall      float64  `json:"wall_s"`
	Decode    float64  `json:"decoding_s"`
	Infer     float64  `json:"inference_s"`
	Aggregate float64  `json:"aggregation_s"`
	Cards     float64  `json:"cards_s"`
	Embedding float64  `json:"embedding_s"`
	Features  float64  `json:"features_s"`
	Kept      int      `json:"kept"`
	Shards    []string `json:"shards,omitempty"`
	Missing   string   `json:"missing,omitempty"`
}

// printSummary tells what a run did, as JSON or in words.
func printSummary(w io.Writer, out string, s pipeline.Summary, asJSON bool) {
	if asJSON {
		var shards []string
		for _, shard := range s.Shards {
			shards = append(shards, shard.String())
		}
		line, err := json.Marshal(runSummary{out, s.Images, s.Skipped, s.Ignored, s.Top1, s.Wall.Seconds(), s.Decode.Seconds(),
			s.Infer.Seconds(), s.Record.Seconds(), s.CardsWall.Seconds(), s.EmbeddingWall.Seconds(), s.FeaturesWall.Seconds(),
			s.Kept, shards, s.Missing})
		if err != nil {
			panic(fmt.Sprintf("precompute: summary: %v", err)) // times and counts are always encodable
		}
		fmt.Fprintf(w, "%s\n", line)
		return
	}
	if s.Wall > 0 {
		printTimes(w, s)
	}
	if s.Ignored > 0 {
		fmt.Fprintf(w, "%d files passed over: hidden, or no pictures by their names\n", s.Ignored)
	}
	if s.Top1 != nil {
		fmt.Fprintf(w, "top-1 accuracy %.2f %%\n", 100**s.Top1)
	}
	if s.Features.Quality != nil {
		describeFeatures(w, s.Features)
	}
	what := "bundle"
	if len(s.Shards) > 0 {
		what = "shard of " + strconv.Itoa(s.Images) + " images"
	}
	fmt.Fprintf(w, "%s written to %s\n", what, out)
}

// printTimes tells how long the images took.
func printTimes(w io.Writer, s pipeline.Summary) {
	round := func(d time.Duration) time.Duration { return d.Round(10 * time.Millisecond) }
	if s.Kept > 0 {
		fmt.Fprintf(w, "%d of the images were done before\n", s.Kept)
	}
	fmt.Fprintf(w, "%d images in %v (%.1f images/s); in all workers: decoding %v, inference %v, aggregation %v; cards %v, embedding %v, features %v\n",
		s.Images-s.Kept, round(s.Wall), float64(s.Total-s.Kept)/s.Wall.Seconds(), round(s.Decode), round(s.Infer), round(s.Record),
		round(s.CardsWall), round(s.EmbeddingWall), round(s.FeaturesWall))
}
