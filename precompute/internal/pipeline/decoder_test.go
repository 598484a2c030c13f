package pipeline

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"summit/precompute/internal/part"
	"summit/precompute/internal/turbojpeg"
	"summit/precompute/internal/work"
)

// Counts of a program that decodes JPEG otherwise are not gone on with, and not merged.
func TestDecodersOfJPEGAreKeptApart(t *testing.T) {
	dir := t.TempDir()
	model := filepath.Join(dir, "fire.onnx")
	if err := os.WriteFile(model, fireModel(), 0o666); err != nil {
		t.Fatal(err)
	}
	drawPhotographs(t, filepath.Join(dir, "photographs"))
	o := benchmarkOptions(model, dir)
	j, err := plan(&o)
	if err != nil {
		t.Fatal(err)
	}
	put := func(out string, run *work.Run, item int) {
		folder, err := work.Open(filepath.Join(dir, out), run, false)
		if err != nil {
			t.Fatal(err)
		}
		defer folder.Close()
		b := part.NewBuilder(run.Shape)
		b.Add(&part.Image{Item: item})
		if err := folder.Write(b.Take()); err != nil {
			t.Fatal(err)
		}
		files, err := folder.Parts(func(text string) { t.Error(text) })
		if err != nil {
			t.Fatal(err)
		}
		sum, err := part.NewSum(run.Shape, files)
		if err != nil {
			t.Fatal(err)
		}
		if err := folder.PutShard(sum, []work.Shard{{Index: item + 1, Of: 2}}); err != nil {
			t.Fatal(err)
		}
	}
	here, there := j.identity(), j.identity()
	there.Content["decoder of JPEG"] = "another"
	put("here", here, 0)
	put("there", there, 1)
	if _, err := work.Open(filepath.Join(dir, "there"), here, false); err == nil || !strings.Contains(err.Error(), "decoder of JPEG: another, not "+turbojpeg.Name) {
		t.Errorf("another decoder's run is gone on with: %v", err)
	}
	if _, err := work.OpenShards([]string{filepath.Join(dir, "here"), filepath.Join(dir, "there")}); err == nil ||
		!strings.Contains(err.Error(), "decoder of JPEG: another, not "+turbojpeg.Name) {
		t.Errorf("shards of two decoders are merged: %v", err)
	}
}
