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
		{"model", fmt.Sprintf("%s, %s, %s, %s; %s of channels",
			some(e.Layers, "layer"), some(e.Channels, "channel"), some(e.Links, "link"), some(e.Gaps, "gap"), some(e.Pairs, "pair"))},
		{"run", describeRun(e)},
		{"memory", describeMemory(e)},
		{"disk", describeDisk(e)},
		{"time", describeTime(e)},
		{"measured", fmt.Sprintf("on %s; in one worker an image takes %.1f ms to decode, %.1f ms of inference, %.1f ms of aggregation",
			some(e.Sampled, "image"), e.Time.Decode, e.Time.Infer, e.Time.Record)},
	} {
		fmt.Fprintf(w, "%-9s %s\n", line[0], strings.ReplaceAll(line[1], "\n", "\n          "))
	}
	return nil
}

func describeData(e pipeline.Estimate) string {
	text := fmt.Sprintf("%s of %s%s; %s passed over", some(e.Images, "image"), some(e.Classes, "class"), formats(e), some(e.Ignored, "file"))
	if e.Shard != "" {
		text = "shard " + e.Shard + ": " + text
	}
	if e.Skipped > 0 {
		text += fmt.Sprintf("\n%d of %s could not be read", e.Skipped, some(e.Sampled, "sampled image"))
	}
	if n := len(e.Unmatched); n > 0 {
		const most = 10
		names := make([]string, min(n, most))
		for i := range names {
			names[i] = strconv.Quote(e.Unmatched[i])
		}
		text += fmt.Sprintf("\n%s of the data, none of the model's classes: %s", some(n, "label"), strings.Join(names, ", "))
		if n > most {
			text += ", ..."
		}
	}
	return text
}

func formats(e pipeline.Estimate) string {
	if len(e.Formats) == 0 {
		return ""
	}
	return ", " + strings.Join(e.Formats, ", ")
}

func describeRun(e pipeline.Estimate) string {
	text := fmt.Sprintf("%s, batches of %d, device %s", some(e.Threads, "worker"), e.Batch, e.Device)
	if e.Kept > 0 {
		text += fmt.Sprintf("\n%s done, %d left", some(e.Kept, "image"), e.Left)
	}
	return text
}

func describeMemory(e pipeline.Estimate) string {
	m := e.Memory
	text := fmt.Sprintf("%s at most, with the %s; most of it for %s", size(m.Peak), m.Phase, m.Largest)
	if m.Available != nil {
		text += "; there are " + size(*m.Available)
	}
	sessions := fmt.Sprintf("%s of %s", some(e.Threads, "session"), size(m.Session))
	if m.OnDevice {
		sessions = "a session of " + size(m.Session) + " of the device's memory"
	}
	text += fmt.Sprintf("\nprogram %s, model %s, %s, counts %s", size(m.Program), size(m.Model), sessions, size(m.Counts))
	if e.Shard == "" {
		text += ", cards " + size(m.Cards)
	}
	return text
}

func describeDisk(e pipeline.Estimate) string {
	d := e.Disk
	meanwhile := fmt.Sprintf("\nmeanwhile %s of together %s in %s", some(d.Number, "part"), size(d.Parts), filepath.Clean(e.Bundle)+".partial")
	if e.Shard != "" {
		return fmt.Sprintf("shard %s%s", size(d.Shard), meanwhile)
	}
	return fmt.Sprintf("bundle %s in %s: matrices %s, cards %s, rest %s%s",
		size(d.Bundle), some(d.Files, "file"), size(d.Matrices), size(d.Cards), size(d.Rest), meanwhile)
}

func describeTime(e pipeline.Estimate) string {
	t := e.Time
	if e.Shard != "" {
		return fmt.Sprintf("%v, if the machine stays as busy as it is", seconds(t.All))
	}
	return fmt.Sprintf("%v, if the machine stays as busy as it is: images %v, classes %v, cards %v and meanwhile embedding %v",
		seconds(t.All), seconds(t.Images), seconds(t.Classes), seconds(t.Cards), seconds(t.Embedding))
}

// some is a number of things: "1 class", "2 classes".
func some(n int, thing string) string {
	switch {
	case n == 1:
	case strings.HasSuffix(thing, "s"):
		thing += "es"
	default:
		thing += "s"
	}
	return fmt.Sprintf("%d %s", n, thing)
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
