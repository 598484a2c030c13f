package main

import (
	"encoding/json"
	"fmt"
	"io"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"summit/precompute/internal/pipeline"
)

// printEstimate tells what a run would do and take, as JSON or in words.
func printEstimate(w io.Writer, e pipeline.Estimate, asJSON bool) error {
	if asJSON {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		return encoder.Encode(e)
	}
	for _, line := range [][2]string{
		{"data", describeData(e)},
		{"model", fmt.Sprintf("%d layers, %d channels, %d links, %d gaps; %d pairs of channels", e.Layers, e.Channels, e.Links, e.Gaps, e.Pairs)},
		{"run", describeRun(e)},
		{"memory", describeMemory(e)},
		{"disk", describeDisk(e)},
		{"time", describeTime(e.Time)},
		{"measured", fmt.Sprintf("on %d images; in one worker an image takes %.1f ms to decode, %.1f ms of inference, %.1f ms of aggregation",
			e.Sampled, e.Time.Decode, e.Time.Infer, e.Time.Record)},
	} {
		fmt.Fprintf(w, "%-9s %s\n", line[0], strings.ReplaceAll(line[1], "\n", "\n          "))
	}
	return nil
}

func describeData(e pipeline.Estimate) string {
	text := fmt.Sprintf("%d images of %d classes, %s; %d files passed over", e.Images, e.Classes, strings.Join(e.Formats, ", "), e.Ignored)
	if e.Shard != "" {
		text = "shard " + e.Shard + ": " + text
	}
	if e.Skipped > 0 {
		text += fmt.Sprintf("\n%d of %d sampled images could not be read", e.Skipped, e.Sampled)
	}
	if n := len(e.Unmatched); n > 0 {
		const most = 10
		names := make([]string, min(n, most))
		for i := range names {
			names[i] = strconv.Quote(e.Unmatched[i])
		}
		text += fmt.Sprintf("\n%d labels are none of the model's classes: %s", n, strings.Join(names, ", "))
		if n > most {
			text += ", ..."
		}
	}
	return text
}

func describeRun(e pipeline.Estimate) string {
	text := fmt.Sprintf("%d workers, batches of %d, device %s", e.Threads, e.Batch, e.Device)
	if e.Kept > 0 {
		text += fmt.Sprintf("\n%d images are done, %d are left", e.Kept, e.Left)
	}
	return text
}

func describeMemory(e pipeline.Estimate) string {
	m := e.Memory
	text := fmt.Sprintf("%s at most, with the %s; most of it for %s", size(m.Peak), m.Phase, m.Largest)
	if m.Available != nil {
		text += "; there are " + size(*m.Available)
	}
	sessions := fmt.Sprintf("%d sessions of %s", e.Threads, size(m.Session))
	if m.OnDevice {
		sessions = "a session of " + size(m.Session) + " of the device's memory"
	}
	return text + fmt.Sprintf("\nprogram %s, model %s, %s, counts %s, cards %s", size(m.Program), size(m.Model), sessions, size(m.Counts), size(m.Cards))
}

func describeDisk(e pipeline.Estimate) string {
	d := e.Disk
	meanwhile := fmt.Sprintf("\nmeanwhile %d parts of together %s in %s", d.Number, size(d.Parts), filepath.Clean(e.Bundle)+".partial")
	if e.Shard != "" {
		return fmt.Sprintf("shard %s%s", size(d.Shard), meanwhile)
	}
	return fmt.Sprintf("bundle %s in %d files: matrices %s, cards %s, rest %s%s",
		size(d.Bundle), d.Files, size(d.Matrices), size(d.Cards), size(d.Rest), meanwhile)
}

func describeTime(t pipeline.TimeEstimate) string {
	return fmt.Sprintf("%v, if the machine stays as busy as it is: images %v, classes %v, cards %v and meanwhile embedding %v",
		seconds(t.All), seconds(t.Images), seconds(t.Classes), seconds(t.Cards), seconds(t.Embedding))
}

func seconds(s float64) time.Duration {
	d := time.Duration(s * float64(time.Second))
	if d < 10*time.Second {
		return d.Round(100 * time.Millisecond)
	}
	return d.Round(time.Second)
}

// size is a number of bytes for people.
func size(bytes int) string {
	switch {
	case bytes >= 10<<30:
		return fmt.Sprintf("%d GiB", (bytes+1<<29)>>30)
	case bytes >= 1<<30:
		return fmt.Sprintf("%.1f GiB", float64(bytes)/(1<<30))
	case bytes >= 10<<20:
		return fmt.Sprintf("%d MiB", (bytes+1<<19)>>20)
	}
	return fmt.Sprintf("%.1f MiB", float64(bytes)/(1<<20))
}
